/** Goal: the page shows a router's sessions and its routes, with who told them and why one is used. Method: the lab of three routers. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLab } from '../testing/open-lab';

test('sessions and routes of a router, told by whom, chosen by what', () => {
  const lab = openLab(readFileSync('scenarios/bgp-three-routers/scenario.yaml', 'utf8'));
  const { tables } = lab.query('tables', { seq: lab.length - 1, netns: 'r1', compareSeq: null });
  const rows = (name: string) => tables.find((table) => table.name === name)?.rows.map(({ cells }) => cells);
  expect(
    rows('bgpSessions')?.map(([peer, state, name, as, , ...counts]) => [name, peer, as, state, ...counts]),
  ).toEqual([
    ['r2', '192.168.12.2', '65002', 'Established', '2', '2'],
    ['r3', '192.168.13.3', '65003', 'Established', '2', '2'],
  ]);
  expect(rows('bgpRoutes')).toEqual([
    ['10.1.0.0/24', 'direct1', 'best', '', 'lan0', '', '', ''],
    ['10.2.0.0/24', 'r2', 'best', '192.168.12.2', 'eth2', '65002', '192.168.12.2', ''],
    ['10.2.0.0/24', 'r3', 'path-length', '192.168.13.3', 'eth3', '65003 65002', '192.168.13.3', ''],
    ['10.3.0.0/24', 'r3', 'best', '192.168.13.3', 'eth3', '65003', '192.168.13.3', ''],
    ['10.3.0.0/24', 'r2', 'path-length', '192.168.12.2', 'eth2', '65002 65003', '192.168.12.2', ''],
  ]);
  const elsewhere = lab.query('tables', { seq: lab.length - 1, netns: 'h1', compareSeq: null });
  expect(elsewhere.tables.some(({ name }) => name === 'bgpSessions')).toBe(false);
});
