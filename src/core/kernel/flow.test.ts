import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { arpFrame, icmpFrame, ipFrame, udpDatagram, udpFrame } from '../testing/make-frame';
import { net } from '../testing/net';
import { PROTO_UDP } from '../wire/ipv4';
import { flowHash } from './flow';

const lab = net();
const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02' };
const hash = (bytes: Uint8Array): number => flowHash(lab.skb(bytes));
const address = fc.nat(255).map((n) => `10.0.0.${n}`);
const port = fc.integer({ min: 1, max: 65_535 });

describe('flowHash', () => {
  it('is the same in both directions', () => {
    fc.assert(
      fc.property(address, address, port, port, (src, dst, sport, dport) => {
        const there = udpFrame({ ...ETH, src, dst }, sport, dport, 'x');
        const back = udpFrame({ from: ETH.to, to: ETH.from, src: dst, dst: src }, dport, sport, 'longer');
        expect(hash(there)).toBe(hash(back));
      }),
    );
  });

  it('is never 0, and an unsigned number of 32 bits', () => {
    fc.assert(
      fc.property(address, address, port, (src, dst, dport) => {
        const value = hash(udpFrame({ ...ETH, src, dst }, 1, dport, ''));
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThanOrEqual(0xffff_ffff);
      }),
    );
  });

  it('tells flows apart', () => {
    const values = new Set<number>();
    for (let dport = 1; dport <= 1000; dport += 1) {
      values.add(hash(udpFrame({ ...ETH, src: '10.0.0.1', dst: '10.0.0.2' }, 4000, dport, '')));
    }
    expect(values.size).toBe(1000);
  });

  // proto_ports_offset: TCP, UDP, DCCP, SCTP, UDP-Lite
  it.each([6, 17, 33, 132, 136])('knows the ports of protocol %i', (proto) => {
    const to = (dport: number): number =>
      hash(
        ipFrame({ ...ETH, src: '10.0.0.1', dst: '10.0.0.2' }, proto, Uint8Array.of(15, 160, 0, dport, 0, 0)),
      );
    expect(to(1)).not.toBe(to(2));
  });

  // observed on Linux 6.18: ICMP has one flow per pair of addresses
  it('knows no ports of ICMP, nor of fragments', () => {
    const made = { ...ETH, src: '10.0.0.1', dst: '10.0.0.2' };
    expect(hash(icmpFrame(made))).toBe(hash(icmpFrame(made, 'echo-reply')));
    const [one, two] = [1, 2].map((dport) =>
      hash(ipFrame({ ...made, mf: true }, PROTO_UDP, udpDatagram(made, 4000, dport, new Uint8Array(8)))),
    );
    expect(one).toBe(two);
    const header = ipFrame({ ...made, fragOffset: 8 }, PROTO_UDP, new Uint8Array(8));
    expect(hash(header)).toBe(one);
  });

  it('takes all ARP for one flow', () => {
    const request = arpFrame({ ...ETH, op: 'request', spa: '10.0.0.1', tpa: '10.0.0.2' });
    const other = arpFrame({ from: ETH.to, to: ETH.from, op: 'reply', spa: '10.0.0.9', tpa: '10.0.0.1' });
    expect(hash(request)).toBe(hash(other));
  });

  it('survives packets that are too short for ports', () => {
    expect(
      hash(ipFrame({ ...ETH, src: '10.0.0.1', dst: '10.0.0.2' }, PROTO_UDP, new Uint8Array(2))),
    ).toBeGreaterThan(0);
  });
});
