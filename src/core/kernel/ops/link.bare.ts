/**
 * Making devices that carry bare IP packets: tun, ipip, wireguard.
 * Source: drivers/net/tun.c, net/ipv4/ipip.c ipip_newlink, ip_tunnel.c ip_tunnel_bind_dev, drivers/net/wireguard/device.c.
 */
import { ANY_IPV4, ZERO_MAC } from '../../wire/addr';
import type { LinkSpec, OpError } from '../../model/op';
import { emptyTable } from '../../model/table';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkByName, linkOf } from '../ctx';
import { fibPeek } from '../fib';
import { IPIP_ADDED_BYTES } from '../link/ipip';
import { addLink } from '../write';
import { noDevice, refuse } from './error';
import type { newLinkBase } from './link.state';
import { ETHERNET_MTU } from './netns.defaults';

/** TUN_READQ_SIZE */
const TUN_QUEUE_LEN = 500;
/** Ethernet's MTU less the largest envelope: IPv6 40, UDP 8, header 16, tag 16. */
export const WIREGUARD_MTU = 1420;
/** The device the module brings along, for packets that no other tunnel takes. It has no ends and finds no path MTU. */
const FALLBACK = 'tunl0';

type Base = ReturnType<typeof newLinkBase>;
type BareSpec = LinkSpec & { kind: 'tun' | 'ipip' | 'wireguard' };

export function addBareIpLink(
  ctx: Ctx,
  ns: Netns,
  base: (mtu: number) => Base,
  spec: BareSpec,
): OpError | null {
  switch (spec.kind) {
    case 'tun':
      addLink(ctx, ns, {
        ...base(ETHERNET_MTU),
        txQueueLen: TUN_QUEUE_LEN,
        mac: ZERO_MAC,
        kind: 'tun',
        reader: 0,
      });
      return null;
    case 'wireguard': {
      const peers = emptyTable<string, never>();
      const keys = { publicKey: '', listenPort: 0, fwmark: 0, peers };
      addLink(ctx, ns, { ...base(WIREGUARD_MTU), mac: ZERO_MAC, kind: 'wireguard', ...keys });
      return null;
    }
    case 'ipip':
      return addIpip(ctx, ns, base, spec);
  }
}

function addIpip(
  ctx: Ctx,
  ns: Netns,
  base: (mtu: number) => Base,
  spec: LinkSpec & { kind: 'ipip' },
): OpError | null {
  const { local = ANY_IPV4, remote = ANY_IPV4, dev, ttl = 0 } = spec;
  const bound = dev === undefined ? null : linkByName(ns, dev);
  if (dev !== undefined && bound === null) return noDevice(dev);
  const lower = bound?.ifindex ?? 0;
  const same = ns.links.some(
    (link) => link?.kind === 'ipip' && link.local === local && link.remote === remote && link.lower === lower,
  );
  if (same) return refuse('EEXIST');
  const key = { dst: remote, src: local, iif: 0, oif: lower, tos: 0, mark: 0 };
  const route = remote === ANY_IPV4 ? null : fibPeek(ns, key).route;
  const out = linkOf(ns, route?.dev ?? 0) ?? bound;
  const made = base((out?.mtu ?? ETHERNET_MTU) - IPIP_ADDED_BYTES);
  const pmtudisc = spec.pmtudisc ?? made.name !== FALLBACK;
  addLink(ctx, ns, { ...made, mac: ZERO_MAC, kind: 'ipip', local, remote, lower, ttl, pmtudisc });
  return null;
}
