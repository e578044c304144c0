import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Paths relative to the folder read, with `/` on every system → text. */
export type Modules = ReadonlyMap<string, string>;

/** Reads every source text below a folder. The rules work on this map, so their tests can plant files. */
export function readModules(root: string): Modules {
  const modules = new Map<string, string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(tsx?|m?js|css|json|svg|txt)$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(root, file).split(path.sep).join('/');
    modules.set(name, readFileSync(file, 'utf8'));
  }
  return new Map([...modules].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);

export const withoutExtension = (file: string): string => file.replace(/\.[a-z]+$/, '');

export const isCode = (file: string): boolean => /\.(tsx?|m?js|css)$/.test(file);
