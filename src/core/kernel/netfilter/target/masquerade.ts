/** `-j MASQUERADE [--to-ports A-B] [--random] [--random-fully]`. Source: net/netfilter/nf_nat_masquerade.c nf_nat_masquerade_ipv4. */
import { ANY_RANGE } from '../../../model/netfilter.target';
import { asIpv4 } from '../../../wire/addr';
import { SCOPE_GLOBAL } from '../../../model/route';
import { linkOf } from '../../ctx';
import { selectSource } from '../../fib';
import { translate } from '../nat';
import { printRangeFlags, protosOfRange, readRangeOption } from '../nat.range';
import { printRange } from '../values';
import type { TargetKind, TargetOf } from './kind';

const START: TargetOf<'MASQUERADE'> = { kind: 'MASQUERADE', range: ANY_RANGE };

export const masquerade: TargetKind<'MASQUERADE'> = {
  kind: 'MASQUERADE',
  tables: ['nat'],
  hooks: ['POSTROUTING'],
  needsConntrack: true,
  protosOf: ({ range }) => protosOfRange(range),
  start: START,
  option(draft, name, words) {
    if (name === '--persistent') return 'unknown';
    const range = readRangeOption((draft ?? START).range, name, words);
    return typeof range === 'string' ? range : { kind: 'MASQUERADE', range };
  },
  print: ({ range }) =>
    [
      '-j MASQUERADE',
      ...(range.ports === null ? [] : [`--to-ports ${printRange(range.ports, '-')}`]),
      ...printRangeFlags(range),
    ].join(' '),
  /** The primary address of the output device that fits the next hop; without one the packet cannot go. */
  act({ range }, { ctx, ns, skb, point }) {
    const { chosen } = selectSource(ns, linkOf(ns, point.out), asIpv4(point.nexthop), SCOPE_GLOBAL);
    if (chosen === 0 || skb.ct === null) return 'drop';
    translate(ctx, ns, skb, 'source', { ...range, addrs: { min: chosen, max: chosen } }, point.out);
    return 'translate';
  },
};
