/** Goal: the parts of kubectl that have rules of their own: flags, selectors, columns, spans of time. */
import { describe, expect, test } from 'vitest';
import { nothing, readFlags, value } from './flags';
import { matchesSelector, readSelector } from './selector';
import { humanDuration, tabbed, table } from './table';

describe('flags', () => {
  const table = { output: value('o'), force: nothing('f'), replicas: value() };
  test.each<[string, Record<string, string>, string[]]>([
    ['-o yaml a', { output: 'yaml' }, ['a']],
    ['-oyaml a', { output: 'yaml' }, ['a']],
    ['-o=yaml', { output: 'yaml' }, []],
    ['--output yaml -f', { output: 'yaml', force: 'true' }, []],
    ['--output=a=b', { output: 'a=b' }, []],
    ['-fo yaml', { output: 'yaml', force: 'true' }, []],
    ['a - b', {}, ['a', '-', 'b']],
    ['-- -o yaml', {}, ['-o', 'yaml']],
    ['--replicas -1', { replicas: '-1' }, []],
    ['--force=false', { force: 'false' }, []],
  ])('%s', (line, given, words) => {
    const read = readFlags(line.split(' '), table);
    expect([Object.fromEntries(read.given), read.words, read.fault]).toEqual([given, words, null]);
  });

  test('names of Object.prototype are no flags', () => {
    expect(readFlags(['--constructor'], table).fault).toBe('unknown flag: --constructor');
  });
});

describe('label selectors', () => {
  const labels = { app: 'web', tier: 'front', empty: '' };
  test.each<[string, boolean]>([
    ['', true],
    ['app=web', true],
    ['app==web,tier=front', true],
    ['app=db', false],
    ['app!=db', true],
    ['gone!=x', true],
    ['app in (db, web)', true],
    ['app notin (db,web)', false],
    ['gone notin (a)', true],
    ['app', true],
    ['!gone', true],
    ['gone', false],
    ['empty=', true],
    ['app in (db,x),tier', false],
  ])('%s', (text, matches) => {
    const selector = readSelector(text);
    expect(selector.ok && matchesSelector(selector.value, labels)).toBe(matches);
  });

  test.each(['=', 'a b', 'a in', 'a in b', '(x)'])('%s is none', (text) =>
    expect(readSelector(text).ok).toBe(false),
  );
});

/** Expected values: Go's text/tabwriter on the same lines, k8s.io/apimachinery duration_test.go. */
describe('layout', () => {
  test('a table', () => {
    expect(
      table([
        ['NAME', 'AGE'],
        ['a-long-name', '5s'],
        ['b', '12m'],
      ]),
    ).toEqual(['NAME          AGE', 'a-long-name   5s', 'b             12m']);
  });

  test('a line without a tab ends a column', () => {
    expect(tabbed(['Name:\ta', 'Longer name:\tb', 'Title:', '  x:\ty'])).toEqual([
      'Name:         a',
      'Longer name:  b',
      'Title:',
      '  x:  y',
    ]);
  });

  test.each<[number, string]>([
    [-2, '<invalid>'],
    [-1, '0s'],
    [0, '0s'],
    [70, '70s'],
    [119, '119s'],
    [125, '2m5s'],
    [180, '3m'],
    [599, '9m59s'],
    [600, '10m'],
    [3600, '60m'],
    [3 * 3600, '3h'],
    [3 * 3600 + 100, '3h1m'],
    [9 * 3600, '9h'],
    [47 * 3600, '47h'],
    [50 * 3600, '2d2h'],
    [9 * 86_400, '9d'],
  ])('%s s', (seconds, text) => expect(humanDuration(seconds * 1e9)).toBe(text));
});
