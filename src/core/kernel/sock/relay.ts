/**
 * Packets in the hands of a process that sends them on. They stay the same packets: what the process reads and what it
 * sends bear one number, as with any other tunnel.
 */
import type { PacketOrigin } from '../../model/socket';
import type { Skb } from '../../model/skb';
import { SKB_HEADROOM } from '../../model/skb';
import type { Ctx } from '../ctx';

/** What must be remembered of a packet while a process has it. */
export function originOf(ctx: Ctx, skb: Skb): PacketOrigin {
  return { packet: skb.packet, traceRef: { ...skb.traceRef, cause: ctx.cause } };
}

/** The bytes a process holds as a bare IP packet again. What follows, follows from the packet's own arrival. */
export function takeUp(ctx: Ctx, origin: PacketOrigin, payload: Uint8Array): Skb {
  const data = new Uint8Array(SKB_HEADROOM + payload.length);
  data.set(payload, SKB_HEADROOM);
  ctx.cause = origin.traceRef.cause;
  return {
    packet: origin.packet,
    data,
    head: SKB_HEADROOM,
    tail: data.length,
    l2: false,
    tag: 0,
    l3: true,
    pktType: 'outgoing',
    iif: 0,
    nexthop: 0,
    refused: null,
    mark: 0,
    hash: 0,
    ct: null,
    untracked: false,
    bridge: null,
    fragMaxBytes: 0,
    summed: -1,
    traceRef: { ...origin.traceRef, frame: -1 },
  };
}
