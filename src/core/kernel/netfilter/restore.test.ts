/** Goal: a text for `iptables-restore --noflush` becomes the steps iptables takes, or is refused by line. */
import { expect, test } from 'vitest';
import { printRule } from './text';
import { parseNoFlush } from './restore';

const known = (_: string, chain: string): boolean => chain === 'FLANNEL-FWD';

test('each line is one step on its table', () => {
  const text =
    '*filter\n-D FORWARD -m comment --comment "flanneld forward" -j FLANNEL-FWD\n' +
    '-A FLANNEL-FWD -s 10.244.0.0/16 -j ACCEPT\nCOMMIT\n*nat\n-I POSTROUTING -j MASQUERADE --random-fully\nCOMMIT\n';
  const read = parseNoFlush(text, known);
  if (!read.ok) throw new Error(read.error.what);
  expect(
    read.value.map(({ table, edit }) => [
      table,
      edit.do,
      'rule' in edit ? printRule(edit.chain, edit.rule) : '',
    ]),
  ).toEqual([
    ['filter', 'delete', '-A FORWARD -m comment --comment "flanneld forward" -j FLANNEL-FWD'],
    ['filter', 'append', '-A FLANNEL-FWD -s 10.244.0.0/16 -j ACCEPT'],
    ['nat', 'insert', '-A POSTROUTING -j MASQUERADE --random-fully'],
  ]);
});

test.each([
  ['*filter\n-A FORWARD -j NOBODY\nCOMMIT\n', { line: 2, what: '-j NOBODY' }],
  ['*filter\n-A FORWARD -m statistic\nCOMMIT\n', { line: 2, what: '-m statistic' }],
  ['*filter\n-Z\nCOMMIT\n', { line: 2, what: '-Z' }],
  ['-A FORWARD -j ACCEPT\n', { line: 1, what: '-A FORWARD -j ACCEPT' }],
  ['*broute\nCOMMIT\n', { line: 1, what: '*broute' }],
])('refused: %j', (text, error) => {
  expect(parseNoFlush(text, known)).toMatchObject({ ok: false, error });
});
