/** Sending through wireguard: the destination chooses the peer. Source: drivers/net/wireguard/device.c wg_xmit. */
import { ICMP_HOST_UNREACH } from '../../../wire/icmp4';
import { ipDst } from '../../../wire/ipv4';
import type { WireguardLink } from '../../../model/link';
import type { Errno } from '../../../model/op';
import type { Skb } from '../../../model/skb';
import type { AllowedIp } from '../../../model/wireguard';
import type { Netns } from '../../../model/world';
import type { DropReason } from '../../../trace/drop';
import type { Ctx } from '../../ctx';
import { icmpFromDevice } from '../../ip4/icmp.error';
import { drop } from '../../skb';
import { countDropped } from '../../write';
import type { LinkDriver } from '../kind';
import { allowedIps, allowedLosers, allowedPeer } from './allowed';
import { stage } from './session';

export const wireguard: LinkDriver = {
  kind: 'wireguard',
  xmit(ctx, ns, link, skb) {
    if (link.kind !== 'wireguard') return;
    const match = allowedPeer(link, ipDst(skb.data, skb.head));
    traceLookup(ctx, ns, link, match, skb);
    if (match === null) refuse(ctx, ns, link, skb, 'PW_WG_NO_PEER', 'ENOKEY');
    else if ((link.peers.entries.get(match.peer)?.endpoint ?? null) === null)
      refuse(ctx, ns, link, skb, 'PW_WG_NO_ENDPOINT', 'EDESTADDRREQ');
    else stage({ ctx, ns, link, key: match.peer }, skb);
  },
};

/** The sender is told by ICMP, and a process of this host by the return value of its call as well. */
function refuse(ctx: Ctx, ns: Netns, link: WireguardLink, skb: Skb, reason: DropReason, errno: Errno): void {
  skb.refused = errno;
  icmpFromDevice(ctx, ns, link, skb, ICMP_HOST_UNREACH, 0, reason);
  countDropped(ctx, ns, link, 'tx');
  drop(ctx, ns, link.ifindex, skb, reason);
}

function traceLookup(ctx: Ctx, ns: Netns, link: WireguardLink, match: AllowedIp | null, skb: Skb): void {
  if (!ctx.trace.on) return;
  const key = ipDst(skb.data, skb.head);
  const size = allowedIps(link).length;
  ctx.emit('tunnel.lookup', match === null ? 'none' : 'found', ns.id, link.ifindex, skb, {
    tunnel: 'wireguard',
    key,
    table: { name: `allowed-ips ${link.name}`, size },
    match,
    considered: size,
    ...(ctx.trace.evidence ? { candidates: allowedLosers(link, key, match) } : {}),
  });
}
