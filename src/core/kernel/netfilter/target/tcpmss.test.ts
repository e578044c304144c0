import { expect, it } from 'vitest';
import { internetChecksum, pseudoHeaderSum } from '../../../wire/checksum';
import { ipv4 } from '../../../wire/addr';
import { routedNet } from '../../../testing/net';
import { tcpFrame } from '../../../testing/make-frame';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules } from '../../../testing/rules';

/** The MSS of a SYN behind the router, and whether its checksum is right. */
function clamped(target: string, options: readonly number[], at: number): readonly unknown[] {
  const lab = loadRules(routedNet(), 'r', 'mangle', `-A FORWARD -p tcp -j ${target}`);
  lab.ping('h1', '-c1 10.2.0.2');
  const made = { from: lab.mac('h1.a0'), to: lab.mac('r.e0'), src: '10.1.0.2', dst: '10.2.0.2' };
  lab.arrive('r.e0', tcpFrame(made, { srcPort: 1, dstPort: 2, flags: 'S', options }));
  const [out] = lab.frames('r.e1').filter(({ way, ip }) => way === 'out' && ip?.['proto'] === 6);
  const tcp = out?.bytes.slice(-(20 + options.length)) ?? new Uint8Array();
  const sum = pseudoHeaderSum(ipv4(made.src), ipv4(made.dst), 6, tcp.length);
  return [((tcp[20 + at] ?? 0) << 8) | (tcp[21 + at] ?? 0), internetChecksum(tcp, 0, tcp.length, sum)];
}

const MSS_1460 = [2, 4, 0x05, 0xb4];

it('lowers what is announced, checksum mended', () => {
  expect(clamped('TCPMSS --set-mss 1300', MSS_1460, 2)).toEqual([1300, 0]);
  // Behind one byte of padding the option stands at an odd place.
  expect(clamped('TCPMSS --set-mss 1300', [1, ...MSS_1460, 1, 1, 1], 3)).toEqual([1300, 0]);
});

it('never raises it; the path here has room for 1460', () => {
  expect(clamped('TCPMSS --set-mss 9000', MSS_1460, 2)).toEqual([1460, 0]);
  expect(clamped('TCPMSS --clamp-mss-to-pmtu', [2, 4, 0x23, 0x28], 2)).toEqual([1460, 0]);
});

it('is for TCP in mangle', () => {
  const rule = '-p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu';
  expect(printedRule(rule, 'mangle')).toBe(rule);
  expect(refusal('-j TCPMSS --set-mss 9', 'mangle')).toBe('wrong-protocol: -j TCPMSS');
});
