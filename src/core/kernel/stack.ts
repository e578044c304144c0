/** Ties the stations of the stack together. */
import { arpSolicit } from './arp.send';
import type { Stack } from './ctx';
import { icmpSend, linkFailure } from './ip4/icmp.error';
import { sendReset } from './ip4/tcp.reset';
import { netifReceive } from './rx';
import { devQueueXmit } from './tx';

export const stack: Stack = {
  receive: netifReceive,
  transmit: devQueueXmit,
  solicit: arpSolicit,
  unreachable: linkFailure,
  tell: (ctx, ns, link, skb, type, code) => {
    icmpSend(ctx, ns, link, skb, type, code, 0, 'NETFILTER_DROP');
  },
  reset: sendReset,
};
