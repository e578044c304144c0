/** Goal: a usage in the notation of man pages says what may come next. Method: POSIX utility conventions, by hand. */
import { describe, expect, it } from 'vitest';
import { abbreviated, compile, exactly, follow, type Same } from './grammar';

const next = (usage: string | string[], typed: string, same: Same = exactly): string[] =>
  follow(compile([usage].flat()), typed === '' ? [] : typed.split(' '), same)
    .expected.map(({ name }) => name)
    .sort();

describe('follow', () => {
  it.each<[string, string, string[]]>([
    ['t { add | del } NAME', '', ['add', 'del']],
    ['t { add | del } NAME', 'add', ['NAME']],
    ['t { add | del } NAME', 'add x', []],
    ['t { add | del } NAME', 'what', []],
    // Options in any order, once a value is due nothing else.
    ['t [ -c N ] [ -q ] HOST', '', ['-c', '-q', 'HOST']],
    ['t [ -c N ] [ -q ] HOST', '-q', ['-c', '-q', 'HOST']],
    ['t [ -c N ] [ -q ] HOST', '-q -c', ['N']],
    ['t [ -c N ] [ -q ] HOST', '-c 3', ['-c', '-q', 'HOST']],
    ['t [ -c N ] [ -q ] HOST', '-c 3 host', []],
    // An option nobody described is passed over.
    ['t [ -c N ] HOST', '-z', ['-c', 'HOST']],
    ['t WORD ...', 'a b', ['WORD']],
    ['t [ WORD ... ]', '', ['WORD']],
    ['t [ a | b ] x', '', ['a', 'b', 'x']],
    ['t [no]learning', '', ['learning', 'nolearning']],
    ['t [ TYPE ] x, TYPE := { one | two }', '', ['one', 'two', 'x']],
  ])('%s | %s', (usage, typed, expected) => {
    expect(next(usage, typed)).toEqual(expected);
  });

  it('takes a keyword by its beginning where the tool does', () => {
    const usage = ['ip route add PREFIX', 'ip route show', 'ip rule show'];
    expect(next(usage, 'ro', abbreviated)).toEqual(['add', 'show']);
    expect(next(usage, 'r', abbreviated)).toEqual(
      ['add', 'show', 'show'].filter((w, i, all) => all.indexOf(w) === i),
    );
    expect(next(usage, 'ro')).toEqual([]);
  });

  it('says which words were values', () => {
    const grammar = compile(['ip netns exec NETNS COMMAND ...']);
    expect(follow(grammar, ['netns', 'exec', 'pod-a', 'ip', 'a']).values).toEqual([
      [],
      [],
      ['NETNS'],
      ['COMMAND'],
      ['COMMAND'],
    ]);
  });
});
