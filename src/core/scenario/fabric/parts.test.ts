import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ipv4 } from '../../wire/addr';
import { card, hostIn, numbers, segmentOf, switchWith } from './parts';

test('nodes are shared out in order, no segment has more than one node more than its share, none is left out', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 16 }), (nodes, segments) => {
      const places = numbers(nodes).map((node) => segmentOf(node, nodes, segments));
      expect([...places].sort((a, b) => a - b)).toEqual(places);
      for (const place of places) expect(place).toBeLessThan(segments);
      for (const place of places)
        expect(places.filter((one) => one === place).length).toBeLessThanOrEqual(Math.ceil(nodes / segments));
    }),
  ));

test('a card shows its address in its hardware address', () => {
  const range = { addr: ipv4('192.168.56.7'), len: 24 };
  expect(hostIn(range, 11)).toBe(ipv4('192.168.56.11'));
  expect(card('eth0', range, 11, 1400)).toEqual([
    'ip link set eth0 address 02:00:c0:a8:38:0b mtu 1400 up',
    'ip addr add 192.168.56.11/24 dev eth0',
  ]);
});

test('ports of different switches have different hardware addresses', () => {
  const macs = [1, 2].flatMap((number) =>
    switchWith('s', number, ['a', 'b']).setup.flatMap((line) => /address (\S+)/.exec(line)?.[1] ?? []),
  );
  expect(new Set(macs).size).toBe(6);
});
