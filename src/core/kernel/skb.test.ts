import { describe, expect, it } from 'vitest';
import { cloneSkb, skbLength } from '../model/skb';
import { ethernetFrame } from '../testing/make-frame';
import { net } from '../testing/net';
import { ipv4, mac, formatMac } from '../wire/addr';
import { ethDst, ethSrc, ethType } from '../wire/ethernet';
import {
  allocSkb,
  classify,
  multicastMac,
  networkOffset,
  pullEthernet,
  pullHead,
  pushEthernet,
  pushHead,
} from './skb';

const lab = net().machines('h', 'x').cable('h.e', 'x.e').type('h', 'ip link set e address 02:00:00:00:00:0a');
const { ctx } = lab.simulation;

describe('a packet', () => {
  it('has the next number, and room in front', () => {
    const [one, two] = [allocSkb(ctx, 10), allocSkb(ctx, 10)];
    expect(two.packet).toBe(one.packet + 1);
    expect(skbLength(one)).toBe(10);
    expect(one.head).toBeGreaterThan(100);
  });

  it('grows at the front, in a larger buffer when there is no room left', () => {
    const skb = allocSkb(ctx, 4);
    skb.data.set([1, 2, 3, 4], skb.head);
    for (let i = 0; i < 10; i += 1) pushHead(skb, 50);
    expect(skbLength(skb)).toBe(504);
    expect([...skb.data.subarray(skb.tail - 4, skb.tail)]).toEqual([1, 2, 3, 4]);
    pullHead(skb, 500);
    expect([...skb.data.subarray(skb.head, skb.tail)]).toEqual([1, 2, 3, 4]);
  });

  it('gets an Ethernet header and loses it', () => {
    const skb = allocSkb(ctx, 20);
    const at = networkOffset(skb);
    pushEthernet(skb, mac('02:00:00:00:00:01'), mac('02:00:00:00:00:02'), 0x0800);
    expect([skb.l2, skb.l3, skbLength(skb), networkOffset(skb)]).toEqual([true, true, 34, at]);
    expect(formatMac(ethDst(skb.data, skb.head))).toBe('02:00:00:00:00:01');
    expect(formatMac(ethSrc(skb.data, skb.head))).toBe('02:00:00:00:00:02');
    expect(ethType(skb.data, skb.head)).toBe(0x0800);
    pullEthernet(skb);
    pullEthernet(skb);
    expect([skb.l2, skbLength(skb)]).toEqual([false, 20]);
  });

  it('copied has bytes of its own and the same number', () => {
    const skb = allocSkb(ctx, 4);
    const copy = cloneSkb(skb);
    copy.data[copy.head] = 9;
    copy.traceRef.cause = 77;
    expect([skb.data[skb.head], skb.packet, skb.traceRef.cause === 77]).toEqual([0, copy.packet, false]);
  });

  it('whose bytes change is another frame to the trace', () => {
    const skb = allocSkb(ctx, 4);
    skb.traceRef.frame = 5;
    pushHead(skb, 1);
    expect(skb.traceRef.frame).toBe(-1);
  });
});

it.each([
  ['02:00:00:00:00:0a', 'host'],
  ['ff:ff:ff:ff:ff:ff', 'broadcast'],
  ['01:00:5e:00:00:01', 'multicast'],
  ['02:00:00:00:00:0b', 'otherhost'],
])('a frame for %s is for: %s', (to, expected) => {
  const skb = lab.skb(ethernetFrame({ from: '02:00:00:00:00:01', to }, 0x0800, new Uint8Array(20)));
  expect(classify(lab.link('h.e'), skb)).toBe(expected);
});

it.each([
  ['224.0.0.1', '01:00:5e:00:00:01'],
  ['239.255.255.255', '01:00:5e:7f:ff:ff'],
  ['225.128.0.7', '01:00:5e:00:00:07'],
])('group %s is %s', (dst, expected) => expect(formatMac(multicastMac(ipv4(dst)))).toBe(expected));
