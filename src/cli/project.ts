/** Where this project lies, whatever the folder a command was started in. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Absolute path of a file or folder of the project, named from its root. */
export function projectPath(...names: readonly string[]): string {
  return path.join(ROOT, ...names);
}

/** The project's own copy of the golden cases. */
export const GOLDEN_CASES = projectPath('src', 'golden-cases');
/** Names of the golden cases that must pass. */
export const GOLDEN_PASSED = projectPath('golden.passed.txt');
