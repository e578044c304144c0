/** What comes in damaged belongs to no flow: `nf_conntrack_checksum`. */
import { expect, it } from 'vitest';
import { setU16 } from '../../base/bytes';
import { icmpFrame, tcpFrame, udpFrame } from '../../testing/make-frame';
import type { Net } from '../../testing/net';
import { routedNet } from '../../testing/net';
import { loadRules, ruleCounts } from '../../testing/rules';

const TRANSPORT = 34;

function made(lab: Net): Readonly<Record<string, Uint8Array>> {
  const ends = { from: lab.mac('h1.a0'), to: lab.mac('r.e0'), src: '10.1.0.2', dst: '10.2.0.2' };
  return {
    icmp: icmpFrame(ends),
    udp: udpFrame(ends, 5000, 7000, 'odd'),
    tcp: tcpFrame(ends, { srcPort: 5000, dstPort: 80, flags: 'S' }),
  };
}
const CHECKSUM_AT: Readonly<Record<string, number>> = { icmp: 2, udp: 6, tcp: 16 };

/** Packets that were INVALID, and packets that were NEW. */
function states(proto: string, change: (frame: Uint8Array) => void, setting = 1): readonly number[] {
  const states = ['INVALID', 'NEW'].map((state) => `-A FORWARD -i e0 -m conntrack --ctstate ${state}`);
  const lab = loadRules(routedNet(), 'r', 'filter', ...states);
  lab.type('r', `sysctl -w net.netfilter.nf_conntrack_checksum=${String(setting)}`);
  const frame = made(lab)[proto] ?? new Uint8Array();
  change(frame);
  lab.arrive('r.e0', frame);
  return ruleCounts(lab, 'r', 'filter', 'FORWARD');
}

const damage =
  (proto: string) =>
  (frame: Uint8Array): void => {
    const at = TRANSPORT + (CHECKSUM_AT[proto] ?? 0);
    frame[at] = (frame[at] ?? 0) ^ 0x55;
  };

it.each(['icmp', 'udp', 'tcp'])('%s', (proto) => {
  expect(states(proto, () => undefined)).toEqual([0, 1]);
  expect(states(proto, damage(proto))).toEqual([1, 0]);
  expect(states(proto, damage(proto), 0)).toEqual([0, 1]);
});

it('a datagram without a checksum is none of these, a longer one than its packet is', () => {
  expect(states('udp', (frame) => setU16(frame, TRANSPORT + 6, 0))).toEqual([0, 1]);
  expect(states('udp', (frame) => setU16(frame, TRANSPORT + 4, 400))).toEqual([1, 0]);
});

it('what one machine found right the next one takes as right, translated or not; what is damaged is so everywhere', () => {
  const invalid = (change: (frame: Uint8Array) => void): readonly number[] => {
    const lab = routedNet();
    loadRules(lab, 'r', 'filter', '-A FORWARD -m conntrack --ctstate INVALID');
    loadRules(lab, 'h2', 'filter', '-A INPUT -m conntrack --ctstate INVALID', '-A INPUT -p udp');
    lab.type('r', 'iptables -t nat -A POSTROUTING -p udp -j SNAT --to-source 10.2.0.1:6000');
    const frame = made(lab)['udp'] ?? new Uint8Array();
    change(frame);
    lab.arrive('r.e0', frame);
    return [...ruleCounts(lab, 'r', 'filter', 'FORWARD'), ...ruleCounts(lab, 'h2', 'filter', 'INPUT')];
  };
  expect(invalid(() => undefined)).toEqual([0, 0, 1]);
  expect(invalid(damage('udp'))).toEqual([1, 1, 1]);
});
