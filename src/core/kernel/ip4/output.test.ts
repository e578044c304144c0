import { describe, expect, it } from 'vitest';
import { expectFrame } from '../../testing/frame';
import { net, routedNet } from '../../testing/net';
import { defaultTtl } from './output';

/** Goal: the header of what is made here, and the way it leaves. */

describe('the header', () => {
  it('of a ping', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 10.2.0.2');
    expectFrame(
      lab.frames('h1.a0').find(({ icmp }) => icmp),
      {
        eth: { type: 0x0800 },
        ip: { version: 4, headerLen: 20, dscp: 0, totalLen: 84, df: true, mf: false, fragOffset: 0, ttl: 64 },
      },
    );
  });

  it('has a new number every time', () => {
    const lab = routedNet();
    lab.ping('h1', '-c5 -i0.1 10.2.0.2');
    const requests = lab.frames('h1.a0').filter(({ way, icmp }) => way === 'out' && icmp);
    expect(new Set(requests.map(({ ip }) => ip?.['id'])).size).toBe(5);
  });

  it('has the TTL of the netns, or the one that was asked for', () => {
    const lab = routedNet().type('h1', 'sysctl -w net.ipv4.ip_default_ttl=9');
    expect(defaultTtl(lab.ns('h1'))).toBe(9);
    expect(defaultTtl(lab.ns('h2'))).toBe(64);
    lab.ping('h1', '-c1 10.2.0.2');
    lab.ping('h1', '-c1 -t 200 10.2.0.2');
    const sent = lab.frames('h1.a0').filter(({ way, icmp }) => way === 'out' && icmp);
    expect(sent.map(({ ip }) => ip?.['ttl'])).toEqual([9, 200]);
  });

  it('has DF only while the packet fits', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 -s 1472 10.1.0.1');
    lab.ping('h1', '-c1 -s 1473 10.1.0.1');
    const sent = lab.frames('h1.a0').filter(({ way, ip }) => way === 'out' && ip);
    expect(sent.map(({ ip }) => [ip?.['df'], ip?.['totalLen']])).toEqual([
      [true, 1500],
      [false, 1500],
      [false, 21],
    ]);
  });
});

describe('the way', () => {
  it('through a gateway is to the gateway’s MAC, straight on to the destination’s', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 10.2.0.2');
    lab.ping('h1', '-c1 10.1.0.1');
    const told = lab.records('ip.output', 'h1').map(({ verdict, detail }) => [verdict, detail.viaGateway]);
    expect(told).toEqual([
      ['neighbour', true],
      ['neighbour', false],
    ]);
  });

  it('to oneself is over lo', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 10.1.0.2');
    expect(lab.records('ip.output', 'h1').map(({ verdict }) => verdict)).toEqual(['loopback', 'loopback']);
  });
});

it('cuts what is too long for the device; each piece is a frame of its own', () => {
  const lab = net()
    .machines('a', 'b')
    .cable('a.e', 'b.e')
    .type('a', 'ip addr add 10.1.0.1/24 dev e')
    .type('b', 'ip addr add 10.1.0.2/24 dev e');
  expect(lab.answers('a', '-c1 -s 65507 10.1.0.2')).toBe(1);
  const pieces = lab.frames('a.e').filter(({ way, ip }) => way === 'out' && ip);
  expect(pieces).toHaveLength(45);
  const offsets = pieces.map(({ ip }) => Number(ip?.['fragOffset']));
  expect(offsets).toEqual(offsets.map((_, i) => i * 1480));
  expect(lab.counter('a', 'IpFragOKs')).toBe(1);
});
