import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openLab, type Typed } from '../testing/open-lab';
import { tableChanges } from './changes';
import type { Grain, TableChange } from './contract';
import { viewNamed } from './index';
import type { ViewSource } from './source';

const FLANNEL = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');

const BRIDGE = readFileSync('src/core/testing/labs/same-node.yaml', 'utf8');

describe('one instant', () => {
  const session = openLab(FLANNEL, [['pod-a', 'ping -c 2 10.244.2.2']]);
  const view = session.query('timeline', {});

  test('is taken at a place of the drawing, on the machine of that place', () => {
    const { elements } = session.query('graph', { seq: session.length - 1 }).graph;
    for (let seq = view.start; seq < view.length; seq += 1) {
      const instant = session.query('instant', { seq, grain: 'decision' });
      const element = elements.find(({ id }) => id === instant.element);
      expect(element).toBeDefined();
      const netns =
        element?.kind === 'machine'
          ? element.name
          : element?.kind === 'netns'
            ? element.name
            : element && 'netns' in element
              ? element.netns
              : undefined;
      expect(instant.netns).toBe(netns);
    }
  });

  test('takes routing decisions at the routing core, in a pod at its device', () => {
    const places = view.steps.decision.flatMap((seq) => {
      const record = session.trace.record(seq);
      if (record.kind !== 'route.lookup' || record.packet < 0) return [];
      return [session.query('instant', { seq, grain: 'decision' }).element];
    });
    expect(new Set(places)).toEqual(
      new Set([
        'dev:pod-a/eth0',
        'routing:node-1',
        'routing:node-2',
        'dev:pod-b/eth0',
        // The tunnel devices look for the way of their outer packets.
        'dev:node-1/flannel.1',
        'dev:node-2/flannel.1',
      ]),
    );
  });

  test('compares a packet with its previous step of the same size', () => {
    const lane = view.lanes.filter(({ title }) => title.key === 'packet.echoRequest')[1];
    const layersAt = (grain: Grain, element: string): string[] => {
      const seq = view.steps[grain].find((at) => {
        const instant = session.query('instant', { seq: at, grain });
        return instant.packet === lane?.packet && instant.element === element;
      });
      const { packetView } = session.query('instant', { seq: seq ?? -1, grain });
      return packetView?.layers.map(({ tag, status }) => `${tag} ${status}`) ?? [];
    };
    expect(layersAt('hop', 'dev:node-1/eth0')).toEqual([
      'ETH added',
      'IPv4 kept',
      'UDP kept',
      'VXLAN kept',
      'ETH kept',
      'IPv4 kept',
      'ICMP kept',
      'DATA kept',
    ]);
    // Since it left the pod, in one machine's step: wrapped, and routed once inside.
    expect(layersAt('machine', 'dev:switch/p-node-1')).toEqual([
      'ETH added',
      'IPv4 added',
      'UDP added',
      'VXLAN added',
      'ETH changed',
      'IPv4 changed',
      'ICMP kept',
      'DATA kept',
    ]);
    // Its whole way: another router's frame and a TTL of 62.
    const { packetView } = session.query('instant', { seq: lane?.lastSeq ?? -1, grain: 'packet' });
    const ttl = packetView?.layers[1]?.fields.find(({ name }) => name === 'ttl');
    expect([ttl?.was, ttl?.text]).toEqual(['64', '62']);
  });

  test('shows what the command has printed by then', () => {
    const outputs = view.steps.decision.map(
      (seq) => session.query('instant', { seq, grain: 'decision' }).output,
    );
    expect(outputs[0]).toEqual([]);
    const lengths = outputs.map(({ length }) => length);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    const last = outputs.at(-1) ?? [];
    expect(last[0]).toBe('PING 10.244.2.2 (10.244.2.2) 56(84) bytes of data.');
    expect(last.filter((line) => line.includes('ttl=62'))).toHaveLength(2);
  });

  test('tells a process about the packet its socket received, and before that about the one it sent', () => {
    const prints = view.steps.hop.filter((seq) => session.trace.record(seq).kind === 'process');
    const about = prints.map(
      (seq) => session.query('instant', { seq, grain: 'hop' }).packetView?.title.key ?? null,
    );
    expect(about.slice(0, 2)).toEqual(['packet.echoRequest', 'packet.echoReply']);
  });
});

describe('what the page shows of a ping that has to ask for an address', () => {
  const session = openLab(BRIDGE, [['pod-a', 'ping -c 2 10.244.1.3']]);
  const view = session.query('timeline', {});
  const instants = view.steps.hop.map((seq) => session.query('instant', { seq, grain: 'hop' }));

  test('is a packet at every step but the typing: while ping prints, the one that waits', () => {
    const empty = instants.filter(({ packetView }) => packetView === null);
    expect(empty.map(({ seq }) => session.trace.record(seq).kind)).toEqual(['input']);
    const print = instants.find(({ seq }) => session.trace.record(seq).kind === 'process');
    expect(print?.journey?.stops[0]?.state).toBe('here');
    expect(print?.cue).toEqual({ kind: 'stay', at: 'dev:pod-a/eth0' });
  });

  test('is at each step only what the step has to do with: no timers of other hosts', () => {
    const seen = instants.flatMap(({ changes }) =>
      changes.map(({ netns, after }) => `${netns} ${after?.split(' ').at(-1)}`),
    );
    expect(seen.filter((change) => /DELAY|PROBE/.test(change))).toEqual(['pod-b DELAY']);
    const delivered = instants.filter(({ seq }) => session.trace.record(seq).kind === 'sock.deliver');
    expect(delivered.map(({ changes }) => changes)).toEqual([[], []]);
  });

  test.each(['decision', 'hop', 'machine', 'packet'] as const)(
    'tells each change of a table at exactly one %s',
    (grain) => {
      const told = view.steps[grain].flatMap((seq) => session.query('instant', { seq, grain }).changes);
      const world = session.worldAt(view.length - 1);
      const made = Array.from({ length: view.length - view.start }, (_, i) =>
        session.trace.record(view.start + i),
      ).flatMap(({ background, changes }) => (background ? [] : tableChanges(world, changes)));
      const sorted = (changes: readonly TableChange[]): string[] =>
        changes.map((change) => JSON.stringify(change)).sort();
      expect(made.length).toBeGreaterThan(4);
      expect(sorted(told)).toEqual(sorted(made));
    },
  );

  test('is headed by the question when it is sent, and by the answer when the packet leaves', () => {
    const heads = instants.map(({ narration }) => narration.key);
    expect(heads).toContain('narrate.arpRequest.broadcast');
    expect(heads).toContain('narrate.neighUpdate.reply');
    expect(heads.indexOf('narrate.arpRequest.broadcast')).toBeLessThan(
      heads.indexOf('narrate.neighUpdate.reply'),
    );
  });
});

describe('an instant of a long trace', () => {
  const typed = Array.from({ length: 7 }, (): Typed => ['pod-a', 'ping -c 5 10.244.2.2']);
  const session = openLab(FLANNEL, typed);
  const calls = { record: 0, explain: new Map<number, number>(), world: 0 };
  const counting: ViewSource = {
    inputs: session.inputs,
    worldAt(seq) {
      calls.world += 1;
      return session.worldAt(seq);
    },
    explain(seq) {
      calls.explain.set(seq, (calls.explain.get(seq) ?? 0) + 1);
      return session.explain(seq);
    },
    trace: {
      length: session.trace.length,
      record(seq) {
        calls.record += 1;
        return session.trace.record(seq);
      },
      frame: (ref) => session.trace.frame(ref),
    },
  };

  test('reads the whole trace once, and then only what it is about', () => {
    const { steps, length } = viewNamed('timeline')(counting, {});
    expect(length).toBeGreaterThan(2000);
    for (const seq of steps.hop.slice(-50)) {
      calls.record = 0;
      viewNamed('instant')(counting, { seq, grain: 'hop' });
      expect(calls.record).toBeLessThan(length / 4);
    }
  });

  test('asks for a World once, and for the evidence of a record once for all instants', () => {
    const { steps } = viewNamed('timeline')(counting, {});
    for (const seq of steps.hop.slice(-50)) {
      calls.world = 0;
      viewNamed('instant')(counting, { seq, grain: 'hop' });
      expect(calls.world).toBe(1);
    }
    expect(calls.explain.size).toBeGreaterThan(0);
    expect(Math.max(...calls.explain.values())).toBe(1);
  });
});
