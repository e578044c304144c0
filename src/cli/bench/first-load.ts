/** What a first visit downloads before the first packet moves: every script that a browser asks for until the page tells of one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import type { Group } from './report';

const KB = 1000;

/** `asked`: the scripts the server was asked for, as paths in `dist`, the folder of the built page. Opens the page once. */
export async function benchFirstLoad(
  browser: Browser,
  address: string,
  dist: string,
  asked: ReadonlySet<string>,
): Promise<Group> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.goto(address);
  await untilPacketMoves(page);
  const scripts = [...asked];
  const contents = scripts.map((script) => readFileSync(join(dist, script)));
  await page.close();
  const sum = (size: (bytes: Buffer) => number): number =>
    contents.reduce((total, content) => total + size(content), 0) / KB;
  const bar = 'bar: 300';
  return {
    title: `First load (${String(scripts.length)} scripts)`,
    rows: [
      {
        name: 'JavaScript, gzip',
        value: sum((bytes) => gzipSync(bytes, { level: 9 }).length),
        unit: 'kB',
        bar,
      },
      {
        name: 'JavaScript, brotli',
        value: sum((bytes) => brotliCompressSync(bytes).length),
        unit: 'kB',
        bar,
      },
      { name: 'JavaScript, plain', value: sum((bytes) => bytes.length), unit: 'kB', bar: '' },
    ],
  };
}

/** Steps until the page tells of another record than the one it opened with. */
export async function untilPacketMoves(page: Page): Promise<void> {
  const narration = page.locator('[data-testid=narration]:not(:empty)');
  const first = await narration.textContent();
  await page.keyboard.press('Space');
  await page.waitForFunction(
    (before) => document.querySelector('[data-testid=narration]')?.textContent !== before,
    first,
  );
}
