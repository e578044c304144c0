import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Session } from '../session';
import { openLab } from '../testing/open-lab';
import type { Cue, Grain, Instant } from './contract';

const lab = (name: string): string => readFileSync(`${name}.yaml`, 'utf8');
const flannel = openLab(lab('scenarios/flannel-vxlan-by-hand/scenario'), [['pod-a', 'ping -c 2 10.244.2.2']]);
const bridge = openLab(lab('src/core/testing/labs/same-node'), [['pod-a', 'ping -c 2 10.244.1.3']]);

function steps(session: Session, grain: Grain): Instant[] {
  return session.query('timeline', {}).steps[grain].map((seq) => session.query('instant', { seq, grain }));
}

/** Where a ride along wires ends that begins at `from`; null when it breaks off. */
function ride(session: Session, from: string, { wires }: Extract<Cue, { kind: 'travel' }>): string | null {
  const { graph } = session.query('graph', { seq: session.length - 1 });
  let at = from;
  for (const { wire, reversed } of wires) {
    const found = graph.wires.find(({ id }) => id === wire);
    if (found === undefined) return null;
    const [begin, end] = reversed ? [found.to, found.from] : [found.from, found.to];
    if (begin !== at || found.kind === 'tunnel') return null;
    at = end;
  }
  return at;
}

describe.each([
  ['flannel-vxlan', flannel],
  ['same-node-bridge', bridge],
] as const)('in the lab %s', (_name, session) => {
  test.each(['decision', 'hop', 'machine'] as const)(
    'a packet rides along wires that join where it was to where it is, in steps of the size %s',
    (grain) => {
      const { elements } = session.query('graph', { seq: session.length - 1 }).graph;
      const ids = new Set(elements.map(({ id }) => id));
      let rides = 0;
      for (const { cue, element } of steps(session, grain)) {
        expect(ids.has(element)).toBe(true);
        if (cue.kind !== 'travel') continue;
        const first = cue.wires[0];
        const wire = session
          .query('graph', { seq: session.length - 1 })
          .graph.wires.find(({ id }) => id === first?.wire);
        const begin = first?.reversed === true ? wire?.to : wire?.from;
        expect(ride(session, begin ?? '', cue)).toBe(cue.to);
        // The area of a pod has no wires: a packet that reaches a process there rides to the pod's device.
        if (!element.startsWith('netns:')) expect(cue.to).toBe(element);
        rides += 1;
      }
      expect(rides).toBeGreaterThan(0);
    },
  );
});

/** Hops of the second echo request: no ARP is in its way. */
const second = steps(flannel, 'hop').filter(({ packetView }) => {
  const { key, params } = packetView?.title ?? { key: '', params: {} };
  return key === 'packet.echoRequest' && params.seq === '2';
});

describe('the second ping across the tunnel', () => {
  test('starts where it is made and then moves on with every step until it is delivered', () => {
    expect(second.map(({ cue }) => cue.kind)).toEqual(['stay', ...Array<string>(11).fill('travel'), 'stay']);
  });

  test('goes through the routing core into the tunnel device, and is wrapped there', () => {
    const into = second.find(({ element }) => element === 'dev:node-1/flannel.1')?.cue;
    expect(into).toEqual({
      kind: 'travel',
      to: 'dev:node-1/flannel.1',
      wires: [
        { wire: 'stack:routing:node-1|dev:node-1/cni0', reversed: true },
        { wire: 'stack:routing:node-1|dev:node-1/flannel.1', reversed: false },
      ],
      // Outer IPv4, UDP and VXLAN; the outer Ethernet header comes when eth0 sends.
      then: { kind: 'wrap', layers: 3 },
    });
  });

  test('is unwrapped of four layers at the other end', () => {
    const out = second.find(({ element }) => element === 'dev:node-2/flannel.1')?.cue;
    expect(out).toMatchObject({ kind: 'travel', then: { kind: 'unwrap', layers: 4 } });
  });

  test('is wrapped on the spot in the smallest steps', () => {
    const { seq } = second.find(({ element }) => element === 'dev:node-1/flannel.1') ?? { seq: -1 };
    expect(flannel.query('instant', { seq, grain: 'decision' }).cue).toEqual({
      kind: 'wrap',
      at: 'dev:node-1/flannel.1',
      layers: 3,
    });
  });
});

test('a flood splits at the bridge into all its ports, once', () => {
  const splits = steps(bridge, 'hop').flatMap(({ cue }) => (cue.kind === 'split' ? [cue] : []));
  expect(splits.length).toBe(1);
  expect(splits[0]?.at).toBe('dev:node-1/cni0');
  expect(splits[0]?.wires.map(({ wire }) => wire.split('/').at(-1)).sort()).toEqual([
    'veth3cafbbcc',
    'veth7e2f650f',
    'veth9a99bd4f',
  ]);
});

test('a command moves nothing', () => {
  expect(steps(flannel, 'hop')[0]?.cue).toEqual({ kind: 'none' });
});
