import { readFileSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import type { LaunchOptions } from '@playwright/test';

const PORT = 4173;

/** Where .ci/run collects what the test runners counted. Unset on a developer's machine. */
const reports = process.env['PACKETWALK_REPORTS'];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: '.cache/playwright',
  workers: 2,
  // Walks press dozens of keys; on a busy machine each answer takes its time. Nothing is asserted about speed.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  reporter: reports
    ? [['line'], ['json', { outputFile: `${reports}/playwright.json` }]]
    : [[process.stdout.isTTY ? 'list' : 'line']],
  use: {
    baseURL: `http://127.0.0.1:${PORT}/`,
    launchOptions: launchOptions(),
    // Packets jump unless a test is about their moving, which takes the machine as much time as everything else.
    contextOptions: { reducedMotion: 'reduce' },
    // Recording every step takes as long again as the steps: PACKETWALK_TRACE=1 asks for it.
    trace: process.env['PACKETWALK_TRACE'] ? 'retain-on-failure' : 'off',
  },
  projects: [{ name: 'chromium', use: { viewport: { width: 1280, height: 720 } } }],
  // The built page, as a visitor gets it: `npm run build` comes first.
  webServer: {
    command: `npm run preview -- --port ${PORT} --strictPort`,
    url: `http://127.0.0.1:${PORT}/`,
    reuseExistingServer: false,
    stdout: 'ignore',
  },
});

/** The browser that tools/bootstrap.mjs found, with the switches that keep it quiet and reproducible. */
function launchOptions(): LaunchOptions {
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  // Chromium's sandbox does not work as root, as in most containers.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const path = browserPath();
  return path === null ? { args } : { args, executablePath: path };
}

/** Null stands for Playwright's own browser. */
function browserPath(): string | null {
  try {
    const found = JSON.parse(readFileSync(new URL('.cache/browser.json', import.meta.url), 'utf8')) as {
      path: string | null;
    };
    return found.path;
  } catch {
    throw new Error('No browser is set up yet. Run: node tools/bootstrap.mjs --browser');
  }
}
