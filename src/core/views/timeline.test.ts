import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openLab } from '../testing/open-lab';
import type { Grain } from './contract';

const FLANNEL = readFileSync('scenarios/flannel-vxlan/scenario.yaml', 'utf8');
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
