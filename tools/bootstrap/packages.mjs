/** The npm packages, installed when the lock file, the Node version or the system has changed. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { withLock } from './lock.mjs';
import { inCache, inRoot } from './place.mjs';
import { run, sleep } from './run.mjs';

/** In node_modules, so that it goes when they go. */
const STAMP_FILE = inRoot('node_modules', '.packetwalk');
const TRIES = 3;

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Packetwalk needs Node 20.19 or later; this is ${process.versions.node}.`);
}

export async function setUpPackages() {
  if (isInstalled()) return;
  await withLock(inCache('install.lock'), async () => {
    // Whoever held the lock may have done it.
    if (!isInstalled()) await install();
  });
}

async function install() {
  console.log('Installing packages …');
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    if (npm(['ci', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'])) {
      writeFileSync(STAMP_FILE, stamp());
      return;
    }
    if (attempt < TRIES) await sleep(attempt * 3000);
  }
  throw new Error(`The packages could not be installed (npm ci failed ${TRIES} times).`);
}

function isInstalled() {
  try {
    return readFileSync(STAMP_FILE, 'utf8') === stamp();
  } catch {
    return false;
  }
}

function stamp() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'package.json']) hash.update(readFileSync(inRoot(file)));
  return hash.update(`${process.version} ${process.platform} ${process.arch}`).digest('hex');
}

/**
 * npm tells where it is to what it runs. Started by that path it needs no shell, which npm.cmd on Windows does.
 *
 * @param {readonly string[]} args
 */
function npm(args) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args]);
  return run('npm', args);
}
