/** `protocol static`, and patterns of interfaces. Source: BIRD 1.6.8 proto/static/config.Y, nest/config.Y. */
import type { InterfacePattern, StaticRoute } from '../../model/bird.config';
import { expect, expectIp, expectPrefix, expectString, fail, peek, take, type Cursor } from './config.cursor';

/** Behind `route`. */
export function readStaticRoute(c: Cursor): StaticRoute {
  const prefix = expectPrefix(c);
  const plain = { ...prefix, via: null, dev: null };
  for (const type of ['blackhole', 'unreachable', 'prohibit'] as const) {
    if (
      take(c, type) ||
      (type === 'blackhole' && take(c, 'drop')) ||
      (type === 'unreachable' && take(c, 'reject'))
    ) {
      return { ...plain, type };
    }
  }
  expect(c, 'via');
  if (peek(c).kind === 'string') return { ...plain, dev: expectString(c), type: 'unicast' };
  const via = expectIp(c);
  const dev = take(c, '%') ? expectString(c) : null;
  return { ...prefix, via, dev, type: 'unicast' };
}

/** Behind `interface`: `-"cali*", "eth0"`. */
export function readInterfaces(c: Cursor): readonly InterfacePattern[] {
  const patterns: InterfacePattern[] = [];
  do {
    const negative = take(c, '-');
    if (peek(c).kind === 'ip') fail(peek(c), 'Interfaces are named here');
    patterns.push({ pattern: expectString(c), negative });
  } while (take(c, ','));
  return patterns;
}

/** `*` stands for anything, `?` for one character. The first pattern that fits decides; no pattern at all fits everything. */
export function interfaceFits(patterns: readonly InterfacePattern[], name: string): boolean {
  if (patterns.length === 0) return true;
  const first = patterns.find(({ pattern }) => fitsPattern(pattern, name));
  return first !== undefined && !first.negative;
}

/** Goes back to the last `*` only, so that no pattern takes long. */
export function fitsPattern(pattern: string, name: string): boolean {
  let [p, n, star, from] = [0, 0, -1, 0];
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p;
      from = n;
      p += 1;
    } else if (pattern[p] === '?' || (p < pattern.length && pattern[p] === name[n])) {
      p += 1;
      n += 1;
    } else if (star >= 0) {
      p = star + 1;
      from += 1;
      n = from;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
