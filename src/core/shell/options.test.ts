import { expect, test } from 'vitest';
import { readOptions } from './options';

const table = { letters: 'c:qW:', long: { count: 'c', quiet: 'q' } };

function shown(line: string): string {
  const { given, words, fault } = readOptions(line.split(' '), table);
  const options = [...given].map(([letter, value]) => (value === '' ? letter : `${letter}=${value}`));
  return [...options, ...words, ...(fault ? [`${fault.code}:${fault.option}`] : [])].join(' ');
}

test.each([
  ['a value of its own word', '-c 2 host', 'c=2 host'],
  ['a value in the same word', '-c2 host', 'c=2 host'],
  ['letters together', '-qc 2 host', 'q c=2 host'],
  ['options behind words', 'host -q', 'q host'],
  ['the last one wins', '-c 1 -c 2', 'c=2'],
  ['-- ends the options', '-q -- -c', 'q -c'],
  ['a dash alone is a word', '-', '-'],
  ['a negative value', '-c -1', 'c=-1'],
  ['a long name', '--quiet --count=3', 'q c=3'],
  ['a long name, a value with the sign in it', '--count=a=b=c', 'c=a=b=c'],
  ['a long name with its value apart', '--count 3', 'c=3'],
  ['an unknown letter', '-qx', 'q unknown:x'],
  ['a colon is no letter', '-:', 'unknown::'],
  ['an unknown name', '--nope', 'unknown:nope'],
  ['a missing value', 'host -c', 'host no-value:c'],
])('%s', (_, line, options) => expect(shown(line)).toBe(options));

test('all values of an option are kept, as they came', () => {
  const { all } = readOptions(['-c1', '--count=2', '-c', '1'], table);
  expect(all.get('c')).toEqual(['1', '2', '1']);
});

test('where words end the options, what follows is a word', () => {
  const { given, words } = readOptions(['-q', 'host', '-c', '1'], { ...table, wordsEnd: true });
  expect([...given.keys()]).toEqual(['q']);
  expect(words).toEqual(['host', '-c', '1']);
});
