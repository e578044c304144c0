/** `-j REDIRECT [--to-ports A[-B]]`: to this host itself. Source: net/netfilter/nf_nat_redirect.c nf_nat_redirect_ipv4. */
import { ANY_RANGE } from '../../../model/netfilter.target';
import { ipv4 } from '../../../wire/addr';
import { linkOf } from '../../ctx';
import { translate } from '../nat';
import { printRangeFlags, protosOfRange, readRangeOption } from '../nat.range';
import { printRange } from '../values';
import type { TargetKind, TargetOf } from './kind';

const LOOPBACK = ipv4('127.0.0.1');
const START: TargetOf<'REDIRECT'> = { kind: 'REDIRECT', range: ANY_RANGE };

export const redirect: TargetKind<'REDIRECT'> = {
  kind: 'REDIRECT',
  tables: ['nat'],
  hooks: ['PREROUTING', 'OUTPUT'],
  needsConntrack: true,
  protosOf: ({ range }) => protosOfRange(range),
  start: START,
  option(draft, name, words) {
    if (name !== '--to-ports' && name !== '--random') return 'unknown';
    const range = readRangeOption((draft ?? START).range, name, words);
    return typeof range === 'string' ? range : { kind: 'REDIRECT', range };
  },
  print: ({ range }) =>
    [
      '-j REDIRECT',
      ...(range.ports === null ? [] : [`--to-ports ${printRange(range.ports, '-')}`]),
      ...printRangeFlags(range),
    ].join(' '),
  /** The first address of the device it came in by; what is made here goes to 127.0.0.1. */
  act({ range }, { ctx, ns, hook, skb, point }) {
    const own = linkOf(ns, point.in)?.addrs.find(({ secondary }) => !secondary)?.local;
    const to = hook === 'OUTPUT' ? LOOPBACK : own;
    if (to === undefined || skb.ct === null) return 'drop';
    translate(ctx, ns, skb, 'destination', { ...range, addrs: { min: to, max: to } });
    return 'translate';
  },
};
