/**
 * Links as `ip link`, `ip address` and `bridge link` print them. Source: iproute2 6.1 ip/ipaddress.c `print_linkinfo`;
 * operational states as net/core/link_watch.c and the drivers set them.
 */
import type { Ifaddr, Link, LinkRef } from '../../model/link';
import { isBareIp } from '../../model/link';
import { linkBehind } from './link-behind';
import { netnsIds } from './netns-ids';
import type { Netns, World } from '../../model/world';
import { ANY_IPV4, BROADCAST_MAC, formatCidr4, formatIpv4, formatMac, ZERO_MAC } from '../../wire/addr';
import { scopeName } from '../iproute2/names';

export type Operstate = 'UNKNOWN' | 'UP' | 'DOWN' | 'LOWERLAYERDOWN';

function linkAt(world: World, ref: LinkRef | null): Link | undefined {
  return ref === null ? undefined : world.netns[ref.netns]?.links[ref.ifindex];
}

/** IFF_LOWER_UP: somebody is there at the other end. */
export function hasCarrier(world: World, ns: Netns, link: Link): boolean {
  switch (link.kind) {
    case 'physical':
      return !link.unplugged && linkAt(world, link.peer)?.up === true;
    case 'veth':
      return linkAt(world, link.peer)?.up === true;
    case 'bridge':
      return link.ports.some((port) => isForwarding(world, ns, ns.links[port]));
    case 'vlan':
    case 'macvlan':
    case 'ipvlan': {
      const below = world.netns[link.lower.netns];
      return below !== undefined && isForwarding(world, below, below.links[link.lower.ifindex]);
    }
    case 'tun':
      return link.reader !== 0;
    default:
      return true;
  }
}

/** Whether a bridge port forwards: without STP, as soon as it is up and has carrier. */
export function isForwarding(world: World, ns: Netns, port: Link | undefined): boolean {
  return port?.up === true && hasCarrier(world, ns, port);
}

export function operstate(world: World, ns: Netns, link: Link): Operstate {
  if (!link.up) return 'DOWN';
  if (!hasCarrier(world, ns, link)) {
    // Its state is that of its card, wherever that is.
    if (link.kind === 'vlan' || link.kind === 'macvlan' || link.kind === 'ipvlan') return 'LOWERLAYERDOWN';
    // Only what has its other end in the same netns is said to have something below it (default_operstate).
    return link.kind === 'veth' && link.peer?.netns === ns.id ? 'LOWERLAYERDOWN' : 'DOWN';
  }
  return ['veth', 'physical', 'bridge', 'tun', 'macvlan', 'vlan'].includes(link.kind) ? 'UP' : 'UNKNOWN';
}

function kindFlags(link: Link): readonly string[] {
  switch (link.kind) {
    case 'loopback':
      return ['LOOPBACK'];
    case 'dummy':
    case 'ifb':
      return ['BROADCAST', 'NOARP'];
    case 'tun':
      return ['POINTOPOINT', 'MULTICAST', 'NOARP'];
    case 'ipvlan':
      return ['BROADCAST', 'MULTICAST', ...(link.mode === 'l2' ? [] : ['NOARP'])];
    case 'wireguard':
      return ['POINTOPOINT', 'NOARP'];
    case 'ipip':
      return link.remote === ANY_IPV4 ? ['NOARP'] : ['POINTOPOINT', 'NOARP'];
    default:
      return ['BROADCAST', 'MULTICAST'];
  }
}

/** `<BROADCAST,MULTICAST,UP,LOWER_UP>`; `peer` is the link whose being down is told as M-DOWN. */
export function flagsText(world: World, ns: Netns, link: Link, peer: Pick<Link, 'up'> | null): string {
  const carrier = hasCarrier(world, ns, link);
  const flags = [
    ...(link.up && !carrier ? ['NO-CARRIER'] : []),
    ...kindFlags(link),
    ...(link.promisc === true ? ['PROMISC'] : []),
    ...(link.up ? ['UP'] : []),
    ...(link.up && carrier ? ['LOWER_UP'] : []),
    ...(peer?.up === false ? ['M-DOWN'] : []),
  ];
  return `<${flags.join(',')}>`;
}

/** The device behind a link, when it is in the same netns. */
function peerHere(world: World, ns: Netns, link: Link): Link | null {
  const behind = linkBehind(link);
  return behind?.netns === ns.id ? (linkAt(world, behind) ?? null) : null;
}

/** `eth0@if5`, with the peer's name when it is in the same netns. */
export function nameText(world: World, ns: Netns, link: Link): string {
  if (link.kind === 'ipip') return `${link.name}@${ns.links[link.lower]?.name ?? 'NONE'}`;
  const behind = linkBehind(link);
  if (behind === null) return link.name;
  return `${link.name}@${peerHere(world, ns, link)?.name ?? `if${behind.ifindex}`}`;
}

export function qdiscOf(link: Link): string {
  if (link.tc.root !== null) return link.tc.root.kind;
  if (!link.up && !link.wasUp) return 'noop';
  const queued = link.kind === 'tun' || (link.kind === 'ifb' && link.txQueueLen > 0);
  return queued ? 'pfifo_fast' : 'noqueue';
}

function headText(world: World, ns: Netns, link: Link, mode: string): string {
  const master = ns.links[link.master];
  return [
    `${link.ifindex}: ${nameText(world, ns, link)}: ${flagsText(world, ns, link, peerHere(world, ns, link))}`,
    `mtu ${link.mtu} qdisc ${qdiscOf(link)}`,
    ...(master ? [`master ${master.name}`] : []),
    `state ${operstate(world, ns, link)} ${mode}group default${link.txQueueLen === 0 ? '' : ` qlen ${link.txQueueLen}`}`,
  ].join(' ');
}

function etherText(world: World, ns: Netns, link: Link): string {
  if (link.kind === 'ipip') {
    const far = link.remote === ANY_IPV4 ? 'brd' : 'peer';
    return `    link/ipip ${formatIpv4(link.local)} ${far} ${formatIpv4(link.remote)}`;
  }
  if (isBareIp(link)) return '    link/none ';
  const loopback = link.kind === 'loopback';
  const broadcast = formatMac(loopback ? ZERO_MAC : BROADCAST_MAC);
  const type = loopback ? 'loopback' : 'ether';
  return `    link/${type} ${formatMac(link.mac)} brd ${broadcast}${peerNetnsText(world, ns, link)}`;
}

/** Where the device behind a link is: by name where that netns has one here, else by number. */
function peerNetnsText(world: World, ns: Netns, link: Link): string {
  const behind = linkBehind(link);
  if (behind === null || behind.netns === ns.id) return '';
  const there = world.netns[behind.netns];
  const root = world.machines.some((machine) => machine.root === there?.id);
  if (there && !root) return ` link-netns ${there.name}`;
  return ` link-netnsid ${netnsIds(world, ns).get(behind.netns) ?? 0}`;
}

/** What `-d` and `-s` add to a link: text behind the line of addresses, lines after it, lines at the end. */
export interface LinkExtras {
  readonly details: readonly string[];
  readonly stats: readonly string[];
}
const NOTHING: LinkExtras = { details: [], stats: [] };

/** The two lines of `ip link`, and its alias. */
export function linkLines(world: World, ns: Netns, link: Link, extras = NOTHING): readonly string[] {
  const [behind = '', ...more] = extras.details;
  return [
    headText(world, ns, link, 'mode DEFAULT '),
    etherText(world, ns, link) + behind,
    ...more,
    ...(link.alias === '' ? [] : [`    alias ${link.alias}`]),
    ...extras.stats,
  ];
}

/** The lines of `ip address`; with `-4` links without an address are left out, and so is the MAC address. */
export function addressLines(
  world: World,
  ns: Netns,
  link: Link,
  inetOnly: boolean,
  extras = NOTHING,
): readonly string[] {
  if (inetOnly && link.addrs.length === 0) return [];
  const [behind = '', ...more] = extras.details;
  const head = headText(world, ns, link, '');
  return [
    // With details the link-layer address is told even of IPv4 alone.
    ...(inetOnly && extras.details.length === 0
      ? [head + peerNetnsText(world, ns, link)]
      : [head, etherText(world, ns, link) + behind]),
    ...more,
    ...link.addrs.flatMap((addr) => [
      `    inet ${addrText(addr)} ${link.name}`,
      '       valid_lft forever preferred_lft forever',
    ]),
    ...extras.stats,
  ];
}

/** `ip -o address`: a line for each address. */
export function addressOnelines(link: Link): readonly string[] {
  return link.addrs.map(
    (addr) =>
      `${link.ifindex}: ${link.name}    inet ${addrText(addr)} ${link.name}\\       valid_lft forever preferred_lft forever`,
  );
}

function addrText({ local, len, broadcast, scope, secondary }: Ifaddr): string {
  return [
    formatCidr4({ addr: local, len }),
    ...(broadcast === undefined ? [] : [`brd ${formatIpv4(broadcast)}`]),
    `scope ${scopeName(scope)}`,
    ...(secondary ? ['secondary'] : []),
  ].join(' ');
}

/** `ip -br link`, `ip -br address`. */
export function briefLine(world: World, ns: Netns, link: Link, what: 'link' | 'address'): string {
  const head = `${nameText(world, ns, link).padEnd(16)} ${operstate(world, ns, link).padEnd(14)} `;
  const mac = link.kind === 'ipip' ? formatIpv4(link.local) : isBareIp(link) ? '' : formatMac(link.mac);
  if (what === 'link')
    return `${head}${mac === '' ? '' : `${mac} `}${flagsText(world, ns, link, peerHere(world, ns, link))} `;
  return head + link.addrs.map(({ local, len }) => `${formatCidr4({ addr: local, len })} `).join('');
}

/** `bridge link`, which takes the number of a veth's peer for one of this netns, wherever the peer is. */
export function portLine(world: World, ns: Netns, link: Link): string {
  const peer = link.kind === 'veth' ? link.peer : null;
  const mistaken = peer === null ? null : (ns.links[peer.ifindex] ?? null);
  const name = peer === null ? link.name : `${link.name}@${mistaken?.name ?? `if${peer.ifindex}`}`;
  const flags = flagsText(world, ns, link, peer === null ? null : (mistaken ?? { up: false }));
  return [
    `${link.ifindex}: ${name}: ${flags} mtu ${link.mtu} master ${ns.links[link.master]?.name ?? ''}`,
    `state ${isForwarding(world, ns, link) ? 'forwarding' : 'disabled'} priority 32 cost 2 `,
  ].join(' ');
}
