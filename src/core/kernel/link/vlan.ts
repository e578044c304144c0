/**
 * VLANs: a device for each VLAN of a card. It puts the tag on what it sends, and gets what the card received with its tag.
 * Source: net/8021q/vlan_dev.c, vlan_core.c; net/core/dev.c __netif_receive_skb_core.
 */
import { ETHERNET_HEADER_LEN, ethDst, ethType, setEthType } from '../../wire/ethernet';
import { ETHERTYPE_8021AD, isVlanType, parseVlan, VLAN_HEADER_LEN, vidOf, vlanTci } from '../../wire/vlan';
import type { Link, LinkRef, VlanLink, VlanProtocol } from '../../model/link';
import { TAG_8021AD, TAG_8021Q, wireBytes, type Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Verdict } from '../../trace/kinds';
import { touch, type Ctx } from '../ctx';
import { drop, pullHead } from '../skb';
import { countDropped } from '../write';
import type { LinkDriver } from './kind';

/** Which tag of a protocol, above its tag control information. */
export const TAG_OF: Readonly<Record<VlanProtocol, number>> = { '802.1Q': TAG_8021Q, '802.1ad': TAG_8021AD };

export function protocolOf(tag: number): VlanProtocol {
  return tag >= TAG_8021AD ? '802.1ad' : '802.1Q';
}

/** Source: vlan_dev_hard_start_xmit. */
export const vlan: LinkDriver = {
  kind: 'vlan',
  xmit(ctx, ns, link, skb) {
    if (link.kind !== 'vlan') return;
    const { lower } = link;
    const card = ctx.world.netns[lower.netns]?.links[lower.ifindex];
    if (card === undefined) {
      countDropped(ctx, ns, link, 'tx');
      drop(ctx, ns, link.ifindex, skb, 'PW_LINK_DOWN');
      return;
    }
    putTag(skb, TAG_OF[link.protocol] | link.vid);
    tell(ctx, ns, link.ifindex, skb, 'tagged', lower, { netns: ns.id, ifindex: link.ifindex });
    if (lower.netns === ns.id) ctx.stack.transmit(ctx, ns, card, skb);
    else
      ctx.schedule(
        { kind: 'frame.stacked', netns: lower.netns, ifindex: lower.ifindex, way: 'down', skb },
        0,
      );
  },
};

/** A tag beside the bytes; one that is there already becomes part of them (validate_xmit_vlan). */
export function putTag(skb: Skb, tag: number): void {
  if (skb.tag !== 0) {
    skb.data = wireBytes(skb);
    skb.summed = -1;
    skb.head = 0;
    skb.tail = skb.data.length;
  }
  skb.tag = tag;
  touch(skb);
}

export function clearTag(skb: Skb): void {
  skb.tag = 0;
  touch(skb);
}

/** Takes a tag out of the bytes and keeps it beside them. False when the frame ends within it. Source: skb_vlan_untag. */
export function untag(skb: Skb): boolean {
  const at = skb.head + ETHERNET_HEADER_LEN;
  const header = parseVlan(skb.data, at, skb.tail);
  if (!header.ok) return false;
  const kind = ethType(skb.data, skb.head) === ETHERTYPE_8021AD ? TAG_8021AD : TAG_8021Q;
  skb.tag = kind | vlanTci(skb.data, at);
  skb.data.copyWithin(skb.head + VLAN_HEADER_LEN, skb.head, at);
  pullHead(skb, VLAN_HEADER_LEN);
  setEthType(skb.data, skb.head, header.value.type);
  return true;
}

/** A tagged frame was received. True when it went to the device of its VLAN, or ended. Source: vlan_do_receive. */
export function vlanReceive(ctx: Ctx, ns: Netns, card: Link, skb: Skb): boolean {
  if (skb.tag === 0 && !untag(skb)) {
    drop(ctx, ns, card.ifindex, skb, 'PKT_TOO_SMALL');
    return true;
  }
  const lower = { netns: ns.id, ifindex: card.ifindex };
  const found = deviceOf(ctx, card, skb.tag);
  if (found === null) {
    // A bridge decides about VLANs itself.
    if (card.master === 0) tell(ctx, ns, card.ifindex, skb, 'nobody', lower, null);
    return false;
  }
  const { link, ...device } = found;
  tell(ctx, ns, card.ifindex, skb, 'device', lower, device);
  if (!link.up) {
    drop(ctx, ns, card.ifindex, skb, 'PW_VLAN_DEVICE_DOWN');
    return true;
  }
  clearTag(skb);
  if (skb.pktType === 'otherhost' && ethDst(skb.data, skb.head) === link.mac) skb.pktType = 'host';
  if (device.netns === ns.id) ctx.stack.receive(ctx, ns, link, skb);
  else ctx.schedule({ kind: 'frame.stacked', ...device, way: 'up', skb }, 0);
  return true;
}

/** No device took the frame with its tag: unless that told a priority alone, it is for nobody here. */
export function forNobody(skb: Skb): void {
  while (skb.tag !== 0) {
    if (vidOf(skb.tag) !== 0) skb.pktType = 'otherhost';
    clearTag(skb);
    if (!isVlanType(ethType(skb.data, skb.head)) || !untag(skb)) return;
  }
}

/** The device of a tag's VLAN upon a card. Source: vlan_find_dev. */
function deviceOf(ctx: Ctx, card: Link, tag: number): (LinkRef & { readonly link: VlanLink }) | null {
  for (const { netns, ifindex } of card.uppers) {
    const link = ctx.world.netns[netns]?.links[ifindex];
    if (link?.kind === 'vlan' && link.vid === vidOf(tag) && link.protocol === protocolOf(tag))
      return { netns, ifindex, link };
  }
  return null;
}

function tell(
  ctx: Ctx,
  ns: Netns,
  dev: number,
  skb: Skb,
  verdict: Verdict<'vlan.forward'>,
  lower: LinkRef,
  device: LinkRef | null,
): void {
  if (!ctx.trace.on) return;
  const detail = { vid: vidOf(skb.tag), protocol: protocolOf(skb.tag), lower, device };
  ctx.emit('vlan.forward', verdict, ns.id, dev, skb, detail);
}
