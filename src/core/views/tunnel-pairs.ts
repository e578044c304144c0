/** Which tunnel devices belong together: each of the two names the other as an end. */
import { ANY_IPV4 } from '../wire/addr';
import type {
  GeneveLink,
  Ifindex,
  IpipLink,
  NetnsId,
  TunLink,
  VxlanLink,
  WireguardLink,
} from '../model/link';
import type { Netns, World } from '../model/world';
import { mainRoutes } from './routing-core';

/** A device by netns and ifindex. */
type Place = readonly [NetnsId, Ifindex];

export interface TunnelPair {
  readonly from: Place;
  readonly to: Place;
}

/** A tunnel device: what it is called by others, and whom it calls. */
interface End {
  readonly place: Place;
  readonly ids: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/** Pairs in the order of the devices. */
export function tunnelPairs(world: World): readonly TunnelPair[] {
  const ends = world.netns.flatMap((ns) => (ns === undefined ? [] : endsIn(ns)));
  const byId = new Map<string, number[]>();
  for (const [i, { ids }] of ends.entries()) {
    for (const id of ids) {
      const known = byId.get(id);
      if (known === undefined) byId.set(id, [i]);
      else known.push(i);
    }
  }
  return ends.flatMap((a, i): TunnelPair[] => {
    const named = new Set([...a.names].flatMap((name) => byId.get(name) ?? []));
    return [...named]
      .filter((j) => j > i && [...a.ids].some((id) => ends[j]?.names.has(id)))
      .sort((x, y) => x - y)
      .flatMap((j) => {
        const b = ends[j];
        return b === undefined ? [] : [{ from: a.place, to: b.place }];
      });
  });
}

function endsIn(ns: Netns): readonly End[] {
  return ns.links.flatMap((link): End[] => {
    if (link === undefined) return [];
    const place: Place = [ns.id, link.ifindex];
    switch (link.kind) {
      case 'vxlan':
        return [{ place, ...vxlanEnd(ns, link) }];
      case 'geneve':
        return [{ place, ...geneveEnd(ns, link) }];
      case 'ipip':
        return [{ place, ...ipipEnd(ns, link) }];
      case 'wireguard':
        return [{ place, ...wireguardEnd(link) }];
      case 'tun':
        return [{ place, ...tunEnd(ns, link) }];
      default:
        return [];
    }
  });
}

type Called = Omit<End, 'place'>;

/** Its outer address, `local` or what its lower device has; it calls all destinations of its database. */
function vxlanEnd(ns: Netns, link: VxlanLink): Called {
  const id = (ip: number): string => `vxlan ${link.vni} ${ip}`;
  const own = link.local === ANY_IPV4 ? ns.links[link.lower]?.addrs[0]?.local : link.local;
  const entries = [...link.fdb.entries.values()];
  return {
    ids: new Set(own === undefined ? [] : [id(own)]),
    names: new Set(entries.flatMap(({ destinations }) => destinations.map(({ ip }) => id(ip)))),
  };
}

/** Any address there; it calls its far end. */
function geneveEnd(ns: Netns, { vni, remote }: GeneveLink): Called {
  const id = (ip: number): string => `geneve ${vni} ${ip}`;
  const all = ns.links.flatMap((other) => (other?.addrs ?? []).map(({ local }) => id(local)));
  return { ids: new Set(all), names: new Set([id(remote)]) };
}

/** Its near end, or all addresses there; it calls its far end, or the next hops of the routes through it. */
function ipipEnd(ns: Netns, link: IpipLink): Called {
  const id = (ip: number): string => `ipip ${ip}`;
  const all = ns.links.flatMap((other) => (other?.addrs ?? []).map(({ local }) => id(local)));
  const routed = mainRoutes(ns).filter(({ dev, gateway }) => dev === link.ifindex && gateway !== 0);
  return {
    ids: new Set(link.local === ANY_IPV4 ? all : [id(link.local)]),
    names: new Set(link.remote === ANY_IPV4 ? routed.map(({ gateway }) => id(gateway)) : [id(link.remote)]),
  };
}

/** The process behind it speaks UDP with its like: whoever relays by the same port is at the other end. */
function tunEnd(ns: Netns, link: TunLink): Called {
  const sockets = [...ns.sockets.entries.values()];
  const pids = sockets.flatMap((one) => (one.kind === 'tun' && one.id === link.reader ? [one.pid] : []));
  const relays = sockets.flatMap((one) =>
    one.kind === 'udp' && one.relay === true && pids.includes(one.pid) ? [`relay ${one.port}`] : [],
  );
  return { ids: new Set(relays), names: new Set(relays) };
}

function wireguardEnd(link: WireguardLink): Called {
  const id = (key: string): string => `wireguard ${key}`;
  return {
    ids: new Set(link.publicKey === '' ? [] : [id(link.publicKey)]),
    names: new Set([...link.peers.entries.keys()].map(id)),
  };
}
