/**
 * The external interface: the one other nodes reach this node by. Source: flannel main.go, pkg/ipmatch/match.go
 * LookupExtIface. `--iface-regex` is not here; a simulated machine has no IPv6 addresses, which dual stack asks for.
 */
import { err, ok, type Result } from '../../base/result';
import { formatIpv4, type Ipv4Addr } from '../../wire/addr';
import { linkByName } from '../../kernel/ctx';
import type { Link } from '../../model/link';
import type { Netns } from '../../model/world';
import { defaultInterface, routeGet, usableAddrs } from './host';
import { parseIp } from './net';

/** Plain data: it is kept in the World. */
export interface ExtIface {
  readonly name: string;
  readonly ifindex: number;
  readonly mtu: number;
  readonly ifaceAddr: Ipv4Addr;
  /** What others use: the same, unless `--public-ip` or an annotation says otherwise (a node behind NAT). */
  readonly extAddr: Ipv4Addr;
}

export interface IfaceOptions {
  /** `--iface`: names or addresses, tried in this order. */
  readonly iface: readonly string[];
  /** `--iface-can-reach`, empty when not given. */
  readonly canReach: string;
  /** `--public-ip`, or the operator's annotation `node-public-ip`, which goes before it; empty for neither. */
  readonly publicIp: string;
}

/** Which families the configuration asks for. */
export interface Families {
  readonly enableIpv4: boolean;
  readonly enableIpv6: boolean;
}

/** The interface, or the line with which flanneld ends. `log` gets what it says on the way. */
export function findExtIface(
  ns: Netns,
  options: IfaceOptions,
  families: Families,
  log: (text: string) => void,
): Result<ExtIface, string> {
  if (!families.enableIpv4 && !families.enableIpv6) return err('none defined stack');
  const lookup = (ifname: string, canReach = ''): Result<ExtIface, string> =>
    lookupExtIface(ns, ifname, canReach, families, options.publicIp);
  if (options.iface.length === 0 && options.canReach === '') {
    const found = lookup(options.publicIp);
    return found.ok ? found : err(`Failed to find any valid interface to use: ${found.error}`);
  }
  for (const ifname of options.iface) {
    const found = lookup(ifname);
    if (found.ok) return found;
    log(`Could not find valid interface matching ${ifname}: ${found.error}`);
  }
  if (options.canReach !== '') {
    const found = lookup('', options.canReach);
    if (found.ok) return found;
    log(`Could not find valid interface matching ifaceCanReach: ${options.canReach}: ${found.error}`);
  }
  return err('Failed to find interface to use that matches the interfaces and/or regexes provided');
}

function lookupExtIface(
  ns: Netns,
  ifname: string,
  canReach: string,
  families: Families,
  publicIp: string,
): Result<ExtIface, string> {
  const chosen = choose(ns, ifname, canReach, families);
  if (!chosen.ok) return chosen;
  const { link } = chosen.value;
  const ifaceAddr = chosen.value.addr ?? usableAddrs(link)[0];
  if (families.enableIpv4 && ifaceAddr === undefined) {
    return err(`failed to find IPv4 address for interface ${link.name}`);
  }
  if (families.enableIpv6 || ifaceAddr === undefined) {
    return err(`failed to find IPv6 address for interface ${link.name}`);
  }
  const external = publicIp === '' ? null : parseIp(publicIp);
  if (publicIp !== '' && external?.family !== 4) return err(`invalid public IP address: ${publicIp}`);
  const extAddr = external?.family === 4 ? external.addr : ifaceAddr;
  return ok({ name: link.name, ifindex: link.ifindex, mtu: link.mtu, ifaceAddr, extAddr });
}

interface Chosen {
  readonly link: Link;
  /** The address it was chosen by, null when it was chosen by something else. */
  readonly addr: Ipv4Addr | null;
}

function choose(ns: Netns, ifname: string, canReach: string, families: Families): Result<Chosen, string> {
  if (ifname !== '') return byNameOrAddress(ns, ifname, families);
  if (canReach !== '') return byDestination(ns, canReach);
  const link = families.enableIpv4 ? defaultInterface(ns) : '';
  if (typeof link === 'string' && families.enableIpv4) return err(`failed to get default interface: ${link}`);
  if (families.enableIpv6 || typeof link === 'string') {
    return err('failed to get default v6 interface: unable to find default v6 route');
  }
  return ok({ link, addr: null });
}

function byNameOrAddress(ns: Netns, ifname: string, families: Families): Result<Chosen, string> {
  const addr = parseIp(ifname);
  if (addr === null) {
    const link = linkByName(ns, ifname);
    return link === null
      ? err(`error looking up interface ${ifname}: route ip+net: no such network interface`)
      : ok({ link, addr: null });
  }
  if (!families.enableIpv4) {
    return err(`error looking up v6 interface ${ifname}: no interface with given IPv6 found`);
  }
  const link =
    addr.family === 6
      ? undefined
      : ns.links.find((each) => each?.addrs.some(({ local }) => local === addr.addr) === true);
  return link === undefined || addr.family === 6
    ? err(`error looking up interface ${ifname}: no interface with given IP found`)
    : ok({ link, addr: addr.addr });
}

/** Source: GetInterfaceBySpecificIPRouting. */
function byDestination(ns: Netns, canReach: string): Result<Chosen, string> {
  const dst = parseIp(canReach);
  const found = dst?.family === 4 ? routeGet(ns, dst.addr) : null;
  const link = found === null ? undefined : ns.links[found.route.dev];
  if (dst?.family !== 4 || found === null || link === undefined) {
    const shown = dst?.family === 4 ? formatIpv4(dst.addr) : '<nil>';
    return err(
      `failed to get ifcanreach based interface: couldn't lookup route to ${shown}: network is unreachable`,
    );
  }
  return ok({ link, addr: found.source });
}
