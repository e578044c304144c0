/** Files of a netns: configuration and state that user-space programs keep. A path is all there is to a folder. */
import { namesIn, noteFile, pathsIn } from '../../model/folders';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { putFile } from '../write';

/** Writes a file; `undefined` removes it. */
export function writeFile(ctx: Ctx, ns: Netns, path: string, text: string | undefined): void {
  if (ns.files.entries.get(path) === text) return;
  putFile(ctx, ns, path, text);
  noteFile(ns.files.entries, path, text !== undefined);
}

/** The text of a file, null when there is none. */
export function readFile(ns: Netns, path: string): string | null {
  return ns.files.entries.get(path) ?? null;
}

/** Names of the files right in a folder (`/etc/cni/net.d`), in the order of their bytes. */
export function filesIn(ns: Netns, folder: string): readonly string[] {
  return namesIn(ns.files.entries, folder);
}

/** Their paths. */
export function filePathsIn(ns: Netns, folder: string): readonly string[] {
  return pathsIn(ns.files.entries, folder);
}
