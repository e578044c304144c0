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

/** Paths of the files right in a folder that say just this, blanks around it left out; in the order in which they came. */
export function pathsSaying(files: Files, folder: string, text: string): readonly string[] {
  let folders = said.get(files);
  if (folders === undefined) {
    folders = new Map();
    said.set(files, folders);
  }
  let texts = folders.get(folder);
  if (texts === undefined) {
    texts = new Map();
    for (const path of pathsIn(files, folder)) addSaying(texts, path, files.get(path) ?? '');
    folders.set(folder, texts);
  }
  return texts.get(text) ?? NOWHERE;
}

/** By folder and text, for folders that were asked for one. */
const said = new WeakMap<Files, Map<string, Map<string, string[]>>>();
const NOWHERE: readonly string[] = [];

/** A file came into a table, says something else, or went; whoever writes to a table says so. */
export function noteFile(
  files: Files,
  path: string,
  before: string | undefined,
  after: string | undefined,
): void {
  const folders = known.get(files);
  if (folders === undefined) return;
  if (after === undefined) removePath(folders, path);
  else if (before === undefined) addPath(folders, path);
  const texts = said.get(files)?.get(folderOf(path));
  if (texts === undefined) return;
  if (before !== undefined) removeSaying(texts, path, before);
  if (after !== undefined) addSaying(texts, path, after);
}

function addSaying(texts: Map<string, string[]>, path: string, text: string): void {
  const key = text.trim();
  const paths = texts.get(key);
  if (paths === undefined) texts.set(key, [path]);
  else paths.push(path);
}

function removeSaying(texts: Map<string, string[]>, path: string, text: string): void {
  const key = text.trim();
  const left = (texts.get(key) ?? []).filter((one) => one !== path);
  if (left.length === 0) texts.delete(key);
  else texts.set(key, left);
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
