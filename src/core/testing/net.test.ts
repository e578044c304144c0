import { expect, it } from 'vitest';
import { expectFrame } from './frame';
import { bridgedNet, routedNet } from './net';

it('shows what a capture would', () => {
  const lab = routedNet();
  expect(lab.ping('h1', '-c1 10.2.0.2')[1]).toMatch(/^64 bytes from 10\.2\.0\.2: icmp_seq=1 ttl=63 time=/);
  const [asked, answered, request, reply] = lab.frames('h1.a0');
  expectFrame(asked, { eth: { dst: 'ff:ff:ff:ff:ff:ff' }, arp: { op: 1, spa: '10.1.0.2', tpa: '10.1.0.1' } });
  expectFrame(answered, { arp: { op: 2, spa: '10.1.0.1', tpa: '10.1.0.2' } });
  expectFrame(request, { ip: { src: '10.1.0.2', dst: '10.2.0.2', ttl: 64 }, icmp: { type: 8, seq: 1 } });
  expectFrame(reply, { ip: { src: '10.2.0.2', dst: '10.1.0.2', ttl: 63 }, icmp: { type: 0, seq: 1 } });
  expect([asked, answered, request, reply].map((frame) => frame?.way)).toEqual(['out', 'in', 'out', 'in']);
});

it('refuses to go on after a command that fails', () => {
  expect(() => routedNet().type('h1', 'ip link set nix up')).toThrow('Cannot find device "nix"');
});

it('puts pods on a bridge', () => {
  const lab = bridgedNet(2);
  expect(lab.answers('p1', '-c1 10.1.0.12')).toBe(1);
  expect(lab.behind('node.br0', '02:00:00:00:00:12')).toBe('v2');
});
