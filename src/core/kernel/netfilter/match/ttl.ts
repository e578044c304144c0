/** `-m ttl --ttl-eq N`, `--ttl-lt`, `--ttl-gt`. Source: net/netfilter/xt_hl.c ttl_mt. */
import { ipTtl } from '../../../wire/ipv4';
import { networkOffset } from '../../skb';
import { parseNumber, readWord } from '../values';
import type { MatchKind, MatchOf } from './kind';

type Test = MatchOf<'ttl'>['test'];
const TESTS: Readonly<Record<string, Test>> = {
  '--ttl-eq': 'eq',
  '--ttl': 'eq',
  '--ttl-lt': 'lt',
  '--ttl-gt': 'gt',
};

export const ttl: MatchKind<'ttl'> = {
  kind: 'ttl',
  start: null,
  option(_draft, name, invert, words) {
    const test = Object.hasOwn(TESTS, name) ? TESTS[name] : undefined;
    if (test === undefined) return 'unknown';
    const value = readWord(words, (text) => parseNumber(text, 255));
    if (value === null || (invert && test !== 'eq')) return 'bad';
    return { kind: 'ttl', test: invert ? 'ne' : test, value };
  },
  print: ({ test, value }) => `-m ttl ${test === 'ne' ? '! --ttl-eq' : `--ttl-${test}`} ${String(value)}`,
  fits({ test, value }, { skb }) {
    const found = ipTtl(skb.data, networkOffset(skb));
    switch (test) {
      case 'eq':
        return found === value;
      case 'ne':
        return found !== value;
      case 'lt':
        return found < value;
      case 'gt':
        return found > value;
    }
  },
};
