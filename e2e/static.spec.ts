import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { expect, test } from './helpers/test';
import { LabPage } from './helpers/lab-page';

// The built page on a plain file server, under a path that was not known when it was built.

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

test('the built page works under any path, and asks nobody else for anything', async ({ browser }) => {
  const dist = join(import.meta.dirname, '../dist');
  const base = '/course/week-3/packetwalk/';
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = normalize(join(dist, path.slice(base.length) || 'index.html'));
    if (!path.startsWith(base) || !file.startsWith(dist) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const { port } = server.address() as AddressInfo;
    const origin = `http://127.0.0.1:${port}`;
    const lab = await LabPage.open(browser, 'about:blank');
    const elsewhere: string[] = [];
    const failed: string[] = [];
    lab.page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
        elsewhere.push(request.url());
    });
    lab.page.on('response', (response) => {
      if (response.status() >= 400) failed.push(response.url());
    });
    await lab.page.goto(`${origin}${base}#/lab/flannel-vxlan`);
    await lab.ready();
    await lab.press('Space', 2);
    await lab.page.keyboard.press('l');
    await expect(lab.page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    expect(elsewhere).toEqual([]);
    expect(failed).toEqual([]);
  } finally {
    server.close();
  }
});
