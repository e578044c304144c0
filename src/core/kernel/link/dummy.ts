/** A device that swallows what is sent. Source: drivers/net/dummy.c dummy_xmit. */
import { drop } from '../skb';
import type { LinkDriver } from './kind';

export const dummy: LinkDriver = {
  kind: 'dummy',
  xmit(ctx, ns, link, skb) {
    drop(ctx, ns, link.ifindex, skb, 'PW_SWALLOWED');
  },
};
