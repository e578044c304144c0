/** The built page in a browser: what it downloads, and how long a step takes until it is painted. */
import { readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from '@playwright/test';
import { preview } from 'vite';
import { projectPath } from '../project';
import { benchFirstLoad, untilPacketMoves } from './first-load';
import type { Group } from './report';
import { median } from './report';

const STEPS = 60;
const WARM_UP_STEPS = 10;

/** Opens the first lab, and steps through it with the space bar. Needs the built page and the browser of tools/bootstrap.mjs. */
export async function benchPage(report: (group: Group) => void): Promise<void> {
  const asked = new Set<string>();
  const server = await preview({
    root: projectPath(),
    preview: { port: 0, open: false },
    logLevel: 'error',
    plugins: [
      {
        // The server sees what a worker asks for as well.
        name: 'asked-for',
        configurePreviewServer({ middlewares }) {
          middlewares.use(({ url = '' }, _, next) => {
            const { pathname } = new URL(url, 'http://localhost');
            if (pathname.endsWith('.js')) asked.add(pathname);
            next();
          });
        },
      },
    ],
  });
  const browser = await chromium.launch(launchOptions());
  try {
    const address = `${server.resolvedUrls?.local[0] ?? ''}#/lab/flannel-vxlan`;
    report(await benchFirstLoad(browser, address, projectPath('dist'), asked));
    report(await benchSteps(browser, address));
  } finally {
    await browser.close();
    await server.close();
  }
}

async function benchSteps(browser: Browser, address: string): Promise<Group> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const start = performance.now();
  await page.goto(address);
  await untilPacketMoves(page);
  const loaded = performance.now() - start;
  const times: number[] = [];
  for (let i = 0; i < STEPS + WARM_UP_STEPS; i += 1) {
    const ms = await stepToPaint(page);
    if (ms !== null && i >= WARM_UP_STEPS) times.push(ms);
  }
  if (times.length === 0) throw new Error('the page does not step');
  const sorted = [...times].sort((a, b) => a - b);
  return {
    title: `Page (${String(times.length)} steps of the first lab)`,
    rows: [
      { name: 'opening to the first step', value: loaded, unit: 'ms', bar: '' },
      { name: 'step to paint, median', value: median(times), unit: 'ms', bar: 'bar: 50' },
      {
        name: 'step to paint, 95 %',
        value: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
        unit: 'ms',
        bar: 'bar: 50',
      },
    ],
  };
}

/** Milliseconds from the key to the frame after the narration has changed; null when nothing changed in a second. */
async function stepToPaint(page: Page): Promise<number | null> {
  // The page listens before the key is pressed: the two would otherwise race to it.
  const painted = await page.evaluateHandle(() => {
    const narration = document.querySelector('[data-testid=narration]');
    const ms = new Promise<number | null>((resolve) => {
      let pressed = 0;
      addEventListener('keydown', () => (pressed = performance.now()), { once: true, capture: true });
      const giveUp = setTimeout(() => resolve(null), 1000);
      const observer = new MutationObserver(() => {
        if (pressed === 0) return;
        observer.disconnect();
        clearTimeout(giveUp);
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
      });
      if (narration !== null) {
        observer.observe(narration, {
          attributes: true,
          childList: true,
          characterData: true,
          subtree: true,
        });
      }
    });
    return { ms };
  });
  await page.keyboard.press('Space');
  return painted.evaluate(({ ms }) => ms);
}

function launchOptions(): { args: string[]; executablePath?: string } {
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'];
  const { path } = JSON.parse(readFileSync(projectPath('.cache', 'browser.json'), 'utf8')) as {
    path: string | null;
  };
  return path === null ? { args } : { args, executablePath: path };
}
