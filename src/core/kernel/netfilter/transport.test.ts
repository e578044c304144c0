import { expect, it } from 'vitest';
import { icmpFrame, ipFrame, udpFrame } from '../../testing/make-frame';
import { net } from '../../testing/net';
import { portsOf, transportAt } from './transport';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2', dst: '10.2.0.2' };

it('has ports where the protocol has them and the packet is whole', () => {
  const lab = net();
  expect(portsOf(lab.skb(udpFrame(ETH, 7, 53, 'x')))).toEqual({ src: 7, dst: 53 });
  for (const proto of [33, 132, 136])
    expect(portsOf(lab.skb(ipFrame(ETH, proto, Uint8Array.of(0, 7, 0, 53))))).toEqual({ src: 7, dst: 53 });
  expect(portsOf(lab.skb(icmpFrame(ETH)))).toBeNull();
  expect(portsOf(lab.skb(ipFrame({ ...ETH, fragOffset: 8 }, 17, new Uint8Array(8))))).toBeNull();
  expect(portsOf(lab.skb(ipFrame(ETH, 17, new Uint8Array(3))))).toBeNull();
});

it('finds a header of the length it needs', () => {
  const skb = net().skb(icmpFrame(ETH, 'echo-request', new Uint8Array(0)));
  expect(transportAt(skb, 1, 8)).toBe(skb.head + 14 + 20);
  expect(transportAt(skb, 1, 9)).toBe(-1);
  expect(transportAt(skb, 6, 8)).toBe(-1);
});
