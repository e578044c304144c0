/** Which lab is meant: a built-in one by its name or folder, or a file. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { err, ok, type Result } from '../../core/base/result';
import type { CatalogGroup } from '../../core/scenario';
import { parseCatalog } from '../../core/scenario';
import { assert } from '../../core/base/assert';
import { catalogText, labFile } from '../labFiles';
import { projectPath } from '../project';
import { usageError, type UsageError } from './options';

/** A lab's text, and the name that problems in it are reported under. */
export interface LabText {
  readonly file: string;
  readonly text: string;
}

/** Longest text handed to the parser, which refuses by itself what is too long, bytes. */
const READ_MAX = 16 * 1024 * 1024;

export function catalog(): readonly CatalogGroup[] {
  const groups = parseCatalog('scenarios/catalog.yaml', catalogText());
  assert(groups.ok, 'the catalogue is part of the project, and a test reads it');
  return groups.value;
}

/** Finds `wish` among the built-in labs, else as a file or folder, from `cwd` or the project's root. */
export function findLab(wish: string, cwd: string): Result<LabText, UsageError> {
  const builtIn = labFile(wish);
  if (builtIn !== null) return ok(builtIn);
  for (const full of [path.resolve(cwd, wish), projectPath(wish)]) {
    const found = readLab(full, wish);
    if (found !== null) return found;
  }
  const names = catalog().flatMap(({ labs }) => labs.map(({ name }) => name));
  // Of a path the last part is what may be misspelt.
  return err(usageError('cli.usage.lab', { lab: wish }, path.basename(wish), names));
}

function readLab(full: string, wish: string): Result<LabText, UsageError> | null {
  const kind = statSync(full, { throwIfNoEntry: false });
  if (kind === undefined) return null;
  if (kind.isDirectory()) {
    const inside = path.join(full, 'scenario.yaml');
    return statSync(inside, { throwIfNoEntry: false }) === undefined ? null : readText(inside, wish);
  }
  return readText(full, wish);
}

function readText(full: string, wish: string): Result<LabText, UsageError> {
  const file = path.extname(wish) === '' ? path.join(wish, path.basename(full)) : wish;
  const text = readInput(full, wish);
  return text.ok ? ok({ file, text: text.value }) : text;
}

/** The text of a file that was named on the command line as `wish`. */
export function readInput(full: string, wish: string): Result<string, UsageError> {
  const unreadable = (reason: string) => err(usageError('cli.usage.unreadable', { file: wish, reason }));
  try {
    if (statSync(full).size > READ_MAX) return unreadable(`> ${READ_MAX} bytes`);
    return ok(readFileSync(full, 'utf8'));
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
}
