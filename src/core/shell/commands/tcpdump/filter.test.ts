/**
 * Goal: what libpcap refuses is refused in its words, and no expression does more than be refused. Method: the answers of
 * `tcpdump -y EN10MB -d` with libpcap 1.10.3. What filters let through, cli/lab/tcpdump-filter.test.ts compares.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFilter } from './filter';

const SYNTAX = "can't parse filter expression: syntax error";

test.each([
  ['foo bar', SYNTAX],
  ['host foo', "unknown host 'foo'"],
  ['port foo', "unknown port 'foo'"],
  ['host', SYNTAX],
  ['tcp port 80 and', SYNTAX],
  ['(host 10.0.0.1', SYNTAX],
  ['ether host 10.0.0.1', 'illegal link layer address'],
  ['host 10.0.0.300', "invalid IPv4 address '10.0.0.300'"],
  ['net 10.0.0.1/24', 'non-network bits set in "10.0.0.1/24"'],
  ['net 10.0.0.0/33', 'mask length must be <= 32'],
  ['host 10.0.0.0/24', 'Mask syntax for networks only'],
  ['port 70000', 'illegal port number 70000 > 65535'],
  ['port 80-90', "unknown port '80-90'"],
  ['arp port 5', "illegal qualifier of 'port'"],
  ['icmp port 5', "illegal qualifier of 'port'"],
  ['ip proto foo', "unknown ip proto 'foo'"],
  ['ip proto tcp', SYNTAX],
  ['src', SYNTAX],
  ['less 60 greater 5', SYNTAX],
  ['10.0.0.1', SYNTAX],
  ['53', SYNTAX],
  ['tcp 53', SYNTAX],
  ['port 80 or', SYNTAX],
  ['foo', SYNTAX],
  ['tcp[13:3]=5', 'data size must be 1, 2, or 4'],
  ['@', SYNTAX],
])('%s', (text, error) => {
  expect(parseFilter(text, true)).toEqual({ ok: false, error: { text: error } });
});

describe('reading', () => {
  test('nothing lets everything through', () => {
    expect(parseFilter('  ', true)).toEqual({ ok: true, value: null });
  });

  test('and and or bind alike, from left to right', () => {
    expect(parseFilter('icmp or arp and len > 60', true)).toEqual(
      parseFilter('(icmp or arp) and len > 60', true),
    );
  });

  test('a bare value takes over the qualifiers before it', () => {
    expect(parseFilter('tcp dst port 80 or 443', true)).toEqual(
      parseFilter('tcp dst port 80 or tcp dst port 443', true),
    );
    expect(parseFilter('src host (10.0.0.1 or 10.0.0.2)', true)).toEqual(
      parseFilter('src host 10.0.0.1 or src host 10.0.0.2', true),
    );
  });

  test('names of fields and flags are numbers', () => {
    expect(parseFilter('tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn', true)).toEqual(
      parseFilter('tcp[13] & (2|16) = 2', true),
    );
  });

  test('any text is answered', () => {
    const word = fc.constantFrom(
      ...[
        'and',
        'or',
        'not',
        '(',
        ')',
        '[',
        ']',
        ':',
        'host',
        'net',
        'port',
        'src',
        'dst',
        'tcp',
        'ip',
        'ether',
      ],
      ...[
        '10.0.0.1',
        '80',
        '/',
        'mask',
        'len',
        '>',
        '&',
        '+',
        '02:00:00:00:00:01',
        'less',
        '0x10',
        'proto',
        '\\tcp',
      ],
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (expression) => {
        const read = parseFilter(expression, true);
        if (!read.ok) expect(read.error.text).not.toBe('');
      }),
    );
    expect(parseFilter('('.repeat(100_000), true)).toMatchObject({ ok: false });
    expect(parseFilter('not '.repeat(100_000) + 'ip', true)).toMatchObject({ ok: false });
  });
});
