/** Which ipvlan device an address belongs to. Source: drivers/net/ipvlan/ipvlan_core.c ipvlan_get_L3_hdr, ipvlan_addr_lookup. */
import type { Ipv4Addr } from '../../../wire/addr';
import { ARP_LEN, arpSpa, arpTpa } from '../../../wire/arp';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4, ethType } from '../../../wire/ethernet';
import { IPV4_HEADER_LEN, ipDst, ipHeaderLen, ipSrc, ipTotalLen } from '../../../wire/ipv4';
import type { IpvlanLink, Link, LinkRef } from '../../../model/link';
import type { Skb } from '../../../model/skb';
import type { World } from '../../../model/world';
import { networkOffset } from '../../skb';

export type IpvlanMember = LinkRef & { readonly link: IpvlanLink };

/** The devices upon a card that are up, in order of creation: only they are in its table. */
export function ipvlansOf(world: World, card: Link): readonly IpvlanMember[] {
  return card.uppers.flatMap(({ netns, ifindex }) => {
    const link = world.netns[netns]?.links[ifindex];
    return link?.kind === 'ipvlan' && link.up ? [{ netns, ifindex, link }] : [];
  });
}

export function ipvlanWith(world: World, card: Link, addr: Ipv4Addr | null): IpvlanMember | null {
  if (addr === null) return null;
  const owns = ({ link }: IpvlanMember): boolean => link.addrs.some(({ local }) => local === addr);
  return ipvlansOf(world, card).find(owns) ?? null;
}

/** The address a packet is for, or from; of ARP the one that is asked for, or who asks. Null of anything else. */
export function addressAsked(skb: Skb, side: 'source' | 'destination'): Ipv4Addr | null {
  const at = networkOffset(skb);
  const { data, tail } = skb;
  const type = skb.l2 ? ethType(data, skb.head) : ETHERTYPE_IPV4;
  if (type === ETHERTYPE_ARP) {
    if (tail - at < ARP_LEN) return null;
    return side === 'source' ? arpSpa(data, at) : arpTpa(data, at);
  }
  if (type !== ETHERTYPE_IPV4 || tail - at < IPV4_HEADER_LEN) return null;
  const totalLen = ipTotalLen(data, at);
  if (ipHeaderLen(data, at) < IPV4_HEADER_LEN || totalLen > tail - at || totalLen < ipHeaderLen(data, at))
    return null;
  return side === 'source' ? ipSrc(data, at) : ipDst(data, at);
}
