/** Faults planted from outside: all of this runs in the page before its own scripts, and none of it is in the product. */

/** A view as it comes from the simulator's worker, of whatever kind. */
type Answer = Record<string, unknown>;

declare global {
  interface Window {
    /** Changes an answer of the simulator before the page sees it. */
    spoil: ((answer: Answer) => void) | null;
    simulator: Worker | null;
  }
}

/** Lets tests spoil what the worker answers, and end the worker. */
export function watchWorker(): void {
  window.spoil = null;
  window.simulator = null;
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name !== 'simulator') return;
      window.simulator = this;
      // The first listener: it runs before the page's own.
      this.addEventListener('message', ({ data }: MessageEvent<{ value?: unknown }>) => {
        if (typeof data.value === 'object' && data.value !== null) window.spoil?.(data.value as Answer);
      });
    }
  };
}

/** As where cookies and site data are blocked: the very look at localStorage throws. */
export function forbidStorage(): void {
  Object.defineProperty(window, 'localStorage', {
    get: () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    },
  });
}

/** As where the disk or the quota is used up. */
export function fillStorage(): void {
  Storage.prototype.setItem = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
}
