/** The simulator's worker of a page, asked directly: both functions run in the page and are self-contained. */

export interface Hashes {
  readonly trace: string;
  readonly world: string;
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
