/**
 * Which files are in which folder. An index beside the World, found by the table of files and made of each folder when it
 * is first looked into: the files of a machine are a few for each pod, and each pod looks into two folders.
 */
type Files = ReadonlyMap<string, string>;

const known = new WeakMap<Files, Map<string, string[]>>();

/** Paths of the files right in a folder, in the order of their bytes. */
export function pathsIn(files: Files, folder: string): readonly string[] {
  let folders = known.get(files);
  if (folders === undefined) {
    folders = new Map();
    known.set(files, folders);
  }
  let paths = folders.get(folder);
  if (paths === undefined) {
    paths = [];
    for (const path of files.keys()) if (isRightIn(path, folder)) paths.push(path);
    paths.sort((a, b) => (a < b ? -1 : 1));
    folders.set(folder, paths);
  }
  return paths;
}

function isRightIn(path: string, folder: string): boolean {
  const { length } = folder;
  return path.length > length + 1 && path.startsWith(folder) && path.lastIndexOf('/') === length;
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
  const folder = folderOf(path);
  const paths = known.get(files)?.get(folder);
  // A name that ends in a slash is no file's.
  if (paths === undefined || !isRightIn(path, folder)) return;
  if (after === undefined) removePath(paths, path);
  else if (before === undefined) addPath(paths, path);
  const texts = said.get(files)?.get(folder);
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

function addPath(paths: string[], path: string): void {
  const at = placeOf(paths, path);
  if (paths[at] !== path) paths.splice(at, 0, path);
}

function removePath(paths: string[], path: string): void {
  const at = placeOf(paths, path);
  if (paths[at] === path) paths.splice(at, 1);
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
