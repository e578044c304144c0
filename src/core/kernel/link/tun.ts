/** A tun device: packets go to the process that holds its file. Source: drivers/net/tun.c tun_net_xmit. */
import { skbLength } from '../../model/skb';
import { crossBorder } from '../sock/tun';
import { originOf } from '../sock/relay';
import { deliverTo } from '../sock/table';
import { drop } from '../skb';
import { countDropped } from '../write';
import type { LinkDriver } from './kind';

export const tun: LinkDriver = {
  kind: 'tun',
  xmit(ctx, ns, link, skb) {
    if (link.kind !== 'tun') return;
    const socket = ns.sockets.entries.get(link.reader);
    if (socket?.kind !== 'tun') {
      countDropped(ctx, ns, link, 'tx');
      drop(ctx, ns, link.ifindex, skb, 'DEV_READY');
      return;
    }
    crossBorder(ctx, ns, link.ifindex, skb, socket.pid, 'to-process', skbLength(skb));
    const payload = skb.data.slice(skb.head, skb.tail);
    if (deliverTo(ctx, ns, socket, { kind: 'packet', payload, origin: originOf(ctx, skb) })) return;
    countDropped(ctx, ns, link, 'tx');
    drop(ctx, ns, link.ifindex, skb, 'FULL_RING');
  },
};
