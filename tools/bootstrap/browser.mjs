/** A Chromium for the browser tests: the machine's own, or one that we install. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { aptInstall, hasApt } from './apt.mjs';
import { inCache, inRoot } from './place.mjs';
import { answers, run } from './run.mjs';

/**
 * What playwright.config.ts reads from .cache/browser.json.
 *
 * @typedef {object} Browser
 * @property {string | null} path null: Playwright's own, which it finds by itself
 */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const MAC_APPLICATIONS = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

const WINDOWS_PROGRAMS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

export async function setUpBrowser() {
  const file = inCache('browser.json');
  const browser = remembered(file) ?? (await find()) ?? (await install());
  if (!browser) {
    throw new Error(
      'No browser for the tests. Install Chromium or Chrome, or set BROWSER_PATH to one; then start again.',
    );
  }
  writeFileSync(file, `${JSON.stringify(browser)}\n`);
}

/**
 * The last one found, if it still runs and no other is asked for.
 *
 * @param {string} file
 * @returns {Browser | undefined}
 */
function remembered(file) {
  try {
    /** @type {Browser} */
    const { path } = JSON.parse(readFileSync(file, 'utf8'));
    const isWanted = path === (process.env.BROWSER_PATH ?? path);
    return path !== null && isWanted && works(path) ? { path } : undefined;
  } catch {
    return undefined;
  }
}

/** @returns {Promise<Browser | undefined>} */
async function find() {
  const wanted = process.env.BROWSER_PATH;
  if (wanted) {
    if (works(wanted)) return { path: wanted };
    throw new Error(`BROWSER_PATH is ${wanted}, which is not a browser that runs.`);
  }
  const found = candidates().find(works);
  if (found) return { path: found };
  return (await playwrightStarts()) ? { path: null } : undefined;
}

/** @returns {Promise<Browser | undefined>} */
async function install() {
  if (hasApt()) {
    aptInstall('chromium');
    const found = candidates().find(works);
    if (found) return { path: found };
  }
  console.log("Fetching Playwright's own browser …");
  const cli = inRoot('node_modules', 'playwright-core', 'cli.js');
  run(process.execPath, [cli, 'install', 'chromium-headless-shell']);
  return (await playwrightStarts()) ? { path: null } : undefined;
}

function candidates() {
  if (process.platform === 'darwin') return MAC_APPLICATIONS;
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    return folders.flatMap((folder) =>
      folder ? WINDOWS_PROGRAMS.map((program) => path.join(folder, program)) : [],
    );
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/**
 * Being there is not enough: some systems have a stub that only asks to install the real one. On Windows a
 * browser does not answer `--version` but opens a window.
 *
 * @param {string} file
 */
const works = (file) => existsSync(file) && (process.platform === 'win32' || answers(file, ['--version']));

async function playwrightStarts() {
  try {
    const { chromium } = await import('playwright-core');
    const browser = await chromium.launch({ args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
    await browser.close();
    return true;
  } catch {
    return false;
  }
}
