/** Goal: sides walk in lockstep over what their own simulators computed, and what is wrong with one leaves the other standing. */
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createComparison, hasArrived } from './comparison';
import type { Comparing } from './comparison';
import { parseSpec } from './compare-spec';
import { hostHere } from './host.fixture';

/** The labs that come with the page. */
const loadLab = (id: string) => {
  const file = `scenarios/${id}/scenario.yaml`;
  return Promise.resolve(existsSync(file) ? { file, text: readFileSync(file, 'utf8') } : null);
};

const comparisons: (() => void)[] = [];
afterEach(() => {
  for (const end of comparisons.splice(0)) end();
  vi.useRealTimers();
});

async function compared(text: string): Promise<Comparing> {
  const spec = parseSpec(text);
  if (spec === null) throw new Error(text);
  const comparing = createComparison(spec, loadLab, hostHere);
  comparisons.push(comparing.start());
  await vi.waitFor(() => {
    for (const { view, trouble } of comparing.store.getState().sides) expect(view ?? trouble).not.toBeNull();
  });
  return comparing;
}

const shown = (comparing: Comparing) => comparing.store.getState().sides.map(({ view }) => view?.instant.seq);

describe('two backends of one lab', () => {
  test('begin together, and the shorter way waits at its end', async () => {
    const comparing = await compared('flannel-vxlan/flannel-vxlan~backend.host-gw?ping-across');
    const { sides, length } = comparing.store.getState();
    const steps = sides.map(({ places }) => places.length);
    expect(length).toBe(Math.max(...steps));
    expect(shown(comparing)).toEqual(sides.map(({ places }) => places[0]));

    comparing.seek(length - 1);
    const last = sides.map(({ places }) => places.at(-1));
    await vi.waitFor(() => expect(shown(comparing)).toEqual(last));
    expect(comparing.store.getState().sides.map(hasArrived)).toEqual([true, true]);

    const shortest = Math.min(...steps);
    expect(shortest).toBeLessThan(length);
    comparing.seek(shortest - 1);
    await vi.waitFor(() => {
      const now = comparing.store.getState().sides;
      expect(now.map(hasArrived)).toEqual(steps.map((count) => count === shortest));
    });
  });

  test('cost what their own simulators counted', async () => {
    const comparing = await compared('flannel-vxlan/flannel-vxlan~backend.host-gw?ping-across');
    comparing.seek(Infinity);
    await vi.waitFor(() => expect(comparing.store.getState().sides.every(hasArrived)).toBe(true));
    const [vxlan, routed] = comparing.store.getState().sides.map(({ view }) => view?.costs.traffic);
    expect(vxlan?.tunnelBytes).toBeGreaterThan(0);
    expect(routed?.tunnelBytes).toBe(0);
    expect(vxlan?.cableFrames).toBe(routed?.cableFrames);
  });

  test('a step to and fro ends where it began; another grain begins anew', async () => {
    const comparing = await compared('flannel-vxlan/flannel-vxlan~backend.udp?ping-across');
    comparing.step(1);
    await vi.waitFor(() =>
      expect(shown(comparing)).toEqual(comparing.store.getState().sides.map(({ places }) => places[1])),
    );
    expect(comparing.store.getState().sides.map(({ direction }) => direction)).toEqual([1, 1]);
    comparing.step(-1);
    await vi.waitFor(() =>
      expect(comparing.store.getState().sides.map(({ direction }) => direction)).toEqual([-1, -1]),
    );
    expect(comparing.store.getState().position).toBe(0);
    comparing.step(-1);
    expect(comparing.store.getState().position).toBe(0);
    const hops = comparing.store.getState().length;
    comparing.setGrain('machine');
    expect(comparing.store.getState().length).toBeLessThan(hops);
  });

  test('playing ends by itself within half a minute', async () => {
    const comparing = await compared('flannel-vxlan/flannel-vxlan~backend.host-gw?ping-across');
    vi.useFakeTimers();
    comparing.setPlaying(true);
    await vi.advanceTimersByTimeAsync(31_000);
    const { playing, position, length } = comparing.store.getState();
    expect({ playing, position }).toEqual({ playing: false, position: length - 1 });
  });
});

test('started, ended and started again at once, as a page under development does', async () => {
  const spec = parseSpec('flannel-vxlan/flannel-vxlan~backend.host-gw');
  if (spec === null) throw new Error('no specification');
  const comparing = createComparison(spec, loadLab, hostHere);
  comparing.start()();
  comparisons.push(comparing.start());
  await vi.waitFor(() => {
    for (const { view } of comparing.store.getState().sides) expect(view).not.toBeNull();
  });
  expect(comparing.store.getState().sides.map(({ trouble }) => trouble)).toEqual([null, null]);
});

test('the last exchange by itself: no address is asked for, and only it is counted', async () => {
  const spec = parseSpec('flannel-vxlan/flannel-vxlan~backend.host-gw?ping-across');
  if (spec === null) throw new Error('no specification');
  const comparing = createComparison(spec, loadLab, hostHere, { stretch: 'last-exchange', maps: false });
  comparisons.push(comparing.start());
  await vi.waitFor(() => {
    for (const { view } of comparing.store.getState().sides) expect(view).not.toBeNull();
  });
  const { length, sides } = comparing.store.getState();
  expect(sides.map(({ view }) => view?.map)).toEqual([null, null]);
  for (let step = 0; step < length; step += 1) {
    comparing.seek(step);
    await vi.waitFor(() =>
      expect(shown(comparing)).toEqual(
        comparing.store.getState().sides.map(({ places }) => places[Math.min(step, places.length - 1)]),
      ),
    );
    for (const { view } of comparing.store.getState().sides)
      expect(view?.instant.journey?.title.key).toMatch(/^packet\.echo/);
  }
  const [vxlan, routed] = comparing.store.getState().sides.map(({ view }) => view?.costs.traffic);
  // A request and its reply, over two cables each; VXLAN adds 50 bytes to each frame.
  expect([vxlan?.cableFrames, routed?.cableFrames]).toEqual([4, 4]);
  expect((vxlan?.cableBytes ?? 0) - (routed?.cableBytes ?? 0)).toBe(4 * 50);
  expect(comparing.store.getState().sides.map(({ whole }) => whole?.traffic)).toEqual([vxlan, routed]);
});

describe('what is wrong with one side', () => {
  test.each([
    ['flannel-vxlan/no-such-lab', 'unknown-lab'],
    ['flannel-vxlan/flannel-vxlan~backend.carrier-pigeon', 'lab'],
  ])('%s: the other one goes on', async (text, kind) => {
    const { sides } = (await compared(text)).store.getState();
    expect(sides[1]?.trouble?.kind).toBe(kind);
    expect(sides[0]?.view).not.toBeNull();
  });

  test('a send that not all have gives way to one that all have', async () => {
    const { send, sends } = (await compared('flannel-vxlan/flannel-vxlan?no-such-send')).store.getState();
    expect(send).toBe(sends[0]);
  });

  test('labs with no send in common say so', async () => {
    const { sides } = (await compared('same-node/arp-flux')).store.getState();
    expect(sides.map(({ trouble }) => trouble?.kind)).toEqual(['no-send', 'no-send']);
  });
});
