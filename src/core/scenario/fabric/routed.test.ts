import { expect, test } from 'vitest';
import { parseCidr4 } from '../../wire/addr';
import { routedSegments } from './routed';

test('a switch and a card of the router for each segment, a cable for each card', () => {
  const ranges = ['10.1.0.0/24', '10.2.0.0/24'].flatMap((text) => {
    const range = parseCidr4(text);
    return range.ok ? [range.value] : [];
  });
  const settings = {
    nodes: 4,
    ranges,
    mtu: 1500,
    allow: null,
    spines: 1,
    trunkedNodes: 0,
    sourceDestCheck: true,
  } as const;
  const rest = {
    cloudRoutes: null,
    icmpErrors: true,
    masquerade: 'none',
    routing: 'static',
    nodeAs: null,
  } as const;
  const { machines, cables } = routedSegments({ ...settings, ...rest }, 'middle', ['true']);
  expect(machines.map(({ name }) => name)).toEqual([
    ...['switch-1', 'switch-2', 'middle', 'node-1', 'node-2', 'node-3', 'node-4'],
  ]);
  expect(cables).toHaveLength(4 + 2);
  expect(machines[2]?.setup.at(-1)).toBe('true');
  expect(machines[6]?.setup).toContain('ip route add default via 10.2.0.1 dev eth0');
});
