/** `-j REJECT --reject-with TYPE`: drops, and tells the sender. Source: net/ipv4/netfilter/ipt_REJECT.c, nf_reject_ipv4.c. */
import type { RejectWith } from '../../../model/netfilter.target';
import { REJECT_WITH } from '../../../model/netfilter.target';
import {
  ICMP_HOST_ANO,
  ICMP_HOST_UNREACH,
  ICMP_NET_ANO,
  ICMP_NET_UNREACH,
  ICMP_PKT_FILTERED,
  ICMP_PORT_UNREACH,
  ICMP_PROT_UNREACH,
  ICMP_UNREACHABLE,
} from '../../../wire/icmp4';
import { PROTO_TCP } from '../../../wire/ipv4';
import { linkOf } from '../../ctx';
import { readWord } from '../values';
import type { TargetKind, TargetOf } from './kind';

const CODES: Readonly<Record<Exclude<RejectWith, 'tcp-reset'>, number>> = {
  'icmp-port-unreachable': ICMP_PORT_UNREACH,
  'icmp-net-unreachable': ICMP_NET_UNREACH,
  'icmp-host-unreachable': ICMP_HOST_UNREACH,
  'icmp-proto-unreachable': ICMP_PROT_UNREACH,
  'icmp-net-prohibited': ICMP_NET_ANO,
  'icmp-host-prohibited': ICMP_HOST_ANO,
  'icmp-admin-prohibited': ICMP_PKT_FILTERED,
};
/** Shorter names the tool takes as well. */
const ALIASES: Readonly<Record<string, RejectWith>> = {
  'port-unreach': 'icmp-port-unreachable',
  'net-unreach': 'icmp-net-unreachable',
  'host-unreach': 'icmp-host-unreachable',
  'proto-unreach': 'icmp-proto-unreachable',
  'net-prohib': 'icmp-net-prohibited',
  'host-prohib': 'icmp-host-prohibited',
  'admin-prohib': 'icmp-admin-prohibited',
  'tcp-rst': 'tcp-reset',
};
const START: TargetOf<'REJECT'> = { kind: 'REJECT', with: 'icmp-port-unreachable' };

export const reject: TargetKind<'REJECT'> = {
  kind: 'REJECT',
  tables: ['filter'],
  hooks: ['INPUT', 'FORWARD', 'OUTPUT'],
  start: START,
  option(_draft, name, words) {
    if (name !== '--reject-with') return 'unknown';
    const answer = readWord(
      words,
      (text) => REJECT_WITH.find((known) => known === text) ?? ALIASES[text] ?? null,
    );
    return answer === null ? 'bad' : { kind: 'REJECT', with: answer };
  },
  print: (target) => `-j REJECT --reject-with ${target.with}`,
  protosOf: (target) => (target.with === 'tcp-reset' ? [PROTO_TCP] : null),
  act(target, { ctx, ns, skb, point }) {
    const link = linkOf(ns, point.in === 0 ? point.out : point.in);
    if (link === null) return 'drop';
    const { cause } = ctx;
    if (target.with === 'tcp-reset') ctx.stack.reset(ctx, ns, link, skb);
    else ctx.stack.tell(ctx, ns, link, skb, ICMP_UNREACHABLE, CODES[target.with]);
    ctx.cause = cause;
    return 'drop';
  },
};
