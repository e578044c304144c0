/**
 * Finding cases below a path: a root of all kinds, one kind's folder, one case's folder, one file. A case is known by
 * the last names of its path, so that a root may lie anywhere.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { JsonObject } from './json';
import { objectsOf, parseJson } from './json';

export type FoundCase =
  /** A folder with spec.json and hops.json. */
  | { readonly kind: 'kernel'; readonly name: string; readonly folder: string }
  /** A file of cases, `cni/plugin-runs.json`. Whether it can be played, file-kinds.ts knows. */
  | { readonly kind: 'file'; readonly name: string; readonly cases: readonly JsonObject[] };

/** Kinds whose files hold cases, by the name of their folder. */
const FILE_KINDS: ReadonlySet<string> = new Set([
  ...['flannel', 'calico', 'weave', 'cni', 'kube-proxy', 'networkpolicy'],
]);
/** A file that is a kind of its own. */
const LONE_FILES: ReadonlySet<string> = new Set(['networkpolicy-validation.json']);
/** Observations in prose: not run by this runner. */
const NOT_RUN: ReadonlySet<string> = new Set(['linux', 'captures', 'node_modules']);

/** All cases below `path`, in the order of their names. Throws when there is no such path. */
export function findCases(path: string): readonly FoundCase[] {
  const here = resolve(path);
  if (!statSync(here).isDirectory()) return findInFile(here);
  if (existsSync(join(here, 'spec.json')) && existsSync(join(here, 'hops.json'))) {
    return [{ kind: 'kernel', name: `kernel/${basename(here)}`, folder: here }];
  }
  const entries = readdirSync(here, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.isDirectory()) return NOT_RUN.has(entry.name) ? [] : findCases(join(here, entry.name));
    return findInFile(join(here, entry.name));
  });
}

function findInFile(file: string): readonly FoundCase[] {
  const base = basename(file);
  if (!base.endsWith('.json')) return [];
  // One of the files of a kernel case stands for its folder.
  if (base === 'spec.json' || base === 'hops.json') return findCases(dirname(file));
  const folder = basename(dirname(file));
  const above = basename(dirname(dirname(file)));
  if (LONE_FILES.has(base)) return casesOf(base.replace(/\.json$/, ''), file);
  if (FILE_KINDS.has(folder)) return casesOf(`${folder}/${base}`, file);
  if (FILE_KINDS.has(above)) return casesOf(`${above}/${folder}/${base}`, file);
  return [];
}

function casesOf(name: string, file: string): readonly FoundCase[] {
  const content = parseJson(readFileSync(file, 'utf8'));
  const cases = objectsOf(content);
  return [{ kind: 'file', name, cases: cases.length > 0 ? cases : objectsOf([content]) }];
}
