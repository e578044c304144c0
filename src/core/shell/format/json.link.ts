/** Links and addresses as `ip -j` and `bridge -j` print them. Source: iproute2 6.1 ip/ipaddress.c, bridge/link.c. */
import type { Link } from '../../model/link';
import { isBareIp } from '../../model/link';
import type { Netns, World } from '../../model/world';
import { ANY_IPV4, BROADCAST_MAC, formatIpv4, formatMac, ZERO_MAC } from '../../wire/addr';
import { scopeName } from '../iproute2/names';
import type { JsonValue } from './json';
import { flagsText, isForwarding, operstate, qdiscOf } from './link';
import { linkBehind } from './link-behind';
import { detailsJson } from './link.details';
import { netnsIds } from './netns-ids';

export interface Shown {
  readonly what: 'link' | 'address';
  readonly details: boolean;
  readonly stats: boolean;
  /** Errors by kind (`-s -s`). */
  readonly errors?: boolean;
  /** `-4`: no link-layer addresses. */
  readonly inetOnly: boolean;
}

/** Where the other end of the link is, in the words of JSON. */
function otherEnd(ns: Netns, link: Link): { readonly [name: string]: JsonValue } {
  if (link.kind === 'ipip') {
    const lower = ns.links[link.lower]?.name;
    // What iproute2 writes for no device.
    return { link: lower ?? 'null' };
  }
  const behind = linkBehind(link);
  if (behind === null) return {};
  if (behind.netns === ns.id) return { link: ns.links[behind.ifindex]?.name ?? '' };
  return { link_index: behind.ifindex };
}

function flags(world: World, ns: Netns, link: Link): readonly string[] {
  const behind = linkBehind(link);
  const peer = behind?.netns === ns.id ? ns.links[behind.ifindex] : undefined;
  return flagsText(world, ns, link, peer ?? null)
    .slice(1, -1)
    .split(',')
    .filter((flag) => flag !== '');
}

export function linkJson(world: World, ns: Netns, link: Link, shown: Shown): JsonValue {
  return {
    ifindex: link.ifindex,
    ...otherEnd(ns, link),
    ifname: link.name,
    flags: flags(world, ns, link),
    mtu: link.mtu,
    qdisc: qdiscOf(link),
    master: ns.links[link.master]?.name,
    operstate: operstate(world, ns, link),
    linkmode: shown.what === 'link' ? 'DEFAULT' : undefined,
    group: 'default',
    txqlen: link.txQueueLen === 0 ? undefined : link.txQueueLen,
    ...(shown.inetOnly ? {} : layer2(world, ns, link)),
    ...(shown.details ? detailsJson(world, ns, link, shown.what) : {}),
    ifalias: shown.what === 'link' && link.alias !== '' ? link.alias : undefined,
    addr_info: shown.what === 'address' ? addrInfo(link) : undefined,
    stats64: shown.stats ? stats(link, shown.errors === true) : undefined,
  };
}

function layer2(world: World, ns: Netns, link: Link): { readonly [name: string]: JsonValue } {
  if (link.kind === 'ipip') {
    return {
      link_type: 'ipip',
      address: formatIpv4(link.local),
      ...(link.remote === ANY_IPV4 ? {} : { link_pointtopoint: true }),
      broadcast: formatIpv4(link.remote),
    };
  }
  if (isBareIp(link)) return { link_type: 'none' };
  const loopback = link.kind === 'loopback';
  const behind = linkBehind(link);
  const away = behind !== null && behind.netns !== ns.id;
  return {
    link_type: loopback ? 'loopback' : 'ether',
    address: formatMac(link.mac),
    broadcast: formatMac(loopback ? ZERO_MAC : BROADCAST_MAC),
    ...(away ? { link_netnsid: netnsIds(world, ns).get(behind.netns) ?? 0 } : {}),
  };
}

const FOREVER = 0xffff_ffff;

function addrInfo(link: Link): readonly JsonValue[] {
  return link.addrs.map(({ local, len, broadcast, scope, secondary }) => ({
    family: 'inet',
    local: formatIpv4(local),
    prefixlen: len,
    broadcast: broadcast === undefined ? undefined : formatIpv4(broadcast),
    scope: scopeName(scope),
    secondary: secondary ? true : undefined,
    label: link.name,
    valid_life_time: FOREVER,
    preferred_life_time: FOREVER,
  }));
}

function zeros(...names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name) => [name, 0]));
}

function stats({ stats: all }: Link, errors: boolean): JsonValue {
  return {
    rx: {
      bytes: all.rxBytes,
      packets: all.rxPackets,
      errors: 0,
      dropped: all.rxDropped,
      over_errors: 0,
      multicast: 0,
      ...(errors ? zeros('length_errors', 'crc_errors', 'frame_errors', 'fifo_errors', 'missed_errors') : {}),
    },
    tx: {
      bytes: all.txBytes,
      packets: all.txPackets,
      errors: 0,
      dropped: all.txDropped,
      carrier_errors: 0,
      collisions: 0,
      ...(errors
        ? zeros(...['aborted_errors', 'fifo_errors', 'window_errors', 'heartbeat_errors', 'carrier_changes'])
        : {}),
    },
  };
}

/** `ip -j -br` */
export function briefJson(world: World, ns: Netns, link: Link, what: 'link' | 'address'): JsonValue {
  const head = { ...otherEnd(ns, link), ifname: link.name, operstate: operstate(world, ns, link) };
  if (what === 'address') {
    return {
      ...head,
      addr_info: link.addrs.map(({ local, len }) => ({ local: formatIpv4(local), prefixlen: len })),
    };
  }
  const address =
    link.kind === 'ipip' ? formatIpv4(link.local) : isBareIp(link) ? undefined : formatMac(link.mac);
  return { ...head, address, flags: flags(world, ns, link) };
}

/** `bridge -j link`; it takes a peer's number for one of this netns (see portLine). */
export function portJson(world: World, ns: Netns, link: Link, details: boolean): JsonValue {
  const peer = link.kind === 'veth' ? link.peer : null;
  const mistaken = peer === null ? null : (ns.links[peer.ifindex] ?? null);
  const shown = flagsText(world, ns, link, peer === null ? null : (mistaken ?? { up: false }));
  const port = link.port;
  return {
    ifindex: link.ifindex,
    ...(peer === null ? {} : { link: mistaken?.name ?? `if${peer.ifindex}` }),
    ifname: link.name,
    flags: shown.slice(1, -1).split(','),
    mtu: link.mtu,
    master: ns.links[link.master]?.name,
    state: isForwarding(world, ns, link) ? 'forwarding' : 'disabled',
    priority: 32,
    cost: 2,
    ...(details && port !== null
      ? {
          hairpin: port.hairpin,
          guard: false,
          root_block: false,
          fastleave: false,
          learning: port.learning,
          flood: port.flood,
          mcast_flood: true,
          bcast_flood: true,
          mcast_router: 1,
          mcast_to_unicast: false,
          neigh_suppress: false,
          vlan_tunnel: false,
          isolated: port.isolated,
          locked: false,
        }
      : {}),
  };
}
