/** A network card and its cable. */
import { sendToPeer } from './veth';
import type { LinkDriver } from './kind';

/** One-way delay of a cable unless a lab says otherwise, ns: order of magnitude of a rack's cable and card. */
export const CABLE_DELAY_NS = 20_000;

export const physical: LinkDriver = {
  kind: 'physical',
  xmit(ctx, ns, link, skb) {
    if (link.kind !== 'physical') return;
    sendToPeer(ctx, ns, link, link.peer, skb, link.delayNs);
  },
};
