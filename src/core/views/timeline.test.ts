import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openLab } from '../testing/open-lab';
import type { Grain } from './contract';

const FLANNEL = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');
const GRAINS: readonly Grain[] = ['decision', 'hop', 'machine', 'packet'];

describe('the timeline of a ping across two nodes', () => {
  const session = openLab(FLANNEL, [['pod-a', 'ping -c 2 10.244.2.2']]);
  const view = session.query('timeline', {});

  test('begins where the learner does something', () => {
    expect(view.inputs).toEqual([{ index: 0, seq: view.start, command: 'ping -c 2 10.244.2.2' }]);
    expect(session.trace.record(view.start).kind).toBe('input');
  });

  test.each(GRAINS)('has steps of the size %s in order, in the foreground, after the set-up', (grain) => {
    const steps = view.steps[grain];
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    expect(steps[0]).toBeGreaterThanOrEqual(view.start);
    expect(steps.at(-1)).toBeLessThan(view.length);
    expect(steps.filter((seq) => session.trace.record(seq).background)).toEqual([]);
  });

  test('has the fewer steps the larger they are', () => {
    const counts = GRAINS.map((grain) => view.steps[grain].length);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(new Set(counts).size).toBe(GRAINS.length);
  });

  test('lets hops walk with the second ping from device to device', () => {
    const lane = view.lanes.filter(({ title }) => title.key === 'packet.echoRequest')[1];
    const hops = view.steps.hop.filter((seq) => session.trace.record(seq).packet === lane?.packet);
    const stands = hops.map((seq) => {
      const { element } = session.query('instant', { seq, grain: 'hop' });
      return element.replace(/^dev:/, '');
    });
    expect(stands).toEqual([
      'pod-a/eth0',
      'node-1/veth3cafbbcc',
      'node-1/cni0',
      'node-1/flannel.1',
      'node-1/eth0',
      'switch/p-node-1',
      'switch/p-node-2',
      'node-2/eth0',
      'node-2/flannel.1',
      'node-2/cni0',
      'node-2/veth9a99bd4f',
      'pod-b/eth0',
      // Delivered: the same device once more.
      'pod-b/eth0',
    ]);
  });

  test('stops at a machine once, and at the end', () => {
    const lane = view.lanes.filter(({ title }) => title.key === 'packet.echoRequest')[1];
    const seqs = view.steps.machine.filter((seq) => session.trace.record(seq).packet === lane?.packet);
    const machines = seqs.map((seq) => session.query('instant', { seq, grain: 'machine' }).machine);
    expect(machines).toEqual(['node-1', 'switch', 'node-2', 'node-2']);
  });

  test('has a lane for each packet: two pings, two replies, and the ARP they needed', () => {
    const titles = view.lanes.map(({ title }) => title.key);
    const count = (key: string): number => titles.filter((title) => title === key).length;
    expect(count('packet.echoRequest')).toBe(2);
    expect(count('packet.echoReply')).toBe(2);
    // pod-a for its gateway, node-1 for node-2, node-2 for pod-b. flannel.1 never asks.
    expect(count('packet.arpRequest')).toBe(3);
    expect(count('packet.arpReply')).toBe(3);
    expect(view.lanes.every(({ input }) => input === 0)).toBe(true);
    expect(view.lanes.map(({ layer }) => layer)).toEqual(
      titles.map((title) => (title.startsWith('packet.arp') ? 'l2' : 'l4')),
    );
  });

  test('marks where packets are wrapped: each echo once on its way', () => {
    for (const lane of view.lanes) {
      const expected = lane.title.key.startsWith('packet.echo') ? 1 : 0;
      expect(lane.wrapped.length).toBe(expected);
      for (const { from, to } of lane.wrapped) expect(from).toBeLessThan(to);
    }
    expect(view.jumps.encapsulation.length).toBe(8);
    // Two routers for each of four packets.
    expect(view.jumps.rewrite.length).toBe(8);
    expect(view.jumps.drop).toEqual([]);
  });

  test('knows how packets ended', () => {
    const fates = view.lanes.map(({ title, fate }) => `${title.key} ${fate}`);
    expect(new Set(fates)).toEqual(
      new Set([
        'packet.echoRequest delivered',
        'packet.echoReply delivered',
        'packet.arpRequest consumed',
        'packet.arpReply consumed',
      ]),
    );
  });

  test('is the same object until the trace grows', () => {
    expect(session.query('timeline', {})).toBe(view);
  });
});

describe('the set-up', () => {
  const session = openLab(FLANNEL, [['pod-a', 'ping -c 1 10.244.1.1']]);
  const closed = session.query('timeline', {});
  const open = session.query('timeline', { setUp: true });

  test('is left out until it is opened, then it comes first', () => {
    expect(closed.setUp).toEqual({ ...open.setUp, open: false });
    expect(open.start).toBe(0);
    expect(open.steps.decision.length).toBe(closed.setUp.steps + closed.steps.decision.length);
    expect(open.steps.decision.filter((seq) => seq >= open.setUp.end)).toEqual(closed.steps.decision);
  });

  test('is configuration, told and shown at every step like all else', () => {
    const before = open.config.decision.filter((seq) => seq < open.setUp.end);
    expect(before.length).toBeGreaterThan(50);
    expect(closed.config.decision).toEqual([]);
    for (const seq of before) {
      expect(session.query('instant', { seq, grain: 'hop' }).narration.key).toMatch(/^narrate\.opApply\./);
    }
  });

  test('changes are told against the step before it', () => {
    const [first = 0, second = 0] = open.steps.hop.slice(5);
    const { changes } = session.query('instant', { seq: second, grain: 'hop' });
    expect(session.query('instant', { seq: first, grain: 'hop' }).changes).not.toEqual(changes);
    expect(changes.length).toBeGreaterThan(0);
  });
});

test('a packet stands below the one it follows from', () => {
  const session = openLab(FLANNEL, [
    ['pod-a', 'ping -c 2 10.244.2.2'],
    ['pod-a', 'echo ping | ncat -u -p 40001 -w 1 10.244.2.2 5353'],
  ]);
  const { lanes } = session.query('timeline', {});
  const parents = lanes.map(({ title, parent }) => {
    const above = lanes.find(({ packet }) => packet === parent);
    return `${title.key} < ${above?.title.key ?? 'nothing'}`;
  });
  expect([...new Set(parents)]).toEqual([
    // Two of them: the second ping is sent by a timer, not by what came before.
    'packet.echoRequest < nothing',
    'packet.arpRequest < packet.echoRequest',
    'packet.arpReply < packet.arpRequest',
    'packet.echoReply < packet.echoRequest',
    'packet.udp < nothing',
    'packet.udp < packet.udp',
  ]);
});

describe('the timeline of what goes wrong', () => {
  test('jumps to the drop and to the command that caused it', () => {
    const session = openLab(FLANNEL, [
      ['node-1', 'ip route del 10.244.2.0/24'],
      ['pod-a', 'ping -c 1 10.244.2.2'],
    ]);
    const view = session.query('timeline', {});
    const config = view.jumps.config.map((seq) => session.trace.record(seq));
    expect(config.map((record) => record.kind === 'op.apply' && record.detail.command)).toEqual([
      'ip route del 10.244.2.0/24',
    ]);
    const lane = view.lanes.find(({ title }) => title.key === 'packet.echoRequest');
    expect(lane).toMatchObject({ fate: 'dropped', input: 1 });
    expect(view.jumps.drop).toContain(lane?.dropSeq);
    const { drop, narration } = session.query('instant', { seq: lane?.dropSeq ?? -1, grain: 'hop' });
    expect(narration.key).toBe('drop.IP_INNOROUTES');
    // The second sentence does not repeat the first: it says who learns of it.
    expect(drop).toEqual({
      reason: 'IP_INNOROUTES',
      policies: [],
      sentence: { key: 'narrate.dropped.told', params: { netns: 'node-1', to: '10.244.1.2' } },
    });
  });

  test('grows with each input and shrinks when one is taken back', () => {
    const session = openLab(FLANNEL);
    expect(session.query('timeline', {}).lanes).toEqual([]);
    session.input({ kind: 'exec', netns: 'pod-a', command: 'ping -c 1 10.244.1.1' });
    const first = session.query('timeline', {});
    session.input({ kind: 'exec', netns: 'pod-b', command: 'ping -c 1 10.244.2.1' });
    expect(session.query('timeline', {}).inputs.length).toBe(2);
    session.cut(1);
    expect(session.query('timeline', {})).toEqual(first);
  });
});
