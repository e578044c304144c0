/**
 * Which files are in which folder. An index beside the World, found by the table of files and made when a folder is first
 * looked into: the files of a machine are a few for each pod, and each pod looks into two folders.
 */
type Files = ReadonlyMap<string, string>;

const known = new WeakMap<Files, Map<string, string[]>>();

/** Paths of the files right in a folder, in the order of their bytes. */
export function pathsIn(files: Files, folder: string): readonly string[] {
  let folders = known.get(files);
  if (folders === undefined) {
    folders = new Map();
    for (const path of files.keys()) addPath(folders, path);
    known.set(files, folders);
  }
  return folders.get(folder) ?? [];
}

/** Their names. */
export function namesIn(files: Files, folder: string): readonly string[] {
  return pathsIn(files, folder).map((path) => path.slice(folder.length + 1));
}

/** A file came into a table or went; whoever writes to a table says so. */
export function noteFile(files: Files, path: string, present: boolean): void {
  const folders = known.get(files);
  if (folders === undefined) return;
  if (present) addPath(folders, path);
  else removePath(folders, path);
}

function addPath(folders: Map<string, string[]>, path: string): void {
  const folder = folderOf(path);
  if (folder.length + 1 >= path.length) return;
  const paths = folders.get(folder);
  if (paths === undefined) {
    folders.set(folder, [path]);
    return;
  }
  const at = placeOf(paths, path);
  if (paths[at] !== path) paths.splice(at, 0, path);
}

function removePath(folders: Map<string, string[]>, path: string): void {
  const paths = folders.get(folderOf(path));
  const at = paths === undefined ? -1 : placeOf(paths, path);
  if (paths?.[at] === path) paths.splice(at, 1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Where a path stands in a sorted list, or would. */
function placeOf(paths: readonly string[], path: string): number {
  let [low, high] = [0, paths.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((paths[middle] ?? '') < path) low = middle + 1;
    else high = middle;
  }
  return low;
}
