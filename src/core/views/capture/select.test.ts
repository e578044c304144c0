/** Goal: a capture holds exactly what the scope asks for, each packet with the sentences that led it there. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { plainTexts, type PlainTexts } from '../../../i18n/plain';
import { openLab } from '../../testing/open-lab';
import type { Session } from '../../session';
import { formatMac } from '../../wire/addr';
import type { CaptureScope, CaptureView } from '../contract';
import { captures } from '../tcpdump';
import { readCapture } from './read';
import { captureFile } from './write';

const FLANNEL = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');
const session = openLab(FLANNEL, [
  ['pod-a', 'ping -c 1 10.244.2.2'],
  ['pod-a', 'ping -c 1 -W 1 10.244.9.9'],
]);
const last = session.length - 1;

function ask(scope: CaptureScope, from = 0, to = last, of: Session = session): CaptureView {
  return of.query('capture', { scope, from, to });
}

let texts: PlainTexts;
beforeAll(async () => {
  texts = await plainTexts('en');
});

describe('scopes', () => {
  const all = ask({ kind: 'all' });

  test('all is what every tap saw, in the order in which it passed', () => {
    const taps = captures(session, 0, last).flatMap(({ frames }) => frames);
    expect(all.packets.map(({ seq }) => seq)).toEqual(taps.map(({ seq }) => seq).sort((a, b) => a - b));
    expect(all.packets.every(({ atNs }, i) => i === 0 || atNs >= (all.packets[i - 1]?.atNs ?? 0n))).toBe(
      true,
    );
  });

  test('a device, a netns', () => {
    const [one, ...others] = ask({ kind: 'device', netns: 'node-1', dev: 'flannel.1' }).interfaces;
    expect(others).toEqual([]);
    expect({ ...one, mac: formatMac(one!.mac!) }).toEqual({
      name: 'node-1/flannel.1',
      linkType: 1,
      mac: '2e:f1:0a:f4:01:00',
    });
    const node = ask({ kind: 'netns', netns: 'node-1' });
    expect(node.interfaces.map(({ name }) => name).every((name) => name.startsWith('node-1/'))).toBe(true);
    expect(node.interfaces.length).toBeGreaterThan(3);
    expect(ask({ kind: 'netns', netns: 'nowhere' }).packets).toEqual([]);
  });

  test('an input: with the other inputs, each packet once', () => {
    const parts = [0, 1].map((input) => ask({ kind: 'input', input }).packets.length);
    const before = ask({ kind: 'all' }, 0, session.query('timeline', {}).start - 1).packets.length;
    expect(parts[0]! + parts[1]! + before).toBe(all.packets.length);
    expect(parts.every((count) => count > 0)).toBe(true);
  });

  test('a packet, at every device it passes, wrapped or not', () => {
    const [lane] = session.query('timeline', {}).lanes.filter(({ wrapped }) => wrapped.length > 0);
    const { interfaces, packets } = ask({ kind: 'packet', packet: lane!.packet });
    const names = interfaces.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['pod-a/eth0', 'node-1/eth0', 'node-2/flannel.1', 'pod-b/eth0']),
    );
    expect(new Set(packets.map(({ packet }) => packet))).toEqual(new Set([lane!.packet]));
    expect(new Set(packets.map(({ lenBytes }) => lenBytes))).toEqual(new Set([98, 148]));
  });

  test('a stretch of records', () => {
    const [first] = all.packets;
    expect(ask({ kind: 'all' }, 0, first!.seq).packets).toHaveLength(1);
    expect(ask({ kind: 'all' }, first!.seq + 1).packets).toHaveLength(all.packets.length - 1);
  });
});

describe('reasons', () => {
  test('every sentence of a packet is told once on its way, in the order of the records', () => {
    const [lane] = session.query('timeline', {}).lanes.filter(({ wrapped }) => wrapped.length > 0);
    const { packets } = ask({ kind: 'packet', packet: lane!.packet });
    const told = packets.flatMap(({ comments }) => comments.map(texts.tm));
    const narrated: string[] = [];
    for (let seq = 0; seq <= last; seq += 1) {
      if (session.trace.record(seq).packet !== lane!.packet) continue;
      narrated.push(texts.tm(session.query('instant', { seq, grain: 'decision' }).narration));
    }
    expect(told).toEqual(narrated);
  });

  test('of a drop, with the last tap that saw the packet', () => {
    const dropped = session.query('timeline', {}).lanes.find(({ dropSeq }) => dropSeq !== null);
    const { packets } = ask({ kind: 'packet', packet: dropped!.packet });
    const sentence = texts.tm(
      session.query('instant', { seq: dropped!.dropSeq!, grain: 'decision' }).narration,
    );
    expect(packets.at(-1)?.comments.map(texts.tm)).toContain(sentence);
  });
});

describe('the file', () => {
  const title = { comment: 'Flannel', application: 'Packetwalk' };

  test('pcapng holds the view', () => {
    const view = ask({ kind: 'all' });
    const read = readCapture(captureFile(view, 'pcapng', title, texts.tm));
    const packets = view.packets.map(({ seq: _, comments, ...packet }) => ({
      ...packet,
      comments: comments.map(texts.tm),
    }));
    expect(read).toEqual({ ok: true, value: { ...title, interfaces: view.interfaces, packets } });
  });

  test('pcap of one device keeps its frames; of several it is cooked, as tcpdump -i any does', () => {
    const one = ask({ kind: 'device', netns: 'node-1', dev: 'eth0' });
    const plain = readCapture(captureFile(one, 'pcap', title, texts.tm));
    expect(plain).toMatchObject({
      ok: true,
      value: { interfaces: [{ linkType: 1 }], packets: one.packets.map(({ bytes }) => ({ bytes })) },
    });
    const node = ask({ kind: 'netns', netns: 'node-1' });
    const cooked = readCapture(captureFile(node, 'pcap', title, texts.tm));
    expect(cooked).toMatchObject({ ok: true, value: { interfaces: [{ linkType: 276 }] } });
    if (!cooked.ok) return;
    expect(cooked.value.packets.map(({ lenBytes }) => lenBytes)).toEqual(
      node.packets.map(({ lenBytes }) => lenBytes - 14 + 20),
    );
  });

  test('a capture of nothing is a file all the same', () => {
    for (const format of ['pcapng', 'pcap'] as const) {
      const file = captureFile(ask({ kind: 'netns', netns: 'nowhere' }), format, title, texts.tm);
      expect(readCapture(file), format).toMatchObject({ ok: true, value: { packets: [] } });
    }
  });
});
