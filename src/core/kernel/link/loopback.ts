/** `lo`: what is sent is received. Source: drivers/net/loopback.c loopback_xmit. */
import { SOFTIRQ_DELAY_NS } from '../ctx';
import type { LinkDriver } from './kind';

export const loopback: LinkDriver = {
  kind: 'loopback',
  xmit(ctx, ns, link, skb) {
    ctx.arrive(ns.id, link.ifindex, skb, SOFTIRQ_DELAY_NS);
  },
};
