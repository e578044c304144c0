/** Running other programs, quietly. */
import { spawnSync } from 'node:child_process';
import { root } from './place.mjs';

/**
 * Runs a program without input. What it prints is shown only when it fails.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [environment] on top of our own
 */
export function run(program, args, environment = {}) {
  const result = spawnSync(program, args, {
    encoding: 'utf8',
    cwd: root,
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.status === 0) return true;
  const said = result.error?.message ?? `${result.stdout}\n${result.stderr}`;
  console.error(`${program} ${args.join(' ')} failed:\n${lastLines(said, 15)}`);
  return false;
}

/**
 * What a program prints, or undefined if it is not there, fails or takes longer than ten seconds.
 *
 * @param {string} program
 * @param {readonly string[]} args
 */
export function output(program, args) {
  const result = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 10_000,
  });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
export const answers = (program, args) => output(program, args) !== undefined;

/** @param {number} milliseconds */
export const sleep = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));

/**
 * @param {string} text
 * @param {number} count
 */
const lastLines = (text, count) => text.trim().split('\n').slice(-count).join('\n');
