/**
 * Goal: the closing line of .ci/run never looks better than the run was.
 * Method: reports as the runners write them, shortened to what is counted.
 */
import { expect, test } from 'vitest';
import { countGolden, countPlaywright, countVitest, failedNames, tally } from './tally.mjs';

const vitest = (passed: number, failed: number, files: unknown[] = []): string =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults: files });

const playwright = (expected: number, unexpected: number, flaky = 0, errors: unknown[] = []): string =>
  JSON.stringify({ stats: { expected, unexpected, flaky }, errors });

test('a test file that cannot be loaded is a failure', () => {
  const files = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
  ];
  expect(countVitest(vitest(3, 1, files))).toEqual({ passed: 3, failed: 2 });
});

test('a flaky browser test is a failure, so is an error outside any test', () => {
  expect(countPlaywright(playwright(5, 1, 1, [{ message: 'no server' }]))).toEqual({ passed: 5, failed: 3 });
});

test('what failed is named, and so is what passed only when tried again', () => {
  const spec = (title: string, status: string, message?: string): unknown => ({
    title,
    file: 'walk.spec.ts',
    line: 7,
    tests: [{ status, results: [{ ...(message && { error: { message } }) }, {}] }],
  });
  const suites = [
    {
      specs: [spec('steps', 'expected')],
      suites: [{ specs: [spec('plays', 'flaky', '\u001B[31mlate\u001B[39m')] }],
    },
    { specs: [spec('rests', 'unexpected', 'never')] },
  ];
  const files = [
    { name: 'a.test.ts', status: 'failed', assertionResults: [] },
    {
      name: 'b.test.ts',
      status: 'failed',
      assertionResults: [
        { status: 'passed', fullName: 'one' },
        { status: 'failed', fullName: 'two', failureMessages: ['expected 1\nto be 2'] },
      ],
    },
  ];
  const reports = {
    'vitest.json': vitest(1, 1, files),
    'playwright.json': JSON.stringify({
      stats: { expected: 1, unexpected: 1, flaky: 1 },
      errors: [],
      suites,
    }),
  };
  expect(failedNames(reports)).toEqual([
    'failed: a.test.ts: could not be loaded',
    'failed: b.test.ts: two: expected 1 to be 2',
    'flaky, passed when tried again: walk.spec.ts:7: plays: late',
    'failed: walk.spec.ts:7: rests: never',
  ]);
});

test('of the golden runner the last closing line counts', () => {
  const log = '1 passed, 0 failed\n…\n12 passed, 3 failed, 4 skipped\n5 partly, 6 not modelled\n';
  expect(countGolden(log)).toEqual({ passed: 12, failed: 3 });
});

test('the sum is over all runners', () => {
  const reports = {
    'vitest.json': vitest(10, 0),
    'playwright.json': playwright(5, 0),
    'golden.log': '7 passed, 0 failed, 0 skipped\n',
  };
  expect(tally(reports, false)).toEqual({ passed: 22, failed: 0 });
});

test.each([
  ['a stage that fails before it counts', {}, true, { passed: 0, failed: 1 }],
  [
    'a stage that fails after the others passed',
    { 'vitest.json': vitest(9, 0) },
    true,
    { passed: 9, failed: 1 },
  ],
  ['a report cut short', { 'vitest.json': '{"numPa' }, false, { passed: 0, failed: 1 }],
  ['a golden run without closing line', { 'golden.log': 'Error: boom' }, false, { passed: 0, failed: 1 }],
  ['counted failures are not counted twice', { 'vitest.json': vitest(9, 2) }, true, { passed: 9, failed: 2 }],
])('%s', (_, reports, stageFailed, sum) => expect(tally(reports, stageFailed)).toEqual(sum));
