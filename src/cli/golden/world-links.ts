/** Links and addresses of a netns in the shape of `ip -j -d addr`, as far as the golden files are compared. */
import { hasCarrier } from '../../core/kernel/carrier';
import type { Ifaddr, Link } from '../../core/model/link';
import { isBareIp } from '../../core/model/link';
import type { Netns, World } from '../../core/model/world';
import { SCOPE_GLOBAL, SCOPE_HOST, SCOPE_LINK, SCOPE_SITE } from '../../core/model/route';
import { formatIpv4, formatMac } from '../../core/wire/addr';
import type { Ipv4Addr } from '../../core/wire/addr';
import type { Json, JsonObject } from './json';

const SCOPES: ReadonlyMap<number, string> = new Map([
  [SCOPE_GLOBAL, 'global'],
  [SCOPE_SITE, 'site'],
  [SCOPE_LINK, 'link'],
  [SCOPE_HOST, 'host'],
]);

function scopeName(scope: number): string {
  return SCOPES.get(scope) ?? String(scope);
}

export function linkName(ns: Netns, ifindex: number): string {
  return ns.links[ifindex]?.name ?? `if${String(ifindex)}`;
}

/** All links by ifindex. */
export function linksOf(world: World, ns: Netns): readonly JsonObject[] {
  return ns.links.flatMap((link) => (link === undefined ? [] : [linkRow(world, ns, link)]));
}

function linkRow(world: World, ns: Netns, link: Link): JsonObject {
  const carrier = hasCarrier(world, ns, link);
  const row: Record<string, Json> = {
    ifname: link.name,
    flags: flagsOf(link, carrier),
    mtu: link.mtu,
    operstate: operstate(ns, link, carrier),
    ...addressOf(link),
    addr_info: link.addrs.map(addressRow),
  };
  if (link.master !== 0) row['master'] = linkName(ns, link.master);
  const info = linkInfo(ns, link);
  if (info !== null) row['linkinfo'] = info;
  return row;
}

/** A tunnel's address is its near end; other devices for bare IP have none. */
function addressOf(link: Link): JsonObject {
  if (link.kind === 'ipip') return { address: formatIpv4(link.local) };
  return isBareIp(link) ? {} : { address: formatMac(link.mac) };
}

function flagsOf(link: Link, carrier: boolean): readonly string[] {
  const flags = link.up && !carrier ? ['NO-CARRIER'] : [];
  if (link.kind === 'loopback') flags.push('LOOPBACK');
  else if (link.kind === 'tun') flags.push('POINTOPOINT', 'MULTICAST', 'NOARP');
  else if (link.kind === 'wireguard') flags.push('POINTOPOINT', 'NOARP');
  else if (link.kind === 'ipip') flags.push(...(link.remote === 0 ? [] : ['POINTOPOINT']), 'NOARP');
  else if (link.kind === 'ipvlan' && link.mode !== 'l2') flags.push('BROADCAST', 'MULTICAST', 'NOARP');
  else flags.push('BROADCAST', link.kind === 'dummy' ? 'NOARP' : 'MULTICAST');
  if (link.promisc === true) flags.push('PROMISC');
  if (link.up) flags.push('UP');
  if (link.up && carrier) flags.push('LOWER_UP');
  return flags;
}

/**
 * Source: net/core/link_watch.c default_operstate. The lower device is looked for in the link's own namespace, so that
 * the far end of a veth counts only when it is in the same one.
 */
function operstate(ns: Netns, link: Link, carrier: boolean): string {
  if (!link.up) return 'DOWN';
  if (link.kind === 'loopback' || link.kind === 'vxlan' || link.kind === 'dummy') return 'UNKNOWN';
  if (link.kind === 'ipip' || link.kind === 'wireguard' || link.kind === 'geneve') return 'UNKNOWN';
  // Its card never told it anything: it was up before.
  if (link.kind === 'ipvlan' && carrier) return 'UNKNOWN';
  if (carrier) return 'UP';
  const peer = link.kind === 'veth' ? link.peer : null;
  return peer?.netns === ns.id ? 'LOWERLAYERDOWN' : 'DOWN';
}

function addressRow(addr: Ifaddr): JsonObject {
  return {
    family: 'inet',
    local: formatIpv4(addr.local),
    prefixlen: addr.len,
    ...(addr.broadcast === undefined ? {} : { broadcast: formatIpv4(addr.broadcast) }),
    scope: scopeName(addr.scope),
    ...(addr.secondary ? { secondary: true } : {}),
  };
}

function linkInfo(ns: Netns, link: Link): JsonObject | null {
  const info: Record<string, Json> = {};
  // The cards of the golden labs are veth ends; a physical link of ours stands for the same thing.
  if (link.kind === 'veth' || link.kind === 'physical') info['info_kind'] = 'veth';
  if (link.kind === 'dummy') info['info_kind'] = 'dummy';
  if (link.kind === 'bridge') {
    info['info_kind'] = 'bridge';
    // Hundredths of a second (USER_HZ), as the kernel answers.
    info['info_data'] = { ageing_time: link.ageingSec * 100 };
  }
  if (link.kind === 'vxlan') {
    info['info_kind'] = 'vxlan';
    info['info_data'] = {
      id: link.vni,
      ...(link.local === 0 ? {} : { local: formatIpv4(link.local) }),
      ...(link.lower === 0 ? {} : { link: linkName(ns, link.lower) }),
      port: link.dstPort,
      learning: link.learning,
      ageing: link.ageingSec,
    };
  }
  if (link.kind === 'tun') {
    info['info_kind'] = 'tun';
    info['info_data'] = { type: 'tun', persist: true };
  }
  if (link.kind === 'macvlan') {
    info['info_kind'] = 'macvlan';
    info['info_data'] = { mode: link.mode };
  }
  if (link.kind === 'ipvlan') {
    info['info_kind'] = 'ipvlan';
    info['info_data'] = { mode: link.mode, [link.flag]: true };
  }
  if (link.kind === 'geneve') {
    const { vni: id, ttl, df, dstPort: port, udpCsum: udp_csum } = link;
    info['info_kind'] = 'geneve';
    info['info_data'] = { id, remote: formatIpv4(link.remote), ttl, df, port, udp_csum };
  }
  if (link.kind === 'wireguard') info['info_kind'] = 'wireguard';
  if (link.kind === 'ipip') {
    const end = (addr: Ipv4Addr): string => (addr === 0 ? 'any' : formatIpv4(addr));
    const { ttl, pmtudisc } = link;
    info['info_kind'] = 'ipip';
    info['info_data'] = { remote: end(link.remote), local: end(link.local), ttl, pmtudisc };
  }
  if (link.port !== null) {
    const { hairpin, learning, flood, isolated } = link.port;
    info['info_slave_kind'] = 'bridge';
    info['info_slave_data'] = { hairpin, learning, flood, isolated };
  }
  return Object.keys(info).length === 0 ? null : info;
}
