import { expect, test } from 'vitest';
import { completed, listed } from './complete';
import { EMPTY, insert } from './line';
import { plainText } from './sheet';

const line = insert(EMPTY, 'ip l');
const words = (...texts: readonly string[]) => texts.map((text) => ({ text, about: '' }));
const texts = (choices: readonly { readonly text: string }[]) => choices.map(({ text }) => text);

test('a single candidate is put in with a space, but for those one goes on typing at', () => {
  expect(completed(line, { from: 3, words: words('link') }).line.text).toBe('ip link ');
  expect(completed(line, { from: 3, words: words('/etc/') }).line.text).toBe('ip /etc/');
});

test('several give what they have in common, then a choice', () => {
  const first = completed(line, { from: 3, words: words('link-a', 'link-b') });
  expect(first.line.text).toBe('ip link-');
  const second = completed(first.line, { from: 3, words: words('link-a', 'link-b') });
  expect(second.line).toBe(first.line);
  expect(texts(second.choices)).toEqual(['link-a', 'link-b']);
});

test('what cannot be typed as it is offered is left out', () => {
  expect(completed(line, { from: 3, words: words('l\x1b[2J', 'l\nreboot') })).toEqual({ line, choices: [] });
});

test('candidates stand in columns, down first; those that are explained one a line', () => {
  const columns = listed(words('a', 'b', 'c', 'd', 'e'), 9, String).map(plainText);
  expect(columns).toEqual(['a  c  e', 'b  d']);
  const explained = listed(
    [{ text: 'addr', about: 'an\x1b address of a device' }, ...words('x')],
    24,
    String,
  );
  expect(explained.map(plainText)).toEqual(['addr  an^[ address of …', 'x']);
});

test('more than a screen takes are counted', () => {
  const many = Array.from({ length: 300 }, (_, index) => `w${index}`);
  expect(plainText(listed(words(...many), 80, (count) => `${count} more`).at(-1) ?? [])).toBe('100 more');
});
