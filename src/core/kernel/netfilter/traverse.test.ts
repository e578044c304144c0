import { expect, it } from 'vitest';
import { routedNet } from '../../testing/net';
import { parseRestore } from './text';

it.each<[string, number]>([
  ['-A FORWARD -i e0 -j DROP', 0],
  ['-A FORWARD -i e1 -s 10.1.0.0/24 -j DROP', 1],
  ['-A FORWARD -o e+ -j DROP', 0],
  ['-A FORWARD ! -o e1 -s 10.1.0.0/24 -j DROP', 1],
  ['-A FORWARD ! -p icmp -j DROP', 1],
  ['-A FORWARD -p udp -j DROP', 1],
  ['-A FORWARD -s 10.1.0.2 -j DROP', 0],
  ['-A FORWARD ! -s 10.1.0.2 -d 10.2.0.2 -j DROP', 1],
  ['-A FORWARD -m comment --comment "any words" -j DROP', 0],
])('%s leaves %i of 1 answers', (rule, answers) => {
  const lab = routedNet();
  const names = lab.ns('r').links.map((link) => link?.name);
  expect(names).toEqual(expect.arrayContaining(['e0', 'e1']));
  const tables = parseRestore(`*filter\n:FORWARD ACCEPT\n${rule}\nCOMMIT`);
  if (!tables.ok) throw new Error(tables.error.what);
  lab.apply('r', { kind: 'nf.replace', tables: tables.value });
  expect(lab.answers('h1', '-c1 -W1 10.2.0.2')).toBe(answers);
});
