/** Paths inside a document, and where they lead to in the text. */
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { pathText, type Path } from '../base/path';
import { placeAt, type SourceDocument } from './documents';
import type { Place } from './problems';

/** The node at a path; where the path ends too early, the last node there is. */
export function nodeAt(source: SourceDocument, path: Path): Node | null {
  let node: Node | null = source.tree.contents;
  for (const step of path) {
    const next = child(source, node, step);
    if (next === null) return node;
    node = next;
  }
  return node;
}

/** Where the value at `path` begins; of something missing, where its parent does. */
export function placeOf(source: SourceDocument, path: Path): Place {
  return placeAt(source, nodeAt(source, path)?.range?.[0] ?? 0, pathText(path));
}

/** Where the key at the end of `path` is written. */
export function placeOfKey(source: SourceDocument, path: Path): Place {
  const parent = nodeAt(source, path.slice(0, -1));
  const pair = pairIn(parent, path[path.length - 1]);
  const key = pair?.key;
  const offset = isScalar(key) ? key.range?.[0] : parent?.range?.[0];
  return placeAt(source, offset ?? 0, pathText(path));
}

function child(source: SourceDocument, node: Node | null, step: string | number): Node | null {
  if (isAlias(node)) return child(source, node.resolve(source.tree) ?? null, step);
  if (isSeq(node)) return (node.items[Number(step)] ?? null) as Node | null;
  return (pairIn(node, step)?.value ?? null) as Node | null;
}

function pairIn(node: Node | null, key: string | number | undefined): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}
