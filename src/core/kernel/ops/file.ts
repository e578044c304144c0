/** Files of a netns: configuration and state that user-space programs keep. A path is all there is to a folder. */
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { putFile } from '../write';

/** Writes a file; `undefined` removes it. */
export function writeFile(ctx: Ctx, ns: Netns, path: string, text: string | undefined): void {
  if (ns.files.entries.get(path) !== text) putFile(ctx, ns, path, text);
}

/** The text of a file, null when there is none. */
export function readFile(ns: Netns, path: string): string | null {
  return ns.files.entries.get(path) ?? null;
}

/** Names of the files right in a folder (`/etc/cni/net.d`), in the order of their bytes. */
export function filesIn(ns: Netns, folder: string): string[] {
  const prefix = `${folder}/`;
  const names: string[] = [];
  for (const path of ns.files.entries.keys()) {
    const name = path.startsWith(prefix) ? path.slice(prefix.length) : '';
    if (name !== '' && !name.includes('/')) names.push(name);
  }
  return names.sort((a, b) => (a < b ? -1 : 1));
}
