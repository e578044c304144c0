/**
 * A lab whose set-up has come to rest, as data. The page's build builds every lab it ships (tools/read-labs.mjs), so that a
 * visitor's browser neither does that work nor fetches what does it before the first packet.
 */
import { pack, unpack } from './base/packed';
import type { KeptCheckpoint } from './session.replay';
import type { BrokenSpot, Chosen, LabChoiceInfo, Problem } from './session.types';
import type { TraceContent } from './trace/store';

export interface BuiltLab {
  readonly warnings: readonly Problem[];
  readonly broken: readonly BrokenSpot[];
  readonly checkpoints: readonly KeptCheckpoint[];
  readonly trace: TraceContent;
}

export function writeBuilt(built: BuiltLab): string {
  return pack(built);
}

/** What {@link writeBuilt} wrote. It is data of the page itself, made by the same build, and is not checked again. */
export function readBuilt(text: string): BuiltLab {
  return unpack(text) as BuiltLab;
}

/** The name of a form of a lab: the options that differ from its file's, `backend=host-gw`; empty without any. */
export function formOf(choices: readonly LabChoiceInfo[], chosen: Chosen): string {
  const others = choices.flatMap(({ name, default: usual }) => {
    const option = Object.hasOwn(chosen, name) ? chosen[name] : usual;
    return option === undefined || option === usual ? [] : [`${name}=${option}`];
  });
  return others.join('&');
}
