/**
 * A lab whose set-up has come to rest, as data. The page's build builds every lab it ships (tools/read-labs.mjs), so that a
 * visitor's browser neither does that work nor fetches what does it before the first packet.
 */
import { fnvHex } from './base/fnv';
import { pack, unpack } from './base/packed';
import type { Lab } from './scenario';
import type { KeptCheckpoint } from './session.replay';
import type { BrokenSpot, Chosen, LabChoiceInfo, Problem } from './session.types';
import type { TraceContent } from './trace/store';

export interface BuiltLab {
  readonly warnings: readonly Problem[];
  readonly broken: readonly BrokenSpot[];
  readonly checkpoints: readonly KeptCheckpoint[];
  readonly trace: TraceContent;
}

/** What a built lab was made of. */
export interface Origin {
  /** The lab as read, before anything was chosen. */
  readonly lab: Lab;
  /** See {@link formOf}. */
  readonly form: string;
  /** Stands for the code that built it: other code, another text. */
  readonly code: string;
}

interface BuiltFile {
  readonly origin: string;
  readonly built: BuiltLab;
}

export function writeBuilt(built: BuiltLab, origin: Origin): string {
  return pack({ origin: digest(origin), built } satisfies BuiltFile);
}

/**
 * What {@link writeBuilt} wrote. Null when that was built of another lab, in another form or by other code; what it holds is
 * data of the page itself and is not checked any further.
 */
export function readBuilt(text: string, origin: Origin): BuiltLab | null {
  const file = unpack(text) as BuiltFile;
  return file.origin === digest(origin) ? file.built : null;
}

function digest({ lab, form, code }: Origin): string {
  return fnvHex(JSON.stringify([code, form, lab]));
}

/** The choices of every form of a lab: as its file has it, and with each other option of each choice. */
export function formsOf(choices: readonly LabChoiceInfo[]): readonly Chosen[] {
  const others = choices.flatMap(({ name, options, default: usual }) =>
    options.flatMap((option): Chosen[] => (option.name === usual ? [] : [{ [name]: option.name }])),
  );
  return [{}, ...others];
}

/** The name of a form of a lab: the options that differ from its file's, `backend=host-gw`; empty without any. */
export function formOf(choices: readonly LabChoiceInfo[], chosen: Chosen): string {
  const others = choices.flatMap(({ name, default: usual }) => {
    const option = Object.hasOwn(chosen, name) ? chosen[name] : usual;
    return option === undefined || option === usual ? [] : [`${name}=${option}`];
  });
  return others.join('&');
}
