import { expect, it } from 'vitest';
import { net } from '../../testing/net';
import { parseRestore } from './text';

function loadError(rules: string): string | null {
  const tables = parseRestore(`*filter\n:INPUT ACCEPT\n:A -\n:B -\n${rules}\nCOMMIT`);
  if (!tables.ok) throw new Error(tables.error.what);
  const lab = net().machines('h');
  return lab.simulation.apply('h', { kind: 'nf.replace', tables: tables.value })?.errno ?? null;
}

it('chains that call one another in a circle are refused', () => {
  expect(loadError('-A INPUT -j A\n-A A -j B\n-A B -j A')).toBe('EMLINK');
});

it('a diamond of chains is no circle', () => {
  expect(loadError('-A INPUT -j A\n-A INPUT -j B\n-A A -j B')).toBeNull();
});

it('a refused load changes nothing', () => {
  const lab = net().machines('h');
  const circle = parseRestore('*filter\n:INPUT ACCEPT\n:A -\n-A INPUT -j A\n-A A -j A\nCOMMIT');
  if (!circle.ok) throw new Error(circle.error.what);
  lab.simulation.apply('h', { kind: 'nf.replace', tables: circle.value });
  expect(lab.ns('h').nfTables.size).toBe(0);
});

it('a circle nobody leads to is no matter', () => {
  expect(loadError('-A A -j B\n-A B -j A')).toBeNull();
});

it('a lab has room for so many rules', () => {
  const lab = net().machines('h');
  const rules = Array.from({ length: 100_001 }, () => ({
    ...{ src: null, dst: null, in: null, out: null, proto: null, matches: [], target: null },
  }));
  const chains = [{ name: 'INPUT', policy: 'ACCEPT' as const, rules }];
  const error = lab.simulation.apply('h', { kind: 'nf.replace', tables: [{ name: 'filter', chains }] });
  expect(error?.message).toBe('iptables: Memory allocation problem.');
  expect(lab.ns('h').nfTables.size).toBe(0);
});
