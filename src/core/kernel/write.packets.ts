/** Counting what nearly every packet counts: numbers of the netns itself, one function for each place where the kernel counts. */
import type { PacketCounts } from '../model/snmp';
import type { Netns } from '../model/world';
import { countedOnce } from './counted';
import type { Ctx } from './ctx';

type Counter = keyof PacketCounts;

/** A packet came up from a device. */
export function countPacketIn(ctx: Ctx, ns: Netns, octets: number): void {
  ns.packets.IpInReceives += 1;
  ns.packets.IpExtInOctets += octets;
  if (ctx.trace.on) tell(ctx, ns, 'IpInReceives', 'IpExtInOctets', octets);
}

/** Its sender takes no part in explicit congestion notification. */
export function countWithoutEcn(ctx: Ctx, ns: Netns): void {
  ns.packets.IpExtInNoECTPkts += 1;
  if (ctx.trace.on) ctx.changed(countedOnce(ns.id, 'IpExtInNoECTPkts' satisfies Counter));
}

/** It is for somebody else, and goes on. */
export function countForwarded(ctx: Ctx, ns: Netns): void {
  ns.packets.IpForwDatagrams += 1;
  if (ctx.trace.on) ctx.changed(countedOnce(ns.id, 'IpForwDatagrams' satisfies Counter));
}

/** It is for this host, and somebody here understands it. */
export function countDelivered(ctx: Ctx, ns: Netns): void {
  ns.packets.IpInDelivers += 1;
  if (ctx.trace.on) ctx.changed(countedOnce(ns.id, 'IpInDelivers' satisfies Counter));
}

/** A packet was made here. */
export function countRequest(ctx: Ctx, ns: Netns): void {
  ns.packets.IpOutRequests += 1;
  if (ctx.trace.on) ctx.changed(countedOnce(ns.id, 'IpOutRequests' satisfies Counter));
}

/** A packet, or a fragment of it, goes to a device. */
export function countPacketOut(ctx: Ctx, ns: Netns, octets: number): void {
  ns.packets.IpOutTransmits += 1;
  ns.packets.IpExtOutOctets += octets;
  if (ctx.trace.on) tell(ctx, ns, 'IpOutTransmits', 'IpExtOutOctets', octets);
}

function tell(ctx: Ctx, ns: Netns, packets: Counter, bytes: Counter, octets: number): void {
  ctx.changed(countedOnce(ns.id, packets));
  ctx.changed({ slot: 'snmp', netns: ns.id, key: bytes, by: octets });
}
