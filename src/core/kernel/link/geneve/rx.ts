/** Receiving from a geneve tunnel. Source: drivers/net/geneve.c geneve_udp_encap_recv, geneve_lookup, geneve_rx. */
import { ETHERNET_HEADER_LEN, ethSrc } from '../../../wire/ethernet';
import { GENEVE_HEADER_LEN, parseGeneve } from '../../../wire/geneve';
import { ipSrc, ipTos } from '../../../wire/ipv4';
import { UDP_HEADER_LEN } from '../../../wire/udp';
import type { GeneveLink, Link } from '../../../model/link';
import type { Skb } from '../../../model/skb';
import type { GeneveSocket } from '../../../model/socket';
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import { linkOf } from '../../ctx';
import { decapsulateEcn } from '../../ecn';
import { classify, drop, networkOffset, pullHead } from '../../skb';
import { countDropped } from '../../write';

/** A datagram for the tunnel port. `transport` is the offset of its UDP header. */
export function geneveReceive(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  transport: number,
  socket: GeneveSocket,
): void {
  const at = transport + UDP_HEADER_LEN;
  const header = parseGeneve(skb.data, at, skb.tail);
  const headerLen = header.ok ? GENEVE_HEADER_LEN + header.value.optionsLen : 0;
  if (!header.ok || at + headerLen + ETHERNET_HEADER_LEN > skb.tail) {
    drop(ctx, ns, link.ifindex, skb, 'PW_GENEVE_HEADER');
    return;
  }
  const { vni, critical } = header.value;
  const outer = networkOffset(skb);
  const remote = ipSrc(skb.data, outer);
  const outerTos = ipTos(skb.data, outer);
  // A device takes what its far end sends, and nothing of anybody else's.
  const device = devicesOf(ns, socket).find((one) => one.vni === vni && one.remote === remote);
  if (device === undefined) {
    drop(ctx, ns, link.ifindex, skb, 'PW_GENEVE_NO_DEVICE');
    return;
  }
  if (critical) {
    // No option is understood here.
    countDropped(ctx, ns, device, 'rx');
    drop(ctx, ns, device.ifindex, skb, 'PW_GENEVE_HEADER');
    return;
  }
  const removedBytes = at + headerLen - skb.head;
  pullHead(skb, removedBytes);
  Object.assign(skb, { l2: true, hash: 0, ct: null, untracked: false });
  if (ctx.trace.on) {
    const detail = { tunnel: 'geneve' as const, vni, remote, removedBytes };
    ctx.emit('tunnel.decap', 'unwrapped', ns.id, device.ifindex, skb, detail);
  }
  if (ethSrc(skb.data, skb.head) === device.mac) {
    countDropped(ctx, ns, device, 'rx');
    drop(ctx, ns, device.ifindex, skb, 'LOCAL_MAC');
    return;
  }
  if (!decapsulateEcn(outerTos, skb)) {
    drop(ctx, ns, device.ifindex, skb, 'IP_TUNNEL_ECN');
    return;
  }
  skb.pktType = classify(device, skb);
  ctx.stack.receive(ctx, ns, device, skb);
}

function devicesOf(ns: Netns, { devices }: GeneveSocket): readonly GeneveLink[] {
  return devices.flatMap((ifindex) => {
    const link = linkOf(ns, ifindex);
    return link?.kind === 'geneve' ? [link] : [];
  });
}
