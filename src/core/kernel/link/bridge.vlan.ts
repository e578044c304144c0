/**
 * A bridge that minds VLANs: which frames a port takes, in which VLAN they are, and how they leave.
 * Source: net/bridge/br_vlan.c.
 */
import { ethType } from '../../wire/ethernet';
import { ETHERTYPE_8021Q, vidOf } from '../../wire/vlan';
import type { BridgeLink, Ifindex, Link, VlanTable } from '../../model/link';
import { TAG_8021AD, TAG_8021Q, type Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Verdict } from '../../trace/kinds';
import { touch, type Ctx } from '../ctx';
import { drop } from '../skb';
import { clearTag, putTag, untag } from './vlan';

const NO_VLANS: VlanTable = { pvid: 0, vlans: [] };

/** The table of a port, or of the bridge device. */
export function vlanTableOf(bridge: BridgeLink, link: Link): VlanTable {
  return (link === bridge ? bridge.vlan?.own : link.port?.vlans) ?? NO_VLANS;
}

export function isMember(table: VlanTable, vid: number): boolean {
  return table.vlans.some((vlan) => vlan.vid === vid);
}

/**
 * A frame comes in by a port, or from the host by the bridge device. Answers its VLAN, and it has that VLAN's tag; 0 when it ended.
 * Source: __allowed_ingress.
 */
export function vlanIngress(ctx: Ctx, ns: Netns, bridge: BridgeLink, port: Link, skb: Skb): number {
  const table = vlanTableOf(bridge, port);
  if (skb.tag === 0 && ethType(skb.data, skb.head) === ETHERTYPE_8021Q && !untag(skb)) {
    drop(ctx, ns, port.ifindex, skb, 'PKT_TOO_SMALL');
    return 0;
  }
  // A provider's tag is data to a bridge of customers' VLANs: it goes under a tag of the port's own.
  const tagged = skb.tag !== 0 && skb.tag < TAG_8021AD;
  const vid = tagged ? vidOf(skb.tag) : 0;
  if (vid !== 0) {
    if (isMember(table, vid)) {
      tell(ctx, ns, bridge, port, 'member', vid, table, skb);
      return vid;
    }
    tell(ctx, ns, bridge, port, 'not-member', vid, table, skb);
    drop(ctx, ns, port.ifindex, skb, 'PW_VLAN_NOT_MEMBER');
    return 0;
  }
  const { pvid } = table;
  if (pvid === 0) {
    tell(ctx, ns, bridge, port, 'no-pvid', 0, table, skb);
    drop(ctx, ns, port.ifindex, skb, 'PW_VLAN_NO_PVID');
    return 0;
  }
  if (tagged) {
    // The priority stays.
    skb.tag |= pvid;
    touch(skb);
  } else {
    putTag(skb, TAG_8021Q | pvid);
  }
  tell(ctx, ns, bridge, port, 'pvid', pvid, table, skb);
  return pvid;
}

/** A frame leaves by a port that is a member of its VLAN, or goes up to the host. Source: br_handle_vlan. */
export function vlanEgress(ctx: Ctx, ns: Netns, bridge: BridgeLink, port: Link, skb: Skb): void {
  const table = vlanTableOf(bridge, port);
  const vid = vidOf(skb.tag);
  const untagged = table.vlans.find((vlan) => vlan.vid === vid)?.untagged === true;
  if (untagged) clearTag(skb);
  tell(ctx, ns, bridge, port, untagged ? 'untagged' : 'tagged', vid, table, skb);
}

function tell(
  ctx: Ctx,
  ns: Netns,
  { ifindex: bridge }: BridgeLink,
  { ifindex: port }: { readonly ifindex: Ifindex },
  verdict: Verdict<'bridge.vlan'>,
  vid: number,
  table: VlanTable,
  skb: Skb,
): void {
  if (ctx.trace.on) ctx.emit('bridge.vlan', verdict, ns.id, port, skb, { bridge, port, vid, table });
}
