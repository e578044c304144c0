/** The simulator's worker, asked directly: these functions run in a page and are self-contained. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Hashes {
  readonly trace: string;
  readonly world: string;
}

/** What a simulator without a page is asked to open. */
export interface Opened {
  readonly file: string;
  readonly text: string;
  readonly inputs: readonly object[];
  readonly choices: Readonly<Record<string, string>>;
}

export const ASSETS = join(import.meta.dirname, '../../dist/assets');

/** Name of the worker's script among the assets of the built page. */
export function workerScript(): string {
  const worker = readdirSync(ASSETS).find((name) => /^worker-.*\.js$/.test(name));
  if (worker === undefined) throw new Error('the page is not built');
  return worker;
}

/**
 * Hashes of the sessions, by a worker of this script, which is spoken to as comlink does. The page keeps it for the next
 * call: what it has loaded and compiled for one lab serves the others.
 */
export async function hashesByWorker({
  script,
  sessions,
}: {
  readonly script: string;
  readonly sessions: readonly Opened[];
}): Promise<Hashes[]> {
  const page = window as Window & { hashing?: Worker; asked?: number };
  const worker = (page.hashing ??= new Worker(script, { type: 'module' }));
  const ask = (name: string, ...args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      page.asked = (page.asked ?? 0) + 1;
      const id = String(page.asked);
      const heard = new AbortController();
      const { signal } = heard;
      worker.addEventListener('error', ({ message }) => reject(new Error(message)), { signal });
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<{ id?: string; type?: string; value?: unknown }>) => {
          if (data.id !== id) return;
          heard.abort();
          if (data.type === 'RAW') resolve(data.value);
          else reject(new Error(JSON.stringify(data)));
        },
        { signal },
      );
      const argumentList = args.map((value) => ({ type: 'RAW', value }));
      worker.postMessage({ id, type: 'APPLY', path: [name], argumentList });
    });
  const hashes: Hashes[] = [];
  for (const { file, text, inputs, choices } of sessions) {
    const reply = (await ask('open', { file, text }, inputs, choices)) as {
      readonly ok: boolean;
      readonly snapshot: { readonly length: number };
    };
    if (!reply.ok) throw new Error(JSON.stringify(reply));
    // Looking back asks for Worlds of the past; the present one is not touched by that.
    const last = reply.snapshot.length - 1;
    for (const seq of [last, Math.floor(last / 2), 0]) await ask('query', 'graph', { seq });
    hashes.push((await ask('hash')) as Hashes);
  }
  return hashes;
}

/** Runs before the page's own scripts: keeps hold of the workers that it starts. */
export function keepWorkers(): void {
  const kept: Worker[] = [];
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name === 'simulator') kept.push(this);
    }
  };
  Object.assign(window, { simulators: kept });
}

/** Asks the simulator for the hashes of its session, in the words of comlink; whatever it says while there is none. */
export async function askHashes(): Promise<Hashes> {
  const worker = (window as unknown as { simulators: Worker[] }).simulators.at(-1);
  if (worker === undefined) return { trace: 'no simulator', world: '' };
  const id = 'asked-by-the-test';
  const answer = new Promise<unknown>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<{ id?: string; value?: unknown }>) => {
      if (data.id === id) resolve(data.value);
    });
  });
  worker.postMessage({ id, type: 'APPLY', path: ['hash'], argumentList: [] });
  return (await answer) as Hashes;
}
