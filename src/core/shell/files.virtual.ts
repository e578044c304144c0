/** Files that are made up when they are read: each path with the function that makes its text. */
import { readSysctl, sysctlKeys } from '../kernel/ops/sysctl';
import type { Netns, World } from '../model/world';

export interface MadeUpFile {
  text(): string;
}

/** The file at `path`. */
export function madeUpFile(_world: World, ns: Netns, path: string): MadeUpFile | null {
  if (!path.startsWith(SYSCTL_DIR)) return null;
  const value = readSysctl(ns, path.slice(SYSCTL_DIR.length));
  return value === null ? null : { text: () => `${value}\n` };
}

/** The paths of all such files. */
export function madeUpPaths(_world: World, ns: Netns): readonly string[] {
  return sysctlKeys(ns).map((key) => `${SYSCTL_DIR}${key}`);
}

/** Where the settings of `sysctl` are files. */
export const SYSCTL_DIR = '/proc/sys/';
