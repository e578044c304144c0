/**
 * `-m policy --dir in --pol ipsec [--proto esp]`: whether IPsec had or will have the packet. Nothing here does IPsec,
 * so only `--pol none` fits. Source: net/netfilter/xt_policy.c.
 */
import { readWord } from '../values';
import type { MatchKind, MatchOf } from './kind';

type Match = MatchOf<'policy'>;
const START: Match = { kind: 'policy', dir: 'in', pol: 'none', proto: null };

export const policy: MatchKind<'policy'> = {
  kind: 'policy',
  start: null,
  option(given, name, invert, words) {
    const draft = given ?? START;
    if (invert) return 'bad';
    switch (name) {
      case '--dir': {
        const dir = readWord(words, (text) => (text === 'in' || text === 'out' ? text : null));
        return dir === null ? 'bad' : { ...draft, dir };
      }
      case '--pol': {
        const pol = readWord(words, (text) => (text === 'ipsec' || text === 'none' ? text : null));
        return pol === null ? 'bad' : { ...draft, pol };
      }
      case '--proto': {
        const proto = readWord(words, (text) =>
          text === 'esp' || text === 'ah' || text === 'ipcomp' ? text : null,
        );
        return proto === null ? 'bad' : { ...draft, proto };
      }
      default:
        return 'unknown';
    }
  },
  print: ({ dir, pol, proto }) =>
    `-m policy --dir ${dir} --pol ${pol}${proto === null ? '' : ` --proto ${proto}`}`,
  fits: ({ pol }) => pol === 'none',
};
