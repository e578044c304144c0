/** The door out: the stack hands a frame to a device (`dev_queue_xmit`). */
import type { Link } from '../model/link';
import type { Skb } from '../model/skb';
import { skbLength, wireLength } from '../model/skb';
import type { Netns } from '../model/world';
import { hasCarrier } from './carrier';
import type { Ctx } from './ctx';
import { driverOf } from './link';
import { drop } from './skb';
import { tapFrame } from './sock/packet';
import { countDropped, countFrame } from './write';

/** Devices that may send through one another before it is called a loop (XMIT_RECURSION_LIMIT). */
const XMIT_DEPTH_MAX = 8;

/**
 * Taps see the frame here, before the driver does anything with it.
 * Source: net/core/dev.c __dev_queue_xmit, dev_hard_start_xmit.
 */
export function devQueueXmit(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void {
  if (!link.up || !hasCarrier(ctx.world, ns, link)) {
    countDropped(ctx, ns, link, 'tx');
    drop(ctx, ns, link.ifindex, skb, 'PW_LINK_DOWN');
    return;
  }
  if (ctx.xmitDepth > XMIT_DEPTH_MAX) {
    countDropped(ctx, ns, link, 'tx');
    drop(ctx, ns, link.ifindex, skb, 'PW_TUNNEL_LOOP');
    return;
  }
  skb.pktType = 'outgoing';
  const lenBytes = wireLength(skb);
  // A tag beside the bytes is not counted (dev_hard_start_xmit).
  countFrame(ctx, ns, link, 'tx', skbLength(skb));
  if (ctx.trace.on) {
    ctx.emit('link.tx', 'sent', ns.id, link.ifindex, skb, { pktType: 'outgoing', lenBytes });
  } else if (ctx.trace.tap !== null) {
    ctx.trace.tap.take(ctx.world.nowNs, ns.id, link.ifindex, skb);
  }
  tapFrame(ctx, ns, link, skb, 'out');
  ctx.xmitDepth += 1;
  driverOf(link.kind).xmit(ctx, ns, link, skb);
  ctx.xmitDepth -= 1;
}
