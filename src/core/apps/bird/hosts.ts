/** Next hops: which are neighbours, and what the table says about the others. Source: BIRD 1.6.8 nest/neighbor.c, nest/rt-table.c rt_update_hostentry. */
import { mapDelete, mapEach, mapGet, mapPut } from '../../base/persistent-map';
import type { BirdHost, BirdInterface, BirdRoute } from '../../model/bird';
import { prefixKey } from '../../model/route';
import { ANY_IPV4, inCidr, networkOf, type Cidr4, type Ipv4Addr } from '../../wire/addr';
import type { Bird } from './draft';
import { heldHost, hostEntry } from './held-alike';

/** Up, as BIRD means it: it has an address, too, but needs no carrier (`check link` is off by default). */
export function isUp({ admin, loopback, addrs }: BirdInterface): boolean {
  return admin && addrs.length > 0 && !loopback;
}

export interface Neighbour {
  readonly dev: number;
  /** It is an address of this machine. */
  readonly self: boolean;
}

/** The link an address is on; null when it is on none. */
export function neighbourOn(interfaces: readonly BirdInterface[], addr: Ipv4Addr): Neighbour | null {
  for (const one of interfaces) {
    if (!isUp(one)) continue;
    for (const { local, len } of one.addrs) {
      if (!inCidr(addr, { addr: local, len })) continue;
      if (addr === local) return { dev: one.ifindex, self: true };
      const network = networkOf(addr, len);
      if (len < 31 && (addr === network || addr === network + 2 ** (32 - len) - 1)) continue;
      return { dev: one.ifindex, self: false };
    }
  }
  return null;
}

/** A route to the address itself, unless it needs a next hop in turn. */
function lookUp(bird: Bird, addr: Ipv4Addr): BirdRoute | null {
  for (let len = 32; len >= 0; len -= 1) {
    const best = mapGet(bird.s.rib, prefixKey(networkOf(addr, len), len))?.[0];
    if (best !== undefined) return best;
  }
  return null;
}

type Resolution = Pick<BirdHost, 'dest' | 'gateway' | 'dev' | 'igpMetric'>;

const UNREACHABLE: Resolution = { dest: 'unreachable', gateway: ANY_IPV4, dev: 0, igpMetric: null };

function resolve(bird: Bird, addr: Ipv4Addr): Resolution {
  const route = lookUp(bird, addr);
  if (route === null || route.host !== 0) return UNREACHABLE;
  if (route.dest === 'device') {
    const self = neighbourOn(bird.s.interfaces, addr)?.self === true;
    return self ? UNREACHABLE : { dest: 'via', gateway: addr, dev: route.dev, igpMetric: 0 };
  }
  const { dest, gateway, dev } = route;
  return { dest, gateway, dev, igpMetric: dest === 'via' ? null : 0 };
}

/** What the table says about a next hop. */
export function hostOf(bird: Bird, addr: Ipv4Addr): Resolution {
  const { dest, gateway, dev, igpMetric } = mapGet(bird.s.hosts, addr) ?? resolve(bird, addr);
  return { dest, gateway, dev, igpMetric };
}

function usedHost(addr: Ipv4Addr, { dest, gateway, dev, igpMetric }: Resolution, users: number): BirdHost {
  return heldHost({ addr, dest, gateway, dev, igpMetric, users });
}

function putHost({ s }: Bird, host: BirdHost): void {
  s.hosts = mapPut(s.hosts, hostEntry(host.addr, host));
}

/** A route more or less needs its next hop, which the table was asked about just now (`hostOf`). */
export function useHost(bird: Bird, route: Resolution & Pick<BirdRoute, 'host'>, more: 1 | -1): void {
  const { s } = bird;
  const { host: addr } = route;
  const known = mapGet(s.hosts, addr);
  if (known === undefined) {
    if (more === 1) putHost(bird, usedHost(addr, route, 1));
    return;
  }
  const users = known.users + more;
  if (users === 0) s.hosts = mapDelete(s.hosts, addr);
  else putHost(bird, usedHost(addr, known, users));
}

/** Next hops about which the table says something else since a prefix changed. */
export function hostsAfter(bird: Bird, prefix: Cidr4): ReadonlyMap<Ipv4Addr, Resolution> {
  const changed = new Map<Ipv4Addr, Resolution>();
  const look = (host: BirdHost): void => {
    const now = resolve(bird, host.addr);
    if (
      now.dest === host.dest &&
      now.gateway === host.gateway &&
      now.dev === host.dev &&
      now.igpMetric === host.igpMetric
    )
      return;
    changed.set(host.addr, now);
    putHost(bird, usedHost(host.addr, now, host.users));
  };
  // A node's pods are single addresses, and it knows a thousand next hops.
  const single = prefix.len === 32 ? mapGet(bird.s.hosts, prefix.addr) : undefined;
  if (single !== undefined) look(single);
  if (prefix.len < 32) {
    mapEach(bird.s.hosts, (host) => {
      if (inCidr(host.addr, prefix)) look(host);
    });
  }
  return changed;
}
