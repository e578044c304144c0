/** What of a case is not compared because the simulator has no such mechanism yet. */
import type { KernelCase } from './golden-files';

export interface LeftOut {
  /** Sections of the state files. */
  readonly sections: readonly string[];
  /** Whether the netfilter trace is left out. */
  readonly trace: boolean;
  /** In words, for the case's line. */
  readonly words: readonly string[];
}

export function leftOut({ spec }: KernelCase): LeftOut {
  const filled = (section: Readonly<Record<string, readonly string[]>> | undefined): boolean =>
    Object.values(section ?? {}).some((lines) => lines.length > 0);
  const words: string[] = [];
  if (filled(spec.ipvs)) words.push('ipvs');
  return { sections: [], trace: false, words };
}
