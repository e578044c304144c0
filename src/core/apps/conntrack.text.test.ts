/** Goal: a flow with counters tells them in a list and at its end, and in no other event. */
import { expect, test } from 'vitest';
import { ipv4 } from '../wire/addr';
import type { CtEntry } from '../model/conntrack';
import { eventLine, flowLine } from './conntrack.text';

const udp = { proto: 17, icmpType: 0 };
const entry: CtEntry = {
  ...{
    id: 7,
    seenReply: true,
    assured: false,
    tcp: null,
    track: null,
    sctp: null,
    mark: 5,
    masqDev: 0,
    sinceNs: 0,
    generation: 0,
  },
  original: { ...udp, src: ipv4('10.0.0.1'), dst: ipv4('10.0.0.2'), srcPort: 1, dstPort: 2 },
  reply: { ...udp, src: ipv4('10.0.0.2'), dst: ipv4('10.0.0.1'), srcPort: 2, dstPort: 1 },
  seen: { original: { packets: 1, bytes: 30 }, reply: { packets: 2, bytes: 60 } },
  expiresNs: 30e9,
};

test('lines', () => {
  const there = 'src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2';
  const back = 'src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1';
  expect(flowLine(0, entry, { id: true })).toBe(
    `udp      17 30 ${there} packets=1 bytes=30 ${back} packets=2 bytes=60 mark=5 use=1 id=7`,
  );
  expect(eventLine(0, 'update', entry, null, {})).toBe(` [UPDATE] udp      17 30 ${there} ${back} mark=5`);
  expect(eventLine(30e9, 'destroy', entry, null, {})).toBe(
    `[DESTROY] udp      17 ${there} packets=1 bytes=30 ${back} packets=2 bytes=60 mark=5`,
  );
});
