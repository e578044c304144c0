/** What a link kind is: the driver's part of sending. Time, chance and trace come in as `ctx`. */
import type { Link, LinkKind } from '../../model/link';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';

export interface LinkDriver {
  readonly kind: LinkKind;
  /** Sends a frame (`ndo_start_xmit`). The link is up and owned; the skb now belongs to the driver. */
  xmit(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void;
}
