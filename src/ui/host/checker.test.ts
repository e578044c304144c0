import { expect, test } from 'vitest';
import { createChecker } from './checker';

/** A worker that takes questions and never answers. */
class SilentWorker extends EventTarget {
  terminated = false;
  postMessage = () => undefined;
  terminate = () => {
    this.terminated = true;
  };
}

function silent() {
  const workers: SilentWorker[] = [];
  const start = () => {
    const worker = new SilentWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  };
  return { workers, checker: createChecker(start, 10, 10) };
}

test('a text that keeps the simulator busy is given up, and the next gets a new worker', async () => {
  const { workers, checker } = silent();
  expect(await checker.check({ file: 'x.yaml', text: '' })).toBeNull();
  expect(workers.map(({ terminated }) => terminated)).toEqual([true]);
  expect(await checker.check({ file: 'x.yaml', text: '' })).toBeNull();
  expect(workers).toHaveLength(2);
});

test('a worker that breaks is no answer either', async () => {
  const { workers, checker } = silent();
  const asked = checker.check({ file: 'x.yaml', text: '' });
  workers[0]?.dispatchEvent(new Event('error'));
  expect(await asked).toBeNull();
});

test('stopping ends the worker', async () => {
  const { workers, checker } = silent();
  const asked = checker.check({ file: 'x.yaml', text: '' });
  checker.stop();
  expect(workers[0]?.terminated).toBe(true);
  await asked;
});
