/** Next hops: which are neighbours, and what the table says about the others. Source: BIRD 1.6.8 nest/neighbor.c, nest/rt-table.c rt_update_hostentry. */
import { mapDelete, mapEach, mapGet, mapSet } from '../../base/persistent-map';
import type { BirdHost, BirdInterface, BirdRoute } from '../../model/bird';
import { prefixKey } from '../../model/route';
import { ANY_IPV4, inCidr, networkOf, type Cidr4, type Ipv4Addr } from '../../wire/addr';
import type { Bird } from './draft';

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
  return { addr, dest, gateway, dev, igpMetric, users };
}

/** A route more or less needs the next hop. */
export function useHost(bird: Bird, addr: Ipv4Addr, more: 1 | -1): void {
  const { s } = bird;
  const known = mapGet(s.hosts, addr);
  if (known === undefined) {
    if (more === 1) s.hosts = mapSet(s.hosts, addr, usedHost(addr, resolve(bird, addr), 1));
    return;
  }
  const users = known.users + more;
  s.hosts = users === 0 ? mapDelete(s.hosts, addr) : mapSet(s.hosts, addr, usedHost(addr, known, users));
}

/** Next hops about which the table says something else since a prefix changed. */
export function hostsAfter(bird: Bird, prefix: Cidr4): ReadonlyMap<Ipv4Addr, Resolution> {
  const changed = new Map<Ipv4Addr, Resolution>();
  if (bird.s.hosts.size === 0) return changed;
  mapEach(bird.s.hosts, (host) => {
    if (!inCidr(host.addr, prefix)) return;
    const now = resolve(bird, host.addr);
    if (
      now.dest === host.dest &&
      now.gateway === host.gateway &&
      now.dev === host.dev &&
      now.igpMetric === host.igpMetric
    )
      return;
    changed.set(host.addr, now);
    bird.s.hosts = mapSet(bird.s.hosts, host.addr, usedHost(host.addr, now, host.users));
  });
  return changed;
}
