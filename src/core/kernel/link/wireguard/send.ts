/** The outer packet: UDP from the listen port to the peer's endpoint. Source: drivers/net/wireguard/socket.c send4. */
import { ANY_IPV4 } from '../../../wire/addr';
import { PROTO_UDP } from '../../../wire/ipv4';
import { UDP_HEADER_LEN, emitUdp, fillUdpChecksum } from '../../../wire/udp';
import type { Skb } from '../../../model/skb';
import { skbLength } from '../../../model/skb';
import type { WireguardEndpoint } from '../../../model/wireguard';
import { localType } from '../../fib';
import { defaultTtl, pushIpHeader } from '../../ip4/output';
import type { OutputRoute } from '../../ip4/route';
import { routeOutput } from '../../ip4/route';
import { drop, pushHead } from '../../skb';
import { countDropped } from '../../write';
import type { At } from './peer';
import { patchPeer, peerOf } from './peer';

/** Puts UDP and IPv4 headers in front of a message. The route it now takes; null when it was dropped. */
export function wrap(at: At, endpoint: WireguardEndpoint, skb: Skb, tos: number): OutputRoute | null {
  const { ctx, ns, link } = at;
  const { addr: dst, port } = endpoint;
  const src = localType(ns, endpoint.local) === 'local' ? endpoint.local : ANY_IPV4;
  skb.l2 = false;
  skb.l3 = false;
  const route = routeOutput(ctx, ns, { dst, src, oif: 0, tos: tos & 0xfc, mark: link.fwmark }, skb);
  const reason =
    route.kind === 'error' ? 'IP_OUTNOROUTES' : route.dev === link.ifindex ? 'PW_TUNNEL_LOOP' : null;
  if (route.kind === 'error' || reason !== null) {
    countDropped(ctx, ns, link, 'tx');
    drop(ctx, ns, link.ifindex, skb, reason ?? 'IP_OUTNOROUTES');
    return null;
  }
  const messageBytes = skbLength(skb);
  pushHead(skb, UDP_HEADER_LEN);
  emitUdp({ srcPort: link.listenPort, dstPort: port, len: skbLength(skb) }, skb.data, skb.head);
  fillUdpChecksum(skb.data, skb.head, skb.tail, route.src, dst);
  // The outer packet takes nothing over from the inner one: its mark is the device's, its flow its own.
  skb.mark = link.fwmark;
  skb.hash = 0;
  skb.ct = null;
  skb.untracked = false;
  pushIpHeader(ctx, ns, route, { dst, proto: PROTO_UDP, ttl: defaultTtl(ns), tos, df: false }, skb);
  patchPeer(at, { txBytes: (peerOf(at)?.txBytes ?? 0) + messageBytes });
  return route;
}
