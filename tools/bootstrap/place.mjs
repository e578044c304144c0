/** Where things are in this repository. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** @param {readonly string[]} parts */
export const inRoot = (...parts) => path.join(root, ...parts);

/** A path in .cache, which is made if need be; git does not see it. @param {string} name */
export function inCache(name) {
  mkdirSync(inRoot('.cache'), { recursive: true });
  return inRoot('.cache', name);
}
