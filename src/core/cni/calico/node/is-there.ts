/** Whether the kernel has what an operation of felix's would put into it. */
import { linkByName, linkOf } from '../../../kernel/ctx';
import type { WireguardPeerSpec } from '../../../model/op';
import { prefixKey, TABLE_MAIN, type IpRule } from '../../../model/route';
import type { Netns } from '../../../model/world';
import { ANY_IPV4, formatCidr4 } from '../../../wire/addr';
import type { FlannelOp } from '../../flannel/effect';

export function isThere(ns: Netns, op: FlannelOp): boolean {
  switch (op.kind) {
    case 'neigh.replace': {
      const entry = linkByName(ns, op.dev)?.neigh.entries.get(op.dst);
      return entry?.state === 'PERMANENT' && entry.mac === op.mac;
    }
    case 'fdb.replace': {
      const device = linkByName(ns, op.dev);
      const entry = device?.kind === 'vxlan' ? device.fdb.entries.get(op.mac) : undefined;
      return entry?.destinations.some(({ ip }) => ip === op.dst) === true;
    }
    case 'route.replace': {
      const { dst, via = ANY_IPV4, dev = '', type = 'unicast', table = TABLE_MAIN } = op.route;
      const routes = ns.routeTables.get(table)?.byPrefix.get(prefixKey(dst.addr, dst.len)) ?? [];
      return routes.some(
        (route) =>
          route.type === type && route.gateway === via && (linkOf(ns, route.dev)?.name ?? '') === dev,
      );
    }
    case 'wg.set': {
      const { dev, peers = [] } = op;
      return peers.every((peer) => hasPeer(ns, dev, peer));
    }
    case 'rule.add': {
      const wanted = Object.entries(op.rule) as [keyof IpRule, unknown][];
      return ns.ipRules.some((rule) => wanted.every(([name, value]) => rule[name] === value));
    }
    default:
      return true;
  }
}

function hasPeer(
  ns: Netns,
  dev: string,
  { publicKey, endpoint, allowedIps = [] }: WireguardPeerSpec,
): boolean {
  const link = linkByName(ns, dev);
  const peer = link?.kind === 'wireguard' ? link.peers.entries.get(publicKey) : undefined;
  if (peer === undefined) return false;
  const texts = (list: typeof allowedIps): string => list.map(formatCidr4).sort().join(' ');
  const reached = peer.endpoint?.addr === endpoint?.addr && peer.endpoint?.port === endpoint?.port;
  return reached && texts(peer.allowedIps) === texts(allowedIps);
}
