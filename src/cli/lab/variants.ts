/** The built-in labs in every form they come in, for tests that hold for all of them. */
import { parseLab } from '../../core/scenario';
import { Session } from '../../core/session';
import type { Chosen, Opening } from '../../core/session.types';
import { labFile, type LabFile } from '../labFiles';
import { catalog } from './find';

export interface Variant {
  /** `flannel-vxlan, backend: host-gw` */
  readonly name: string;
  readonly lab: string;
  readonly choices: Chosen;
}

/** Of each lab in the catalogue: as its file has it, and with every other option of each choice. */
export function variants(): readonly Variant[] {
  return catalog().flatMap(({ labs }) =>
    labs.flatMap(({ name: lab }) => {
      const others = parsed(lab).info.choices.flatMap(({ name, options, default: usual }) =>
        options.flatMap((option): Chosen[] => (option.name === usual ? [] : [{ [name]: option.name }])),
      );
      return [{}, ...others].map((choices: Chosen) => {
        const picked = Object.entries(choices).map(([choice, option]) => `${choice}: ${option}`);
        return { name: [lab, ...picked].join(', '), lab, choices };
      });
    }),
  );
}

/** A session of a built-in lab. Throws what is wrong with it. */
export function openBuiltIn(lab: string, opening: Opening = {}): Session {
  const session = Session.open(parsed(lab), opening);
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

export function builtInFile(lab: string): LabFile {
  const file = labFile(lab);
  if (file === null) throw new Error(`no lab ${lab}`);
  return file;
}

function parsed(lab: string) {
  const { file, text } = builtInFile(lab);
  const read = parseLab(file, text);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}
