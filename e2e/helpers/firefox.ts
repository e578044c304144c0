/**
 * Firefox without a driver: it opens a page of ours, which asks the built simulator and posts the answers back. So any
 * Firefox will do, the one of a distribution too.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ASSETS, hashesByWorker, workerScript, type Hashes, type Opened } from './hash-door';

const PLACES = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** Command of a Firefox that runs; null where there is none. FIREFOX_PATH names one that is elsewhere. */
export function firefoxPath(): string | null {
  const wanted = process.env['FIREFOX_PATH'];
  const names = wanted === undefined ? ['firefox-esr', 'firefox', ...PLACES] : [wanted];
  return names.find((name) => spawnSync(name, ['--version']).status === 0) ?? null;
}

/** Hashes of the sessions, computed in Firefox by the built page's worker. */
export async function hashesInFirefox(firefox: string, sessions: readonly Opened[]): Promise<Hashes[]> {
  let answer: (hashes: Hashes[]) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const answered = new Promise<Hashes[]>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  const server = createServer((request, response) => {
    const name = basename(request.url ?? '/');
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const said = JSON.parse(body) as { hashes?: Hashes[]; error?: string };
        if (said.hashes) answer(said.hashes);
        else fail(new Error(said.error));
        response.end();
      });
    } else if (request.url === '/') {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(pageFor(`/assets/${workerScript()}`, sessions));
    } else if (existsSync(join(ASSETS, name))) {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      createReadStream(join(ASSETS, name)).pipe(response);
    } else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
  const argv = ['--headless', '--no-remote', '--profile', profile, `http://127.0.0.1:${port}/`];
  const child = spawn(firefox, argv, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => fail(new Error('Firefox ended before it answered')));
  try {
    return await answered;
  } finally {
    child.kill();
    await ended;
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** A page that has the worker compute them, and posts what comes of it. */
function pageFor(script: string, sessions: readonly Opened[]): string {
  const data = JSON.stringify({ script, sessions }).replaceAll('<', '\\u003c');
  return `<!doctype html><meta charset="utf-8"><title>hashes</title><script type="module">
    const post = (said) => fetch('/', { method: 'POST', body: JSON.stringify(said) });
    ${hashesByWorker.toString()}
    hashesByWorker(${data}).then((hashes) => post({ hashes }), (error) => post({ error: String(error) }));
  </script>`;
}
