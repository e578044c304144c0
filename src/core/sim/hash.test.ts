import { describe, expect, it } from 'vitest';
import { routedNet } from '../testing/net';
import { worldHash } from './hash';

describe('worldHash', () => {
  it('is 16 hexadecimal digits, the same for the same World', () => {
    expect(worldHash(routedNet().world)).toMatch(/^[0-9a-f]{16}$/);
    expect(worldHash(routedNet().world)).toBe(worldHash(routedNet().world));
  });

  it.each([
    ['a route', 'ip route add 10.60.0.0/24 via 10.1.0.2'],
    ['a setting', 'sysctl -w net.ipv4.conf.e0.rp_filter=1'],
    ['a neighbour', 'ip neigh add 10.1.0.9 lladdr 02:00:00:00:00:09 dev e0'],
    ['a link', 'ip link add d0 type dummy'],
    ['a deleted link', 'ip link del e0'],
  ])('changes with %s', (_, command) => {
    expect(worldHash(routedNet().type('r', command).world)).not.toBe(worldHash(routedNet().world));
  });

  it('changes with the clock', () => {
    const lab = routedNet();
    const before = worldHash(lab.world);
    lab.world.nowNs += 1;
    expect(worldHash(lab.world)).not.toBe(before);
  });

  it('knows no checkpoints, no trace, no inner order of the queue', () => {
    const lab = routedNet();
    lab.ping('h1', '-c2 10.2.0.2');
    const before = worldHash(lab.world);
    lab.world.generation += 5;
    expect(worldHash(lab.world)).toBe(before);
    expect(lab.world.queue.length).toBeGreaterThan(2);
    lab.world.queue.reverse();
    expect(worldHash(lab.world)).toBe(before);
  });
});
