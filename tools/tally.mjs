/**
 * The closing line of .ci/run: what all runners counted, in one sum.
 *
 *     node tools/tally.mjs REPORTS [STAGE=EXIT_CODE …]
 *
 * REPORTS holds vitest.json, playwright.json and, if the golden cases were run, golden.log. A stage that
 * failed although no runner counted a failure (it crashed, or the formatter or compiler objected) counts as
 * one failure, so that the sum never looks better than the run was.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 */

/**
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults one per file
 */

/**
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number }} stats
 * @property {unknown[]} errors outside any test
 */

/** @param {string} text of Vitest's JSON report @returns {Count} */
export function countVitest(text) {
  /** @type {VitestReport} */
  const report = JSON.parse(text);
  // A file that could not be loaded, or whose set-up threw, fails without a failed test in it.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken };
}

/** @param {string} text of Playwright's JSON report @returns {Count} */
export function countPlaywright(text) {
  /** @type {PlaywrightReport} */
  const { stats, errors } = JSON.parse(text);
  // A flaky test passed only when tried again: that is a failure that was seen.
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

/** @param {string} text that the golden runner printed @returns {Count} */
export function countGolden(text) {
  const last = [...text.matchAll(/^(\d+) passed, (\d+) failed(?:, \d+ skipped)?$/gm)].at(-1);
  if (!last) throw new Error('the golden runner printed no closing line');
  return { passed: Number(last[1]), failed: Number(last[2]) };
}

const RUNNERS = {
  'vitest.json': countVitest,
  'playwright.json': countPlaywright,
  'golden.log': countGolden,
};

/**
 * @param {Readonly<Record<string, string>>} reports file name → text
 * @param {boolean} stageFailed
 * @returns {Count}
 */
export function tally(reports, stageFailed) {
  const sum = { passed: 0, failed: 0 };
  for (const [name, count] of Object.entries(RUNNERS)) {
    const text = reports[name];
    if (text === undefined) continue;
    const { passed, failed } = countOrFail(count, text);
    sum.passed += passed;
    sum.failed += failed;
  }
  if (stageFailed && sum.failed === 0) sum.failed = 1;
  return sum;
}

/**
 * A report cut short by a crash is a failure.
 *
 * @param {(text: string) => Count} count
 * @param {string} text
 */
function countOrFail(count, text) {
  try {
    return count(text);
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** @param {string} folder */
function readReports(folder) {
  /** @type {Record<string, string>} */
  const reports = {};
  for (const name of Object.keys(RUNNERS)) {
    try {
      reports[name] = readFileSync(path.join(folder, name), 'utf8');
    } catch {
      // That runner was not reached.
    }
  }
  return reports;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder = '.', ...stages] = process.argv.slice(2);
  const stageFailed = stages.some((stage) => !stage.endsWith('=0'));
  const { passed, failed } = tally(readReports(folder), stageFailed);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
