/** One set-up at a time: `npm start` and `npm test` may well be started together. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { sleep } from './run.mjs';

/**
 * Does the work while holding a lock file, after waiting for whoever holds it.
 *
 * @param {string} file
 * @param {() => Promise<void>} work
 */
export async function withLock(file, work) {
  let waited = false;
  while (!take(file)) {
    if (!waited) console.log('Another set-up is running; waiting for it.');
    waited = true;
    await sleep(300);
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/**
 * @param {string} file
 * @returns {boolean}
 */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isStale(file)) return false;
    rmSync(file, { force: true });
    return take(file);
  }
}

/**
 * A lock outlives its process when that was killed. One without a pid is just being written, unless it is old.
 *
 * @param {string} file
 */
function isStale(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (!pid) return Date.now() - statSync(file).mtimeMs > 10_000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // No such process. ENOENT: the lock is gone by now; EPERM: the process is another user's, and alive.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
