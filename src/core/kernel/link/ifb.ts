/**
 * ifb: a device for what others receive, so that it can be queued. Only what was redirected to it means anything; nothing
 * is redirected here, and what is sent to it is lost. Source: drivers/net/ifb.c ifb_xmit.
 */
import { drop } from '../skb';
import { countDropped } from '../write';
import type { LinkDriver } from './kind';

export const ifb: LinkDriver = {
  kind: 'ifb',
  xmit(ctx, ns, link, skb) {
    countDropped(ctx, ns, link, 'rx');
    drop(ctx, ns, link.ifindex, skb, 'PW_SWALLOWED');
  },
};
