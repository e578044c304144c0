/** Packets that a process puts together above IP by itself (SOCK_RAW). Source: net/ipv4/raw.c raw_sendmsg. */
import type { Errno } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ipv4Addr } from '../../wire/addr';
import type { Ctx } from '../ctx';
import { ipSocketOut } from '../ip4/output';
import { routeOutput } from '../ip4/route';
import { allocSkb } from '../skb';

export interface RawPacket {
  readonly src: Ipv4Addr;
  readonly dst: Ipv4Addr;
  readonly proto: number;
  readonly ttl: number;
  readonly df: boolean;
  /** What stands behind the IPv4 header, checksum included. */
  readonly payload: Uint8Array;
}

/** Null when it went out. */
export function rawSend(ctx: Ctx, ns: Netns, { src, dst, proto, ttl, df, payload }: RawPacket): Errno | null {
  const skb = allocSkb(ctx, payload.length);
  const route = routeOutput(ctx, ns, { dst, src, oif: 0, tos: 0, mark: 0, proto }, skb);
  if (route.kind === 'error') return route.errno;
  skb.data.set(payload, skb.head);
  return ipSocketOut(ctx, ns, route, { dst, proto, ttl, tos: 0, df }, skb);
}
