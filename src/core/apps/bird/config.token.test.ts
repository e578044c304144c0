/** Goal: words know their places, in a line of any length at a cost that grows with the text. Method: texts whose words are counted. */
import { expect, test } from 'vitest';
import { tokenise } from './config.token';

const words = (text: string) => {
  const read = tokenise(text, 'x.conf', () => null);
  if (!read.ok) throw new Error(read.error.text);
  return read.value;
};

test('lines and columns, through spaces and comments', () => {
  const places = words('a  b\n /* one\n two */ c # d\n\ne').map(({ text, line, column }) => [
    text,
    line,
    column,
  ]);
  expect(places).toEqual([
    ['a', 1, 1],
    ['b', 1, 4],
    ['c', 3, 9],
    ['e', 5, 1],
    ['', 1, 0],
  ]);
});

test('a line of as many words as a configuration may have, each looked at once', { timeout: 20_000 }, () => {
  // Whoever looks through the rest of the line at every word needs a minute.
  const all = words(`${'a '.repeat(990_000)}# 行\nb`);
  expect(all).toHaveLength(990_002);
  expect(all.at(-2)).toMatchObject({ text: 'b', line: 2, column: 1 });
});
