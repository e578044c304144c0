/** `-m set [!] --match-set NAME src,dst`. Source: net/netfilter/xt_set.c set_match_v4. */
import type { SetSide } from '../../../model/netfilter.match';
import { isOfAddresses } from '../../ipset/by-prefix';
import { inSet } from '../../ipset/match';
import type { MatchKind } from './kind';

const SIDES_MAX = 6;

export const set: MatchKind<'set'> = {
  kind: 'set',
  start: null,
  option(_draft, name, invert, words) {
    if (name !== '--match-set') return 'unknown';
    const [setName, sidesText] = words.take(2);
    const sides = sidesText === undefined ? null : parseSides(sidesText);
    return setName === undefined || sides === null ? 'bad' : { kind: 'set', set: setName, sides, invert };
  },
  print: ({ set: name, sides, invert }) =>
    `-m set ${invert ? '! ' : ''}--match-set ${name} ${sides.join(',')}`,
  alike({ set: name }, { ns }) {
    const found = ns.ipsets.get(name);
    // Members that go by themselves, or count, are asked each time; of other types packets would have to be alike in more.
    return found === undefined || (isOfAddresses(found) && found.timeoutSec === null && !found.counters);
  },
  fits({ set: name, sides, invert }, { ctx, ns, skb, point }) {
    const found = ns.ipsets.get(name);
    return found !== undefined && inSet(ctx, ns, found, skb, point, sides) !== invert;
  },
};

/** `src`, `src,dst,dst`; null for other words. */
export function parseSides(text: string): readonly SetSide[] | null {
  const words = text.split(',');
  const sides = words.flatMap((word): SetSide[] => (word === 'src' || word === 'dst' ? [word] : []));
  return sides.length === words.length && sides.length <= SIDES_MAX ? sides : null;
}
