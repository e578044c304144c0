/** The built-in labs in every form they come in, for tests that hold for all of them. */
import { chosenLab, parseLab } from '../../core/scenario';
import { Session } from '../../core/session';
import { formOf, formsOf, readBuilt, writeBuilt } from '../../core/session.built';
import type { BuiltLab } from '../../core/session.built';
import type { Chosen } from '../../core/session.types';
import { labFile, type LabFile } from '../labFiles';
import { catalog } from './find';

export interface Variant {
  /** `flannel-vxlan, backend: host-gw` */
  readonly name: string;
  readonly lab: string;
  readonly choices: Chosen;
}

/**
 * Of each lab in the catalogue: as its file has it, and with every other option of each choice; of several that are the
 * same network under different titles only the first.
 */
export function variants(): readonly Variant[] {
  const known = new Set<string>();
  const all = catalog().flatMap(({ labs }) =>
    labs.flatMap(({ name: lab }) =>
      formsOf(parsed(lab).info.choices).map((choices) => {
        const picked = Object.entries(choices).map(([choice, option]) => `${choice}: ${option}`);
        return { name: [lab, ...picked].join(', '), lab, choices };
      }),
    ),
  );
  // A lab as its file has it is always there, so that its own choices give way to it.
  const plainFirst = [...all].sort((a, b) => Object.keys(a.choices).length - Object.keys(b.choices).length);
  const kept = plainFirst.filter((variant) => {
    const key = substance(variant);
    return !known.has(key) && known.add(key);
  });
  return all.filter((variant) => kept.includes(variant));
}

/** What a variant is made of, without names, titles and places in the file. */
function substance({ lab, choices }: Variant): string {
  const chosen = chosenLab(parsed(lab), choices);
  if (!chosen.ok) throw new Error(JSON.stringify(chosen.error));
  const { machines, cables, services, manifests, faults, info } = chosen.value;
  return JSON.stringify([
    info.seed,
    info.cluster,
    info.sends.map(({ netns, command, stdin }) => [netns, command, stdin]),
    machines.map(({ name, role, joins, files, setup }) => [
      name,
      role,
      joins,
      files,
      setup.map(({ text }) => text),
    ]),
    cables,
    services.map(({ netns, command }) => [netns, command.text]),
    manifests.map(({ object }) => object),
    faults.map(({ name, at }) => [name, at]),
  ]);
}

/** A session of a built-in lab. Throws what is wrong with it. */
export function openBuiltIn(lab: string, opening: Parameters<typeof Session.open>[1] = {}): Session {
  const session = Session.open(parsed(lab), opening);
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

/** What a session without inputs was built to, after the way it takes with the page. */
export function packedAndBack(session: Session): BuiltLab {
  const lab = parsed(session.info.id);
  const origin = { lab, form: formOf(session.info.choices, session.choices), code: '' };
  const built = readBuilt(writeBuilt(session.built, origin), origin);
  if (built === null) throw new Error('it is of this lab');
  return built;
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
