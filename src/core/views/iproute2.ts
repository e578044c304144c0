/** Table entries as `ip` and `bridge` print them: protocol text, the same in all languages. */
import { formatCidr4, formatIpv4, formatMac, type Ipv4Addr, type MacAddr } from '../wire/addr';
import type { BridgeFdbEntry, VxlanDestination, VxlanFdbEntry } from '../model/fdb';
import type { Ifaddr, NetnsId } from '../model/link';
import type { NeighEntry } from '../model/neigh';
import type { IpRule, Route } from '../model/route';
import {
  SCOPE_GLOBAL,
  SCOPE_HOST,
  SCOPE_LINK,
  SCOPE_NOWHERE,
  SCOPE_SITE,
  TABLE_DEFAULT,
  TABLE_LOCAL,
  TABLE_MAIN,
} from '../model/route';
import type { WireguardEndpoint, WireguardPeer } from '../model/wireguard';
import type { World } from '../model/world';
import { devName } from './names';

/** `default`, `10.244.1.1` or `10.244.1.0/24`. */
export function prefixText(dst: Ipv4Addr, len: number): string {
  if (len === 0) return 'default';
  return len === 32 ? formatIpv4(dst) : formatCidr4({ addr: dst, len });
}

const TABLES: ReadonlyMap<number, string> = new Map([
  [TABLE_LOCAL, 'local'],
  [TABLE_MAIN, 'main'],
  [TABLE_DEFAULT, 'default'],
]);

/** Name of a routing table (rt_tables), its number when it has none. */
export function tableText(table: number): string {
  return TABLES.get(table) ?? String(table);
}

const SCOPES: ReadonlyMap<number, string> = new Map([
  [SCOPE_GLOBAL, 'global'],
  [SCOPE_SITE, 'site'],
  [SCOPE_LINK, 'link'],
  [SCOPE_HOST, 'host'],
  [SCOPE_NOWHERE, 'nowhere'],
]);

export function scopeText(scope: number): string {
  return SCOPES.get(scope) ?? String(scope);
}

/** One line of `ip route`. Source: iproute2 ip/iproute.c print_route. */
export function routeText(world: World, netns: NetnsId, route: Route): string {
  const words = route.type === 'unicast' ? [] : [route.type as string];
  words.push(prefixText(route.dst, route.len));
  if (route.gateway !== 0) words.push('via', formatIpv4(route.gateway));
  if (route.dev !== 0) words.push('dev', devName(world, netns, route.dev));
  if (route.protocol !== 'boot') words.push('proto', route.protocol);
  if (route.scope !== SCOPE_GLOBAL) words.push('scope', scopeText(route.scope));
  if (route.prefsrc !== 0) words.push('src', formatIpv4(route.prefsrc));
  if (route.metric !== 0) words.push('metric', String(route.metric));
  if (route.onlink) words.push('onlink');
  return words.join(' ');
}

/** One line of `ip neigh`. */
export function neighText(dev: string, addr: Ipv4Addr, entry: NeighEntry): string {
  const lladdr = entry.mac === null ? [] : ['lladdr', formatMac(entry.mac)];
  return [formatIpv4(addr), 'dev', dev, ...lladdr, entry.state].join(' ');
}

/** Words behind the address of one line of `bridge fdb show`. */
export function bridgeFdbFlags(entry: BridgeFdbEntry): string {
  return entry.permanent ? 'permanent' : '';
}

/** One line of `bridge fdb show br <bridge>`. */
export function bridgeFdbText(mac: MacAddr, entry: BridgeFdbEntry, port: string, bridge: string): string {
  const master = port === bridge ? [] : ['master', bridge];
  const flags = bridgeFdbFlags(entry);
  return [formatMac(mac), 'dev', port, ...master, ...(flags === '' ? [] : [flags])].join(' ');
}

/** `192.168.56.12`, with port and VNI where they differ from the device's own. */
export function destinationText(destination: VxlanDestination): string {
  const words = [formatIpv4(destination.ip)];
  if (destination.port !== null) words.push('port', String(destination.port));
  if (destination.vni !== null) words.push('vni', String(destination.vni));
  return words.join(' ');
}

/** Lines of `bridge fdb show dev <vxlan>`, joined: an entry may have several destinations. */
export function vxlanFdbText(mac: MacAddr, entry: VxlanFdbEntry, dev: string): string {
  const line = (destination: VxlanDestination): string =>
    [
      formatMac(mac),
      'dev',
      dev,
      'dst',
      destinationText(destination),
      'self',
      ...(entry.permanent ? ['permanent'] : []),
    ].join(' ');
  return entry.destinations.map(line).join('; ');
}

/** `192.168.56.12:51820`, as wg(8) prints it. */
export function endpointText(endpoint: Pick<WireguardEndpoint, 'addr' | 'port'> | null): string {
  return endpoint === null ? '(none)' : `${formatIpv4(endpoint.addr)}:${endpoint.port}`;
}

/** A peer in one line, in the words of `wg set`. */
export function wireguardPeerText(peer: string, { endpoint, allowedIps }: WireguardPeer): string {
  const allowed = allowedIps.map(formatCidr4).join(',');
  return `peer ${peer} endpoint ${endpointText(endpoint)} allowed-ips ${allowed === '' ? '(none)' : allowed}`;
}

/** `inet 10.244.1.2/24 brd 10.244.1.255 scope global eth0`. */
export function addrText(dev: string, addr: Ifaddr): string {
  const broadcast = addr.broadcast === undefined ? [] : ['brd', formatIpv4(addr.broadcast)];
  const secondary = addr.secondary ? ['secondary'] : [];
  const cidr = formatCidr4({ addr: addr.local, len: addr.len });
  return ['inet', cidr, ...broadcast, 'scope', scopeText(addr.scope), ...secondary, dev].join(' ');
}

/** What a policy rule asks for: `from 10.0.0.0/8 iif eth0`. */
export function selectorText(rule: IpRule): string {
  const words = ['from', rule.from === null ? 'all' : prefixText(rule.from.addr, rule.from.len)];
  if (rule.to !== null) words.push('to', prefixText(rule.to.addr, rule.to.len));
  if (rule.fwmark !== null) {
    const mask = rule.fwmask === 0xffff_ffff ? '' : `/0x${rule.fwmask.toString(16)}`;
    words.push('fwmark', `0x${rule.fwmark.toString(16)}${mask}`);
  }
  if (rule.iif !== null) words.push('iif', rule.iif);
  if (rule.oif !== null) words.push('oif', rule.oif);
  return words.join(' ');
}

/** One line of `ip rule`. */
export function ruleText(rule: IpRule): string {
  return `${rule.pref}: ${selectorText(rule)} lookup ${tableText(rule.table)}`;
}
