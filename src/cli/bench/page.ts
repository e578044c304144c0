/** The built page in a browser: how long a step takes until it is painted. */
import { readFileSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { preview } from 'vite';
import { projectPath } from '../project';
import type { Group } from './report';
import { median } from './report';

const STEPS = 60;
const WARM_UP_STEPS = 10;

/** Steps through the first lab with the space bar. Needs the built page and the browser of tools/bootstrap.mjs. */
export async function benchPage(): Promise<Group> {
  const server = await preview({ root: projectPath(), preview: { port: 0, open: false }, logLevel: 'error' });
  const browser = await chromium.launch(launchOptions());
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const address = server.resolvedUrls?.local[0] ?? '';
    const start = performance.now();
    await page.goto(address);
    await page.waitForSelector('[data-testid=narration]', { state: 'attached' });
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
        { name: 'opening to narration', value: loaded, unit: 'ms', bar: '' },
        { name: 'step to paint, median', value: median(times), unit: 'ms', bar: 'bar: 50' },
        {
          name: 'step to paint, 95 %',
          value: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
          unit: 'ms',
          bar: 'bar: 50',
        },
      ],
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Milliseconds from the key to the frame after the narration has changed; null when nothing changed in a second. */
async function stepToPaint(page: Page): Promise<number | null> {
  const painted = page.evaluate(
    () =>
      new Promise<number | null>((resolve) => {
        const narration = document.querySelector('[data-testid=narration]');
        const giveUp = setTimeout(() => resolve(null), 1000);
        let pressed = 0;
        addEventListener('keydown', () => (pressed = performance.now()), { once: true, capture: true });
        const observer = new MutationObserver(() => {
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
      }),
  );
  await page.keyboard.press('Space');
  return painted;
}

function launchOptions(): { args: string[]; executablePath?: string } {
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'];
  const { path } = JSON.parse(readFileSync(projectPath('.cache', 'browser.json'), 'utf8')) as {
    path: string | null;
  };
  return path === null ? { args } : { args, executablePath: path };
}
