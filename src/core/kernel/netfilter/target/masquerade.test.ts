import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { Words } from '../words';
import { parseRestore } from '../text';
import { masquerade } from './masquerade';

it('reads and prints its option', () => {
  expect(masquerade.parse(new Words([]))).toEqual({ kind: 'MASQUERADE', randomFully: false });
  expect(masquerade.print({ kind: 'MASQUERADE', randomFully: true })).toBe('-j MASQUERADE --random-fully');
});

it('with --random-fully the port is drawn', () => {
  const rule = '-A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE --random-fully';
  const tables = parseRestore(`*nat\n:POSTROUTING ACCEPT\n${rule}\nCOMMIT`);
  if (!tables.ok) throw new Error(tables.error.what);
  const lab = routedNet().apply('r', { kind: 'nf.replace', tables: tables.value });
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 5353');
  expect(lab.run('h1', 'echo a | ncat -u -p 40001 -w 1 10.2.0.2 5353')).toEqual(['a']);
  const [asked] = lab.frames('h2.b0').filter(({ udp, way }) => udp !== undefined && way === 'in');
  expect(asked?.udp?.['srcPort']).not.toBe(40_001);
});
