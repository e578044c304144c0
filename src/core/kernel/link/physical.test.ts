import { expect, it } from 'vitest';
import { net } from '../../testing/net';
import { CABLE_DELAY_NS } from './physical';

const addressed = (delayNs?: number) =>
  net()
    .machines('a', 'b')
    .cable('a.eth0', 'b.eth0', delayNs)
    .type('a', 'ip addr add 10.1.0.1/24 dev eth0')
    .type('b', 'ip addr add 10.1.0.2/24 dev eth0');

it('takes the cable’s time one way', () => {
  for (const delayNs of [undefined, 3_000_000]) {
    const lab = addressed(delayNs);
    lab.ping('a', '-c1 10.1.0.2');
    const left = lab.frames('a.eth0')[0];
    const arrived = lab.frames('b.eth0')[0];
    expect(arrived?.packet).toBe(left?.packet);
    const tookNs = Math.round(((arrived?.atSec ?? 0) - (left?.atSec ?? 0)) * 1e9);
    expect(tookNs).toBe(delayNs ?? CABLE_DELAY_NS);
  }
});

it('tells ping how long a round trip takes', () => {
  expect(addressed(3_000_000).ping('a', '-c2 10.1.0.2')[2]).toBe(
    '64 bytes from 10.1.0.2: icmp_seq=2 ttl=64 time=6.00 ms',
  );
});

it('cannot send while the other end is down, and receives nothing while it is down itself', () => {
  const lab = addressed().type('b', 'ip link set eth0 down');
  expect(lab.answers('a', '-c1 -W1 10.1.0.2')).toBe(0);
  expect(lab.frames('a.eth0')).toEqual([]);
  expect(lab.drops('a')[0]).toBe('PW_LINK_DOWN');
  lab.type('b', 'ip link set eth0 up');
  expect(lab.wait(5).answers('a', '-c1 10.1.0.2')).toBe(1);
});

it('loses a frame whose card went down while it was on the cable', () => {
  const lab = addressed(1_000_000_000);
  lab.start('a', 'ping -c1 -W1 10.1.0.2');
  lab.wait(0.5).type('b', 'ip link set eth0 down').wait(1);
  expect(lab.drops('b')).toEqual(['DEV_READY']);
});
