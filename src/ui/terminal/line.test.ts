import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeyName } from './keys';
import { EMPTY, insert, MAX_LINE, pressed, searched, searchFor, searchLeft } from './line';
import type { Line } from './line';

/** Goal: a line is edited as in bash. Method: what readline(3) says of each key; any keys on any text. */
const HISTORY = ['ip addr', 'ping 10.0.0.1', 'ip route'];

/** A line with its cursor at `|`. */
const at = (marked: string): Line => ({
  ...EMPTY,
  text: marked.replace('|', ''),
  cursor: marked.indexOf('|'),
});
const marked = ({ text, cursor }: Line): string => `${text.slice(0, cursor)}|${text.slice(cursor)}`;
const press = (line: Line, ...keys: readonly KeyName[]): Line =>
  keys.reduce((now, key) => pressed(now, key, HISTORY) ?? now, line);

describe('editing', () => {
  test.each<[before: string, key: KeyName, after: string]>([
    ['ip addr|', 'left', 'ip add|r'],
    ['ip 你好|', 'backspace', 'ip 你|'],
    ['x👨‍👩‍👧|', 'left', 'x|👨‍👩‍👧'],
    ['ip addr|', 'home', '|ip addr'],
    ['|ip addr', 'word-right', 'ip| addr'],
    ['ip 10.0.0.1|', 'word-left', 'ip 10.0.0.|1'],
    ['ip link set eth0|', 'kill-blank-word', 'ip link set |'],
    ['ip link /etc/cni|', 'kill-word-left', 'ip link /etc/|'],
    ['ip| addr', 'kill-end', 'ip|'],
    ['ip |addr', 'kill-start', '|addr'],
    ['|ip addr', 'kill-word-right', '| addr'],
    ['ip |addr', 'delete', 'ip |ddr'],
    ['pign|', 'transpose', 'ping|'],
    ['cat |', 'last-word', 'cat route|'],
    ['|', 'backspace', '|'],
    ['|', 'delete', '|'],
  ])('%s, %s: %s', (before, key, after) => expect(marked(press(at(before), key))).toBe(after));

  test('what was cut is put in again', () => {
    expect(marked(press(at('ip addr|'), 'kill-blank-word', 'home', 'yank'))).toBe('addr|ip ');
  });

  test('the cursor stays in the text, and the text stays bounded, whatever is pressed', () => {
    const keys = fc.constantFrom<KeyName>(
      ...(['left', 'right', 'word-left', 'word-right', 'home', 'end', 'up', 'down', 'backspace'] as const),
      ...(['delete', 'kill-end', 'kill-start', 'kill-blank-word', 'yank', 'transpose', 'last-word'] as const),
      ...(['kill-word-left', 'kill-word-right'] as const),
    );
    const typed = fc.oneof(
      keys,
      fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => ({ text })),
    );
    fc.assert(
      fc.property(fc.array(typed, { maxLength: 40 }), (all) => {
        let line = EMPTY;
        for (const one of all) {
          line = typeof one === 'string' ? press(line, one) : insert(line, one.text);
          expect(line.cursor).toBeGreaterThanOrEqual(0);
          expect(line.cursor).toBeLessThanOrEqual(line.text.length);
          expect(line.text).not.toMatch(/\p{Cs}/u);
        }
      }),
    );
    expect(insert(EMPTY, '你'.repeat(MAX_LINE * 2)).text.length).toBe(MAX_LINE);
  });
});

describe('the history', () => {
  test('is walked from the newest on, and back to what one was typing', () => {
    const line = press(at('pi|'), 'up', 'up');
    expect(line.text).toBe('ping 10.0.0.1');
    expect(press(line, 'up', 'up').text).toBe('ip addr');
    expect(marked(press(line, 'down', 'down', 'down'))).toBe('pi|');
  });

  test('is searched backwards; searching on finds older ones', () => {
    const begun = searchFor(searched(at('x|'), HISTORY), 'ip', HISTORY);
    expect(begun.text).toBe('ip route');
    const older = searched(begun, HISTORY);
    expect(older.text).toBe('ip addr');
    // Nothing older fits.
    expect(searched(older, HISTORY).text).toBe('ip addr');
    expect(searchLeft(older, true).text).toBe('ip addr');
    expect(searchLeft(older, false).text).toBe('x');
    expect(searchFor(begun, 'nowhere', HISTORY).search?.at).toBe(-1);
  });
});
