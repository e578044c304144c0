/**
 * Goal: whatever way a packet takes, each of its records has its place on the map, and the hooks come in the kernel's
 * order, each once in a pass. Method: all packets of the shipped labs, and of a router with rules of every sort.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stationIn, viewAt } from '../../testing/kernel-view';
import { openLab, type Typed } from '../../testing/open-lab';
import type { StationId } from '../contract.kernel';
import { STATIONS } from '../contract.kernel';
import { branchThrough } from '../journeys';
import { indexOf } from '../trace-index';
import { passesOf } from './passes';

const ROUTER = readFileSync('src/core/testing/labs/router-rules.yaml', 'utf8');
const labText = (lab: string): string => readFileSync(`scenarios/${lab}/scenario.yaml`, 'utf8');

const LABS: readonly (readonly [string, string, readonly Typed[]])[] = [
  [
    'router',
    ROUTER,
    [
      ['a', 'ping -c 2 10.2.0.2'],
      ['a', 'ping -c 1 10.2.0.3'],
      ['r', 'ping -c 1 10.2.0.1'],
    ],
  ],
  [
    'router udp',
    ROUTER,
    [
      ['a', 'echo x | ncat -u -w 1 10.2.0.100 53'],
      ['a', 'echo x | ncat -u -w 1 10.1.0.1 7'],
    ],
  ],
  [
    'docker0',
    labText('docker0'),
    [
      ['web', 'ping -c 1 192.168.56.20'],
      ['web', 'ping -c 1 172.17.0.3'],
    ],
  ],
  [
    'flannel-vxlan',
    labText('flannel-vxlan'),
    [
      ['pod-a', 'ping -c 2 10.244.2.2'],
      ['node-1', 'ping -c 1 10.244.2.2'],
    ],
  ],
  ['flannel-ipip', labText('flannel-ipip'), [['pod-a', 'ping -c 1 10.244.2.2']]],
  ['flannel-udp', labText('flannel-udp'), [['pod-a', 'ping -c 1 10.244.2.2']]],
  ['flannel-wireguard', labText('flannel-wireguard'), [['pod-a', 'ping -c 1 10.244.2.2']]],
  ['same-node', labText('same-node'), [['pod-a', 'ping -c 1 10.244.1.3']]],
];

describe.each(LABS)('every packet in %s', (_name, text, typed) => {
  const session = openLab(text, typed);
  const index = indexOf(session);
  const world = session.world;
  const leaves = Array.from({ length: session.length }, (_, seq) => seq).filter(
    (seq) => session.trace.record(seq).packet >= 0 && (index.children[seq] ?? []).length === 0,
  );
  const paths = leaves.map((leaf) => branchThrough(session, index, leaf));

  test('has each record of its way at one station of one pass', () => {
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) {
      const passes = passesOf(session, world, path);
      expect(passes.flatMap(({ seqs }) => seqs)).toEqual(path);
      for (const pass of passes) {
        const stationed = [...pass.stations.values()].flat();
        expect([...stationed].sort((a, b) => a - b)).toEqual(pass.seqs);
      }
    }
  });

  test('meets each hook once in a pass, in the kernel’s order', () => {
    for (const path of paths) {
      for (const pass of passesOf(session, world, path)) {
        const hooks = [...pass.stations.keys()].filter((id) => HOOKED.has(id));
        const order = hooks.map((id) => STATIONS.indexOf(id));
        expect(order).toEqual([...order].sort((a, b) => a - b));
        // All records of a hook, before those of the next.
        const lasts = hooks.map((id) => pass.stations.get(id)?.at(-1) ?? -1);
        const firsts = hooks.map((id) => pass.stations.get(id)?.[0] ?? -1);
        for (let i = 1; i < hooks.length; i += 1) expect(firsts[i]).toBeGreaterThan(lasts[i - 1] ?? -1);
      }
    }
  });

  test('is at a station of the map whenever the cursor is at one of its records', () => {
    for (const path of paths.slice(0, 12)) {
      for (const seq of path) {
        const record = session.trace.record(seq);
        const view = viewAt(session, seq);
        const here = stationIn(view, view.here ?? 'ingress');
        expect(view.netns).toBe(world.netns[record.netns]?.name);
        expect(['here', 'ended']).toContain(here.state);
        expect(here.firstSeq).toBeLessThanOrEqual(seq);
        expect(here.lastSeq).toBeGreaterThanOrEqual(seq);
        if ('hook' in record.detail) expect(here.hook).toBe(record.detail.hook);
        if (record.kind === 'nf.rule') {
          const part = here.parts.find(({ name }) => name === record.detail.table);
          expect(['here', 'ended']).toContain(part?.state);
        }
        // What is before the place is passed, what is after it is ahead.
        const way = view.way.map((id) => stationIn(view, id).state);
        const place = view.way.indexOf(here.id);
        const where = `${seq} ${record.kind} ${view.way.join(' ')} ${way.join(' ')}`;
        expect(
          way.slice(0, place).filter((state) => state !== 'passed'),
          where,
        ).toEqual([]);
        expect(
          way.slice(place + 1).filter((state) => state !== 'ahead'),
          where,
        ).toEqual([]);
      }
    }
  });
});

const HOOKED: ReadonlySet<StationId> = new Set<StationId>([
  ...(['bridgePrerouting', 'bridgeForward', 'bridgePostrouting'] as const),
  ...(['prerouting', 'input', 'output', 'forward', 'postrouting'] as const),
]);
