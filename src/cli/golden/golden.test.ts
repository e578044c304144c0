import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GOLDEN_CASES, GOLDEN_PASSED } from '../project';
import { findCases } from './find-cases';
import { playFile } from './file-kinds';
import { runKernelCase } from './kernel-case';
import { lineOf, readPassedList } from './result';

/**
 * Goal: the project's own copy of the golden cases passes on a fresh clone, with nothing beside it.
 * Method: the runner itself, one test a case. A case that is not on the list yet must fail: when it begins to pass,
 * its name is to be listed.
 */
const listed = readPassedList(readFileSync(GOLDEN_PASSED, 'utf8'));
const cases = findCases(GOLDEN_CASES).flatMap((found) => (found.kind === 'kernel' ? [found] : []));

/** Cases that stand in files together: plugins and their like. */
describe('recorded tools', () => {
  const results = findCases(GOLDEN_CASES).flatMap((found) =>
    found.kind === 'file' ? playFile(found.name, found.cases) : [],
  );

  it.each(results.filter(({ name }) => listed.has(name)))('$name', (result) => {
    expect(result.outcome === 'passed' ? null : lineOf(result)).toBeNull();
  });

  it.each(results.filter(({ name }) => !listed.has(name)))('$name, still open', ({ outcome, name }) => {
    expect(outcome, `${name} passes: add it to golden.passed.txt`).not.toBe('passed');
  });
});

describe('the real kernel', () => {
  it.each(cases.filter(({ name }) => listed.has(name)))('$name', ({ name, folder }) => {
    const result = runKernelCase(folder, name);
    expect(result.outcome === 'passed' ? null : lineOf(result)).toBeNull();
  });

  it.each(cases.filter(({ name }) => !listed.has(name)))('$name, still open', ({ name, folder }) => {
    expect(runKernelCase(folder, name).outcome, `${name} passes: add it to golden.passed.txt`).toBe('failed');
  });
});
