/** `-j DNAT --to-destination A[-B][:P[-Q]]`. Source: net/netfilter/xt_nat.c xt_dnat_target_v2. */
import { ANY_RANGE } from '../../../model/netfilter.target';
import { translate } from '../nat';
import { parseTo, printRangeFlags, printTo, protosOfRange, readRangeOption } from '../nat.range';
import { readWord } from '../values';
import type { TargetKind } from './kind';

export const dnat: TargetKind<'DNAT'> = {
  kind: 'DNAT',
  tables: ['nat'],
  hooks: ['PREROUTING', 'OUTPUT'],
  needsConntrack: true,
  protosOf: ({ range }) => protosOfRange(range),
  start: null,
  option(draft, name, words) {
    if (name === '--to-destination') {
      const to = readWord(words, parseTo);
      return to === null ? 'bad' : { kind: 'DNAT', range: { ...(draft?.range ?? ANY_RANGE), ...to } };
    }
    if (name === '--to-ports' || name === '--random-fully') return 'unknown';
    const range = readRangeOption(draft?.range ?? ANY_RANGE, name, words);
    return typeof range === 'string' ? range : { kind: 'DNAT', range };
  },
  print: ({ range }) =>
    ['-j DNAT', `--to-destination ${printTo(range)}`, ...printRangeFlags(range)].join(' '),
  act({ range }, { ctx, ns, skb }) {
    if (skb.ct === null) return 'accept';
    translate(ctx, ns, skb, 'destination', range);
    return 'translate';
  },
};
