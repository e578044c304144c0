import { describe, expect, it } from 'vitest';
import { bridgedNet, routedNet } from '../../../testing/net';
import { tcpFrame } from '../../../testing/make-frame';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules } from '../../../testing/rules';

/** Codes of type 3 (RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1). */
describe.each([
  ['icmp-port-unreachable', 3],
  ['icmp-net-unreachable', 0],
  ['icmp-host-unreachable', 1],
  ['icmp-proto-unreachable', 2],
  ['icmp-net-prohibited', 9],
  ['icmp-host-prohibited', 10],
  ['icmp-admin-prohibited', 13],
])('--reject-with %s', (name, code) => {
  it(`tells the sender 3/${String(code)}, from the side it came by`, () => {
    const lab = loadRules(routedNet(), 'r', 'filter', `-A FORWARD -j REJECT --reject-with ${name}`);
    lab.ping('h1', '-c1 -W1 10.2.0.2');
    const [told] = lab.frames('h1.a0').filter(({ icmp, way }) => icmp?.['type'] === 3 && way === 'in');
    expect([told?.ip?.['src'], told?.icmp?.['code']]).toEqual(['10.1.0.1', code]);
    expect(lab.drops('r')).toEqual(['NETFILTER_DROP']);
    expect(lab.drops('h2')).toEqual([]);
  });
});

it('what is made here is told over lo', () => {
  const lab = loadRules(routedNet(), 'h1', 'filter', '-A OUTPUT -d 10.2.0.2/32 -j REJECT').type(
    'h1',
    'ip link set lo up',
  );
  expect(lab.ping('h1', '-c1 -W1 10.2.0.2').join('\n')).toContain('Destination Port Unreachable');
});

describe('tcp-reset', () => {
  const rule = '-A FORWARD -p tcp -j REJECT --reject-with tcp-reset';
  const resets = (
    frames: readonly { readonly bytes: Uint8Array; readonly lenBytes: number }[],
  ): readonly string[] =>
    frames
      .map(({ bytes }) => bytes.slice(-40))
      .filter((ip) => ip[9] === 6 && ((ip[33] ?? 0) & 4) !== 0)
      .map((ip) => [...ip.slice(20)].map((byte) => byte.toString(16).padStart(2, '0')).join(''));

  it('answers a SYN with RST,ACK in the name of its destination', () => {
    const lab = loadRules(routedNet(), 'r', 'filter', rule);
    const made = { from: lab.mac('h1.a0'), to: lab.mac('r.e0'), src: '10.1.0.2', dst: '10.2.0.2' };
    lab.arrive('r.e0', tcpFrame(made, { srcPort: 0x9c40, dstPort: 80, flags: 'S', seq: 99 }));
    const [reset] = resets(lab.frames('r.e0').filter(({ way }) => way === 'out'));
    // Ports turned round, sequence 0, acknowledgement 100, 5 words, RST and ACK.
    expect(reset?.slice(0, 32)).toBe('00509c40' + '00000000' + '00000064' + '50140000');
  });

  it('answers an ACK with a bare RST at its number, and a reset not at all', () => {
    const lab = loadRules(routedNet(), 'r', 'filter', rule);
    const made = { from: lab.mac('h1.a0'), to: lab.mac('r.e0'), src: '10.1.0.2', dst: '10.2.0.2' };
    lab.arrive('r.e0', tcpFrame(made, { srcPort: 1, dstPort: 2, flags: 'A', seq: 5, ack: 77 }));
    lab.arrive('r.e0', tcpFrame(made, { srcPort: 1, dstPort: 2, flags: 'R' }));
    const sent = resets(lab.frames('r.e0').filter(({ way }) => way === 'out'));
    expect(sent.map((reset) => reset.slice(8, 32))).toEqual(['0000004d' + '00000000' + '50040000']);
  });

  it('on a bridge leaves by the port it came, as if from the destination', () => {
    const lab = loadRules(bridgedNet(2), 'node', 'filter', rule);
    lab.ping('p1', '-c1 10.1.0.12');
    const made = { from: lab.mac('p1.eth0'), to: lab.mac('p2.eth0'), src: '10.1.0.11', dst: '10.1.0.12' };
    lab.arrive('node.v1', tcpFrame(made, { srcPort: 1, dstPort: 2, flags: 'S' }));
    const out = lab.frames('node.v1').filter(({ way, ip }) => way === 'out' && ip?.['proto'] === 6);
    expect(out.map(({ eth }) => [eth?.['src'], eth?.['dst']])).toEqual([
      [lab.mac('p2.eth0'), lab.mac('p1.eth0')],
    ]);
  });
});

it('prints its type, which is port-unreachable unless told', () => {
  expect(printedRule('-j REJECT')).toBe('-j REJECT --reject-with icmp-port-unreachable');
  expect(printedRule('-p tcp -j REJECT --reject-with tcp-reset')).toBe(
    '-p tcp -j REJECT --reject-with tcp-reset',
  );
});

it.each([
  ['-j REJECT --reject-with tcp-reset', 'filter', 'wrong-protocol: -j REJECT'],
  ['-j REJECT --reject-with politely', 'filter', 'bad-value: --reject-with politely'],
  ['-j REJECT', 'mangle', 'wrong-table: -j REJECT'],
] as const)('%s in %s is refused', (words, table, why) => {
  expect(refusal(words, table)).toBe(why);
});
