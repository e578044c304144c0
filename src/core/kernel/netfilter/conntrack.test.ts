import { expect, it } from 'vitest';
import { routedNet, type Net } from '../../testing/net';
import { findByTuple } from './conntrack';
import { parseRestore } from './text';

function tracked(): Net {
  const tables = parseRestore('*mangle\n:FORWARD ACCEPT\n-A FORWARD -m conntrack --ctstate NEW\nCOMMIT');
  if (!tables.ok) throw new Error(tables.error.what);
  return routedNet().apply('r', { kind: 'nf.replace', tables: tables.value });
}

it('a ping is new, then answered, then known', () => {
  const lab = tracked();
  lab.ping('h1', '-c2 10.2.0.2');
  expect(lab.records('ct.lookup', 'r').map(({ verdict }) => verdict)).toEqual([
    'new',
    'reply',
    'original',
    'reply',
  ]);
  const [entry] = [...lab.ns('r').conntrack.entries.values()];
  expect(entry?.seenReply).toBe(true);
});

it('both directions lead to the same entry', () => {
  const lab = tracked();
  lab.ping('h1', '-c1 10.2.0.2');
  const [entry] = [...lab.ns('r').conntrack.entries.values()];
  if (entry === undefined) throw new Error('no entry');
  expect(findByTuple(lab.ns('r'), entry.original)).toBe(entry);
  expect(findByTuple(lab.ns('r'), entry.reply)).toBe(entry);
});

it('what is dropped before the end never enters the table', () => {
  const lab = tracked();
  const tables = parseRestore('*filter\n:FORWARD DROP\nCOMMIT');
  if (!tables.ok) throw new Error(tables.error.what);
  lab.apply('r', { kind: 'nf.replace', tables: tables.value });
  lab.ping('h1', '-c1 -W1 10.2.0.2');
  expect(lab.ns('r').conntrack.entries.size).toBe(0);
});
