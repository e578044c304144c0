/** `-j MASQUERADE [--random-fully]`. Source: net/netfilter/nf_nat_masquerade.c nf_nat_masquerade_ipv4. */
import { asIpv4 } from '../../../wire/addr';
import { SCOPE_GLOBAL } from '../../../model/route';
import { linkOf } from '../../ctx';
import { selectSource } from '../../fib';
import { translateSource } from '../nat';
import type { TargetKind } from './kind';

export const masquerade: TargetKind<'MASQUERADE'> = {
  kind: 'MASQUERADE',
  tables: ['nat'],
  parse(words) {
    const randomFully = words.skip('--random-fully');
    return { kind: 'MASQUERADE', randomFully };
  },
  print: ({ randomFully }) => `-j MASQUERADE${randomFully ? ' --random-fully' : ''}`,
  /** The primary address of the output device that fits the next hop; without one the packet cannot go. */
  act(ctx, ns, { randomFully }, skb, point) {
    const { chosen } = selectSource(ns, linkOf(ns, point.out), asIpv4(point.nexthop), SCOPE_GLOBAL);
    if (chosen === 0 || skb.ct === null) return 'drop';
    return translateSource(ctx, ns, skb, chosen, randomFully) ? 'translate' : 'drop';
  },
};
