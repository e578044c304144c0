/** Files of a netns: configuration and state that user-space programs keep. A path is all there is to a folder. */
import { namesIn, noteFile, pathsSaying } from '../../model/folders';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { putFile } from '../write';

/** Writes a file; `undefined` removes it. */
export function writeFile(ctx: Ctx, ns: Netns, path: string, text: string | undefined): void {
  const before = ns.files.entries.get(path);
  if (before === text) return;
  putFile(ctx, ns, path, text);
  noteFile(ns.files.entries, path, before, text);
}

/** The text of a file, null when there is none. */
export function readFile(ns: Netns, path: string): string | null {
  return ns.files.entries.get(path) ?? null;
}

/** Names of the files right in a folder (`/etc/cni/net.d`), in the order of their bytes. */
export function filesIn(ns: Netns, folder: string): readonly string[] {
  return namesIn(ns.files.entries, folder);
}

/** Paths of the files right in a folder that say just this, blanks around it left out. */
export function filesSaying(ns: Netns, folder: string, text: string): readonly string[] {
  return pathsSaying(ns.files.entries, folder, text);
}
