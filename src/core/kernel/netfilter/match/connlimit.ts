/**
 * `-m connlimit --connlimit-above N`, `--connlimit-upto N`: how many flows from one address, or one network, this rule has
 * seen that are still there. Source: net/netfilter/xt_connlimit.c connlimit_mt, nf_conncount.c; extensions/libxt_connlimit.c.
 */
import { asIpv4, formatIpv4, networkOf } from '../../../wire/addr';
import { ipDst, ipSrc } from '../../../wire/ipv4';
import type { Netns } from '../../../model/world';
import { networkOffset } from '../../skb';
import { putNfState } from '../../write';
import { entryOf } from '../conntrack';
import { parseNumber, readWord } from '../values';
import type { MatchKind, MatchOf } from './kind';

type Match = MatchOf<'connlimit'>;
const LEN_MAX = 32;
const START: Match = { kind: 'connlimit', limit: -1, above: true, len: LEN_MAX, side: 'src' };

export const connlimit: MatchKind<'connlimit'> = {
  kind: 'connlimit',
  needsConntrack: true,
  start: START,
  option(given, name, invert, words) {
    const draft = given ?? START;
    switch (name) {
      case '--connlimit-above':
      case '--connlimit-upto': {
        const limit = readWord(words, (text) => parseNumber(text, 0xffff_ffff));
        if (limit === null || draft.limit >= 0) return 'bad';
        return { ...draft, limit, above: (name === '--connlimit-above') !== invert };
      }
      case '--connlimit-mask': {
        const len = readWord(words, (text) => parseNumber(text, LEN_MAX));
        return len === null || invert ? 'bad' : { ...draft, len };
      }
      case '--connlimit-saddr':
      case '--connlimit-daddr':
        return invert ? 'bad' : { ...draft, side: name === '--connlimit-saddr' ? 'src' : 'dst' };
      default:
        return 'unknown';
    }
  },
  print: ({ limit, above, len, side }) =>
    `-m connlimit --connlimit-${above ? 'above' : 'upto'} ${String(limit)} --connlimit-mask ${String(len)} --connlimit-${side === 'src' ? 'saddr' : 'daddr'}`,
  fits({ limit, above, len, side }, { ctx, ns, skb }, rule) {
    const at = networkOffset(skb);
    const addr = side === 'src' ? ipSrc(skb.data, at) : ipDst(skb.data, at);
    const key = `connlimit ${String(rule)} ${formatIpv4(asIpv4(networkOf(addr, len)))}`;
    const known = (ns.nfState.entries.get(key) ?? []).filter((id) => isOpen(ns, id));
    const own = entryOf(ns, skb)?.id;
    const flows = own === undefined || known.includes(own) ? known : [...known, own];
    putNfState(ctx, ns, key, flows);
    return flows.length > limit === above;
  },
};

/** Flows that are gone or about to go do not count. */
function isOpen(ns: Netns, id: number): boolean {
  const entry = ns.conntrack.entries.get(id);
  return entry !== undefined && entry.tcp !== 'TIME_WAIT' && entry.tcp !== 'CLOSE';
}
