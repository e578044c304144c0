/** Ties the stations of the stack together. */
import { arpSolicit } from './arp.send';
import type { Stack } from './ctx';
import { rare } from './ip4/part';
import { netifReceive } from './rx';
import { devQueueXmit } from './tx';

export const stack: Stack = {
  receive: netifReceive,
  transmit: devQueueXmit,
  solicit: arpSolicit,
  unreachable: (ctx, ns, link, skb) => {
    rare.content.linkFailure(ctx, ns, link, skb);
  },
  tell: (ctx, ns, link, skb, type, code) => {
    rare.content.icmpSend(ctx, ns, link, skb, type, code, 0, 'NETFILTER_DROP');
  },
  reset: (ctx, ns, link, skb) => {
    rare.content.sendReset(ctx, ns, link, skb);
  },
};
