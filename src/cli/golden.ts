/**
 * npm run golden -- [--ratchet] [--list-passed] [DIR ...]
 *
 * Plays golden cases in the simulator and compares them with the real thing, field by field. Without DIR: the
 * project's own copy, src/golden-cases.
 *   --ratchet      cases not in golden.passed.txt may fail: they are counted as open
 *   --list-passed  print only the names of the cases that pass
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadAllParts } from '../core/base/part';
import { playFile } from './golden/file-kinds';
import { findCases } from './golden/find-cases';
import { runKernelCase } from './golden/kernel-case';
import type { CaseResult } from './golden/result';
import { readPassedList, tally } from './golden/result';
import { GOLDEN_CASES, GOLDEN_PASSED } from './project';

await loadAllParts();

function main(): void {
  const { values, positionals } = parseArgs({
    options: { ratchet: { type: 'boolean' }, 'list-passed': { type: 'boolean' } },
    allowPositionals: true,
  });
  const dirs = positionals.length === 0 ? [GOLDEN_CASES] : positionals;
  const results = dirs
    .flatMap(findCases)
    .flatMap((found): readonly CaseResult[] =>
      found.kind === 'kernel' ? [runKernelCase(found.folder, found.name)] : playFile(found.name, found.cases),
    );
  const listed = values.ratchet === true ? readPassedList(readFileSync(GOLDEN_PASSED, 'utf8')) : null;
  const { lines, passed, ok } = tally(results, listed);
  console.log((values['list-passed'] === true ? [...new Set(passed)] : lines).join('\n'));
  if (!ok) process.exitCode = 1;
}

main();
