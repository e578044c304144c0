/**
 * Which files are in which folder. An index beside the World, found by the table of files and made when a folder is first
 * looked into: the files of a machine are a few for each pod, and each pod looks into two folders.
 */
type Files = ReadonlyMap<string, string>;

const known = new WeakMap<Files, Map<string, string[]>>();

/** Names of the files right in a folder, in the order of their bytes. */
export function namesIn(files: Files, folder: string): readonly string[] {
  let folders = known.get(files);
  if (folders === undefined) {
    folders = new Map();
    for (const path of files.keys()) addName(folders, path);
    known.set(files, folders);
  }
  return folders.get(folder) ?? [];
}

/** A file came into a table or went; whoever writes to a table says so. */
export function noteFile(files: Files, path: string, present: boolean): void {
  const folders = known.get(files);
  if (folders === undefined) return;
  if (present) addName(folders, path);
  else removeName(folders, path);
}

function addName(folders: Map<string, string[]>, path: string): void {
  const { folder, name } = partsOf(path);
  if (name === '') return;
  const names = folders.get(folder);
  if (names === undefined) {
    folders.set(folder, [name]);
    return;
  }
  const at = placeOf(names, name);
  if (names[at] !== name) names.splice(at, 0, name);
}

function removeName(folders: Map<string, string[]>, path: string): void {
  const { folder, name } = partsOf(path);
  const names = folders.get(folder);
  const at = names === undefined ? -1 : placeOf(names, name);
  if (names?.[at] === name) names.splice(at, 1);
}

function partsOf(path: string): { readonly folder: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  return { folder: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1) };
}

/** Where a name stands in a sorted list, or would. */
function placeOf(names: readonly string[], name: string): number {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle] ?? '') < name) low = middle + 1;
    else high = middle;
  }
  return low;
}
