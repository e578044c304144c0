/**
 * Links: what `ip link` shows. Plain data; behaviour is looked up by `kind` in kernel/link.
 *
 * Every table hanging on a link is a {@link Table}: entries are immutable values at a key, so that a checkpoint may
 * share them and a change is simply (key, before, after).
 */
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import type { BridgeFdbEntry, VxlanFdbEntry } from './fdb';
import type { NeighEntry } from './neigh';
import type { Table } from './table';

/** Index of a network namespace in `World.netns`. Dense and never reused. */
export type NetnsId = number;
/** Interface index inside one netns; 1 is always `lo`, 0 means "no device". */
export type Ifindex = number;

/** Names a link across namespaces. */
export interface LinkRef {
  readonly netns: NetnsId;
  readonly ifindex: Ifindex;
}

/** An IPv4 address on a link (`struct in_ifaddr`). */
export interface Ifaddr {
  readonly local: Ipv4Addr;
  /** Prefix length, 0 to 32. */
  readonly len: number;
  /** Broadcast address, present only when it was given (`brd`). */
  readonly broadcast?: Ipv4Addr;
  readonly scope: number;
  /** A further address of a subnet the link is already in; goes when its primary goes. */
  readonly secondary: boolean;
  /** The operation that put it here. */
  readonly op: number;
}

/** Per-device IPv4 settings (`net.ipv4.conf.<dev>.*`), defaults shared until one is changed. */
export interface InetConf {
  readonly forwarding: number;
  readonly rp_filter: number;
  readonly proxy_arp: number;
  readonly arp_ignore: number;
  readonly arp_announce: number;
  readonly arp_filter: number;
  readonly arp_accept: number;
  readonly accept_local: number;
  readonly route_localnet: number;
  readonly send_redirects: number;
  readonly accept_redirects: number;
  readonly log_martians: number;
}

/** Per-device neighbour settings (`net.ipv4.neigh.<dev>.*`), in the kernel's units. */
export interface NeighConf {
  readonly mcast_solicit: number;
  readonly ucast_solicit: number;
  readonly retrans_time_ms: number;
  readonly base_reachable_time_ms: number;
  /** Seconds in DELAY before the entry is probed. */
  readonly delay_first_probe_time: number;
  /** Seconds after which an unused stale entry may be collected. */
  readonly gc_stale_time: number;
  readonly unres_qlen_bytes: number;
}

/** Counters of `ip -s link`. Mutable: they change with every frame. */
export interface LinkStats {
  rxPackets: number;
  rxBytes: number;
  rxDropped: number;
  txPackets: number;
  txBytes: number;
  txDropped: number;
}

/** Settings of a bridge port, kept on the enslaved link (`struct net_bridge_port`). */
export interface BridgePort {
  readonly hairpin: boolean;
  readonly learning: boolean;
  readonly flood: boolean;
  readonly isolated: boolean;
}

interface LinkBase {
  readonly ifindex: Ifindex;
  name: string;
  mac: MacAddr;
  mtu: number;
  /** IFF_UP: `ip link set up`. */
  up: boolean;
  /** Bridge this link is a port of, 0 when none. */
  master: Ifindex;
  /** Present exactly while `master` is not 0. */
  port: BridgePort | null;
  /** IPv4 addresses, primaries before the secondaries of their subnet, in order of arrival. */
  addrs: readonly Ifaddr[];
  inet: InetConf;
  neighConf: NeighConf;
  neigh: Table<Ipv4Addr, NeighEntry>;
  stats: LinkStats;
  /** The operation that made it. */
  readonly op: number;
}

export interface LoopbackLink extends LinkBase {
  readonly kind: 'loopback';
}

/** One end of a pair: what is sent here is received by the peer. */
export interface VethLink extends LinkBase {
  readonly kind: 'veth';
  /** Null once the peer is gone. */
  peer: LinkRef | null;
}

/** A network card; `peer` is the socket at the other end of the cable, null when no cable is in. */
export interface PhysicalLink extends LinkBase {
  readonly kind: 'physical';
  peer: LinkRef | null;
  /** One-way delay of the cable. */
  delayNs: number;
}

export interface BridgeLink extends LinkBase {
  readonly kind: 'bridge';
  /** Ports in order of attachment. The kernel floods in the reverse of it. */
  ports: readonly Ifindex[];
  fdb: Table<MacAddr, BridgeFdbEntry>;
  /** Seconds an unused learned entry lives. */
  ageingSec: number;
  /** Set by hand: the address no longer follows the lowest port address. */
  macPinned: boolean;
  /** Set by hand: the MTU no longer follows the lowest port MTU. */
  mtuPinned: boolean;
}

export interface VxlanLink extends LinkBase {
  readonly kind: 'vxlan';
  readonly vni: number;
  /** Underlying device named at creation (`dev`), 0 when none. */
  readonly lower: Ifindex;
  /** Outer source address, 0.0.0.0 to let routing choose. */
  readonly local: Ipv4Addr;
  /** UDP destination port; the kernel's own default is 8472. */
  readonly dstPort: number;
  readonly learning: boolean;
  fdb: Table<MacAddr, VxlanFdbEntry>;
  ageingSec: number;
}

/** Swallows whatever is sent. */
export interface DummyLink extends LinkBase {
  readonly kind: 'dummy';
}

export type Link = LoopbackLink | VethLink | PhysicalLink | BridgeLink | VxlanLink | DummyLink;
export type LinkKind = Link['kind'];

export const DEFAULT_INET_CONF: InetConf = Object.freeze({
  forwarding: 0,
  rp_filter: 0,
  proxy_arp: 0,
  arp_ignore: 0,
  arp_announce: 0,
  arp_filter: 0,
  arp_accept: 0,
  accept_local: 0,
  route_localnet: 0,
  send_redirects: 1,
  accept_redirects: 1,
  log_martians: 0,
});

/** Source: net/ipv4/arp.c `arp_tbl.parms`. */
export const DEFAULT_NEIGH_CONF: NeighConf = Object.freeze({
  mcast_solicit: 3,
  ucast_solicit: 3,
  retrans_time_ms: 1000,
  base_reachable_time_ms: 30_000,
  delay_first_probe_time: 5,
  gc_stale_time: 60,
  unres_qlen_bytes: 212_992,
});
