/** `-j SNAT --to-source A[-B][:P[-Q]]`. Source: net/netfilter/xt_nat.c xt_snat_target_v2. */
import { ANY_RANGE } from '../../../model/netfilter.target';
import { translate } from '../nat';
import { parseTo, printRangeFlags, printTo, protosOfRange, readRangeOption } from '../nat.range';
import { readWord } from '../values';
import type { TargetKind } from './kind';

export const snat: TargetKind<'SNAT'> = {
  kind: 'SNAT',
  tables: ['nat'],
  hooks: ['POSTROUTING', 'INPUT'],
  needsConntrack: true,
  protosOf: ({ range }) => protosOfRange(range),
  start: null,
  option(draft, name, words) {
    if (name === '--to-source') {
      const to = readWord(words, parseTo);
      return to === null || to.base !== undefined
        ? 'bad'
        : { kind: 'SNAT', range: { ...(draft?.range ?? ANY_RANGE), ...to } };
    }
    if (name === '--to-ports') return 'unknown';
    const range = readRangeOption(draft?.range ?? ANY_RANGE, name, words);
    return typeof range === 'string' ? range : { kind: 'SNAT', range };
  },
  print: ({ range }) => ['-j SNAT', `--to-source ${printTo(range)}`, ...printRangeFlags(range)].join(' '),
  act({ range }, { ctx, ns, skb }) {
    if (skb.ct === null) return 'accept';
    translate(ctx, ns, skb, 'source', range);
    return 'translate';
  },
};
