/** Table entries as `ip` and `bridge` print them: protocol text, the same in all languages. */
import { formatCidr4, formatIpv4, formatMac, type Cidr4, type Ipv4Addr, type MacAddr } from '../wire/addr';
import {
  readFdbKey,
  type BridgeFdbEntry,
  type BridgeFdbKey,
  type VxlanDestination,
  type VxlanFdbEntry,
} from '../model/fdb';
import type { Ifaddr, NetnsId } from '../model/link';
import type { NeighEntry } from '../model/neigh';
import type { IpRule, NumberRange, RouteException } from '../model/route';
import type { WireguardEndpoint, WireguardPeer } from '../model/wireguard';
import type { World } from '../model/world';
import { scopeText, tableText } from './iproute2.route';
import { devName } from './names';

/** One entry of `ip route show cache`. */
export function exceptionText(world: World, netns: NetnsId, entry: RouteException): string {
  const via = entry.gateway === 0 ? entry.via : entry.gateway;
  const words = [formatIpv4(entry.dst), ...(via === 0 ? [] : ['via', formatIpv4(via)])];
  words.push('dev', devName(world, netns, entry.dev));
  if (entry.gateway !== 0) words.push('<redirected>');
  if (entry.mtu !== 0) words.push('mtu', ...(entry.locked ? ['lock'] : []), String(entry.mtu));
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
export function bridgeFdbText(
  key: BridgeFdbKey,
  entry: BridgeFdbEntry,
  port: string,
  bridge: string,
): string {
  const { mac, vid } = readFdbKey(key);
  const master = port === bridge ? [] : ['master', bridge];
  const flags = bridgeFdbFlags(entry);
  const vlan = vid === 0 ? [] : ['vlan', String(vid)];
  return [formatMac(mac), 'dev', port, ...vlan, ...master, ...(flags === '' ? [] : [flags])].join(' ');
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

/** What a policy rule asks for: `from 10.0.0.0/8 iif eth0`. Source: iproute2 ip/iprule.c print_rule. */
export function selectorText(rule: IpRule): string {
  const words = [...(rule.not === true ? ['not'] : []), 'from'];
  words.push(rule.from === null ? 'all' : addressText(rule.from));
  if (rule.to !== null) words.push('to', addressText(rule.to));
  if (rule.tos !== undefined && rule.tos !== 0) words.push('tos', `0x${rule.tos.toString(16)}`);
  if (rule.fwmark !== null) {
    const mask = rule.fwmask === 0xffff_ffff ? '' : `/0x${rule.fwmask.toString(16)}`;
    words.push('fwmark', `0x${rule.fwmark.toString(16)}${mask}`);
  }
  if (rule.iif !== null) words.push('iif', rule.iif);
  if (rule.oif !== null) words.push('oif', rule.oif);
  if (rule.uidrange !== undefined) words.push('uidrange', `${rule.uidrange.min}-${rule.uidrange.max}`);
  if (rule.ipproto !== undefined) words.push('ipproto', PROTOCOLS[rule.ipproto] ?? String(rule.ipproto));
  if (rule.sport !== undefined) words.push('sport', rangeText(rule.sport));
  if (rule.dport !== undefined) words.push('dport', rangeText(rule.dport));
  return words.join(' ');
}

/** Names of /etc/protocols that iproute2 prints. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  1: 'icmp',
  4: 'ipencap',
  6: 'tcp',
  17: 'udp',
  132: 'sctp',
};

function rangeText({ min, max }: NumberRange): string {
  return min === max ? String(min) : `${min}-${max}`;
}

/** A host is written without its length. */
function addressText({ addr, len }: Cidr4): string {
  return len === 32 ? formatIpv4(addr) : formatCidr4({ addr, len });
}

/** What a policy rule does: `lookup main`, `goto 100`, `blackhole`. */
export function actionText(rule: IpRule): string {
  if (rule.action === 'goto') return `goto ${rule.target ?? 0}`;
  if (rule.action !== 'lookup') return rule.action;
  const words = ['lookup', tableText(rule.table)];
  if (rule.suppressPrefixlength !== undefined)
    words.push('suppress_prefixlength', String(rule.suppressPrefixlength));
  if (rule.suppressIfgroup !== undefined)
    words.push('suppress_ifgroup', rule.suppressIfgroup === 0 ? 'default' : String(rule.suppressIfgroup));
  return words.join(' ');
}

/** One line of `ip rule`. */
export function ruleText(rule: IpRule): string {
  return `${rule.pref}: ${selectorText(rule)} ${actionText(rule)}`;
}
