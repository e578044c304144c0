/**
 * What IPv4 counts of every packet (`nstat`, /proc/net/snmp, /proc/net/netstat), where the kernel counts it.
 * Source: include/uapi/linux/snmp.h; net/ipv4/ip_input.c ip_rcv_core, ip_output.c ip_finish_output2, icmp.c.
 */
import type { Errno } from '../model/op';
import type { Netns } from '../model/world';
import type { Skb } from '../model/skb';
import { skbLength } from '../model/skb';
import { isMulticastIpv4 } from '../wire/addr';
import { ipDst, ipTos } from '../wire/ipv4';
import type { Ctx } from './ctx';
import { networkOffset } from './skb';
import { countSnmp } from './write';
import { countPacketIn, countPacketOut, countWithoutEcn } from './write.packets';

/** By the two bits that speak of congestion (RFC 3168); null is the usual one. */
const BY_CONGESTION = [null, 'IpExtInECT1Pkts', 'IpExtInECT0Pkts', 'IpExtInCEPkts'] as const;
const CONGESTION = 0x03;

/** A packet came up from a device. */
export function countReceived(ctx: Ctx, ns: Netns, skb: Skb): void {
  countPacketIn(ctx, ns, skb.tail - networkOffset(skb));
}

/** Its header can be read. */
export function countCongestion(ctx: Ctx, ns: Netns, skb: Skb): void {
  const key = BY_CONGESTION[ipTos(skb.data, networkOffset(skb)) & CONGESTION] ?? null;
  if (key === null) countWithoutEcn(ctx, ns);
  else countSnmp(ctx, ns, key);
}

/** It is for everybody on the link, or for a group. */
export function countGroupReceived(ctx: Ctx, ns: Netns, skb: Skb, broadcast: boolean): void {
  const at = networkOffset(skb);
  if (broadcast) {
    countSnmp(ctx, ns, 'IpExtInBcastPkts');
    countSnmp(ctx, ns, 'IpExtInBcastOctets', skb.tail - at);
  } else if (isMulticastIpv4(ipDst(skb.data, at))) {
    countSnmp(ctx, ns, 'IpExtInMcastPkts');
    countSnmp(ctx, ns, 'IpExtInMcastOctets', skb.tail - at);
  }
}

/** A packet, or one of its fragments, goes to the device. */
export function countTransmitted(ctx: Ctx, ns: Netns, skb: Skb): void {
  const length = skbLength(skb);
  countPacketOut(ctx, ns, length);
  if (!isMulticastIpv4(ipDst(skb.data, networkOffset(skb)))) return;
  countSnmp(ctx, ns, 'IpExtOutMcastPkts');
  countSnmp(ctx, ns, 'IpExtOutMcastOctets', length);
}

/** Key of the counter of one type of message, made once each. */
const IN_TYPES: string[] = Array.from({ length: 256 }, (_, type) => `IcmpMsgInType${String(type)}`);
const OUT_TYPES: string[] = Array.from({ length: 256 }, (_, type) => `IcmpMsgOutType${String(type)}`);

export function countIcmpIn(ctx: Ctx, ns: Netns, type: number): void {
  countSnmp(ctx, ns, IN_TYPES[type & 0xff] ?? '');
}

export function countIcmpOut(ctx: Ctx, ns: Netns, type: number): void {
  countSnmp(ctx, ns, 'IcmpOutMsgs');
  countSnmp(ctx, ns, OUT_TYPES[type & 0xff] ?? '');
}

/** Something of this message is wrong, or nobody knows what it is about. */
export function countIcmpFault(ctx: Ctx, ns: Netns): void {
  countSnmp(ctx, ns, 'IcmpInErrors');
}

/** A datagram or segment is refused for its checksum. */
export function countBadSum(ctx: Ctx, ns: Netns, layer: 'Icmp' | 'Tcp' | 'Udp'): void {
  countSnmp(ctx, ns, `${layer}InCsumErrors`);
  countSnmp(ctx, ns, layer === 'Tcp' ? 'TcpInErrs' : `${layer}InErrors`);
}

/** A process cannot send: nothing leads there. */
export function countNoRoute(ctx: Ctx, ns: Netns, errno: Errno): void {
  if (errno === 'ENETUNREACH') countSnmp(ctx, ns, 'IpOutNoRoutes');
}
