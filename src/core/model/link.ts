/**
 * Links: what `ip link` shows. Plain data; behaviour is looked up by `kind` in kernel/link.
 *
 * Every table hanging on a link is a {@link Table}: entries are immutable values at a key, so that a checkpoint may
 * share them and a change is simply (key, before, after).
 */
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import type { BridgeFdbEntry, BridgeFdbKey, VxlanFdbEntry } from './fdb';
import type { NeighEntry } from './neigh';
import type { TrafficControl } from './qdisc';
import type { Table } from './table';
import type { WireguardPeer } from './wireguard';

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
  /** Answers for others by the same device as well. */
  readonly proxy_arp_pvlan: number;
  readonly arp_ignore: number;
  readonly arp_announce: number;
  readonly arp_filter: number;
  readonly arp_accept: number;
  readonly arp_notify: number;
  readonly drop_gratuitous_arp: number;
  readonly accept_local: number;
  readonly route_localnet: number;
  readonly send_redirects: number;
  readonly accept_redirects: number;
  readonly secure_redirects: number;
  readonly shared_media: number;
  readonly src_valid_mark: number;
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
  /** An answer for somebody else is delayed by a random time below this, in hundredths of a second. */
  readonly proxy_delay: number;
  /** Requests whose answers are delayed at one time. */
  readonly proxy_qlen: number;
  /** How long an answer stands against another one, in hundredths of a second. */
  readonly locktime: number;
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

/** Counters as they are now. Spelled out: with the trace on each frame is counted with what was before and what is after. */
export function countersOf(stats: LinkStats): LinkStats {
  const { rxPackets, rxBytes, rxDropped, txPackets, txBytes, txDropped } = stats;
  return { rxPackets, rxBytes, rxDropped, txPackets, txBytes, txDropped };
}

/** A VLAN that a port is a member of (`bridge vlan show`). */
export interface PortVlan {
  /** 1 to 4094. */
  readonly vid: number;
  /** Its frames leave without a tag. */
  readonly untagged: boolean;
}

/** The VLANs of a port, or of the bridge itself (`struct net_bridge_vlan_group`). */
export interface VlanTable {
  /** VLAN of what comes without a tag, 0 for none: then it is dropped. */
  readonly pvid: number;
  /** In the order of their numbers. */
  readonly vlans: readonly PortVlan[];
}

/** What a bridge knows of VLANs. */
export interface BridgeVlans {
  /** Whether the tables decide (`vlan_filtering`); else tags pass as if they were data. */
  readonly filtering: boolean;
  /** VLAN that new ports get, as pvid and untagged; 0 for none. */
  readonly defaultPvid: number;
  /** Of the bridge device, by which the host hears of VLANs. */
  readonly own: VlanTable;
}

/** Settings of a bridge port, kept on the enslaved link (`struct net_bridge_port`). */
export interface BridgePort {
  readonly hairpin: boolean;
  readonly learning: boolean;
  readonly flood: boolean;
  readonly isolated: boolean;
  /** Null until somebody speaks of VLANs on the bridge. */
  readonly vlans: VlanTable | null;
}

interface LinkBase {
  readonly ifindex: Ifindex;
  name: string;
  mac: MacAddr;
  mtu: number;
  /** Packets its queue takes (`txqueuelen`); only queueing disciplines ask for it. */
  txQueueLen: number;
  /** Free text (`ip link set alias`), '' for none; plugins keep a device's former name there. */
  alias: string;
  /** IFF_UP: `ip link set up`. */
  up: boolean;
  /** It has been up once: its queueing discipline stays from then on (`qdisc noqueue`). */
  wasUp: boolean;
  /** Bridge this link is a port of, 0 when none. */
  master: Ifindex;
  /** Present exactly while `master` is not 0. */
  port: BridgePort | null;
  /** IFF_PROMISC, set by hand; a port of a bridge hears everything as it is. */
  promisc?: boolean;
  /** Devices that stand upon it (vlan, macvlan or ipvlan), wherever they are, in order of creation. */
  uppers: readonly LinkRef[];
  /** Queueing disciplines and filters that were added to it. */
  tc: TrafficControl;
  /** IPv4 addresses, primaries before the secondaries of their subnet, in order of arrival. */
  addrs: readonly Ifaddr[];
  inet: InetConf;
  neighConf: NeighConf;
  neigh: Table<Ipv4Addr, NeighEntry>;
  /** Addresses whose requests are answered here (`ip neigh add proxy`); absent when none. */
  proxied?: readonly Ipv4Addr[];
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
  /** The cable is pulled out; `peer` is where it led to. Both ends say so. */
  unplugged: boolean;
  /** One-way delay of the cable. */
  delayNs: number;
}

export interface BridgeLink extends LinkBase {
  readonly kind: 'bridge';
  /** Ports in order of attachment. The kernel floods in the reverse of it. */
  ports: readonly Ifindex[];
  fdb: Table<BridgeFdbKey, BridgeFdbEntry>;
  /** Null until somebody speaks of VLANs; then its ports have tables as well. */
  vlan: BridgeVlans | null;
  /** Seconds an unused learned entry lives. */
  ageingSec: number;
  /** Set by hand: the address no longer follows the lowest port address. */
  macPinned: boolean;
  /** Set by hand: the MTU no longer follows the lowest port MTU. */
  mtuPinned: boolean;
}

export type VxlanDf = 'unset' | 'set' | 'inherit';

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
  /** DF of outer packets: never, always, as the inner packet has it. */
  readonly df: VxlanDf;
  fdb: Table<MacAddr, VxlanFdbEntry>;
  ageingSec: number;
}

/** A tunnel of Ethernet frames to one far end. */
export interface GeneveLink extends LinkBase {
  readonly kind: 'geneve';
  readonly vni: number;
  /** The far end; only what comes from there is received. */
  readonly remote: Ipv4Addr;
  /** UDP destination port, and the port it listens at. */
  readonly dstPort: number;
  /** TTL of outer packets, 0 for the default, or that of the inner packet. */
  readonly ttl: number | 'inherit';
  readonly tos: number | 'inherit';
  /** DF of outer packets: never, always, as the inner packet has it. */
  readonly df: VxlanDf;
  /** Whether outer packets have a UDP checksum. */
  readonly udpCsum: boolean;
}

/** Swallows whatever is sent. */
export interface DummyLink extends LinkBase {
  readonly kind: 'dummy';
}

/** A device with a process behind it: what is sent is read from its file, what is written there is received. */
export interface TunLink extends LinkBase {
  readonly kind: 'tun';
  /** Socket of the process that holds its file; 0 when nobody does, and then it has no carrier. */
  reader: number;
}

/** A tunnel of IPv4 in IPv4 (`struct ip_tunnel`). */
export interface IpipLink extends LinkBase {
  readonly kind: 'ipip';
  /** Outer source address, 0.0.0.0 to let routing choose and to receive at any address. */
  readonly local: Ipv4Addr;
  /** The other end, 0.0.0.0 for many: the next hop of the route is then the outer destination. */
  readonly remote: Ipv4Addr;
  /** Device the outer packets are bound to (`dev`), 0 when none. */
  readonly lower: Ifindex;
  /** TTL of outer packets, 0 to copy it from the inner one. */
  readonly ttl: number;
  /** Path MTU discovery: DF on every outer packet. Without it DF is copied from the inner one. */
  readonly pmtudisc: boolean;
}

/** WireGuard: destinations are looked up among the allowed IPs of its peers, packets go to the peer's endpoint. */
export interface WireguardLink extends LinkBase {
  readonly kind: 'wireguard';
  /** Name of its own public key, '' while it has no private key. */
  publicKey: string;
  /** UDP port, 0 for any free one, which is drawn when the device goes up. */
  listenPort: number;
  /** Mark of the outer packets, by which policy rules tell them from the inner ones; 0 for none. */
  fwmark: number;
  /** Peers by the name of their public key. */
  peers: Table<string, WireguardPeer>;
}

/** A device that what others receive is redirected to, for the sake of its queue. */
export interface IfbLink extends LinkBase {
  readonly kind: 'ifb';
}

/** Who talks to whom without the wire: all siblings, none, none unless the switch sends it back, one who has the card. */
export type MacvlanMode = 'bridge' | 'private' | 'vepa' | 'passthru';

/** A device with an address of its own upon another one, which stays what it is. */
export interface MacvlanLink extends LinkBase {
  readonly kind: 'macvlan';
  /** The card it stands upon. */
  lower: LinkRef;
  mode: MacvlanMode;
}

/**
 * Who routes: the device's own netns, asking by ARP (l2), or that of the card; in l3s what is received passes the card's rules
 * as well.
 */
export type IpvlanMode = 'l2' | 'l3' | 'l3s';
/** Who talks to whom without the wire: all siblings, none, none unless the switch sends it back. */
export type IpvlanFlag = 'bridge' | 'private' | 'vepa';

/** A device with IP addresses of its own upon another one, whose hardware address it bears. */
export interface IpvlanLink extends LinkBase {
  readonly kind: 'ipvlan';
  /** The card it stands upon. */
  lower: LinkRef;
  /** Both the same for all devices upon one card. */
  mode: IpvlanMode;
  flag: IpvlanFlag;
}

/** Whose tag: a customer's (C-TAG) or a provider's (S-TAG). */
export type VlanProtocol = '802.1Q' | '802.1ad';

/** One VLAN of another device: frames have its tag there, and none here. */
export interface VlanLink extends LinkBase {
  readonly kind: 'vlan';
  /** The card it stands upon. */
  lower: LinkRef;
  /** 0 to 4094. */
  readonly vid: number;
  readonly protocol: VlanProtocol;
  /** Set by hand: the address no longer follows the card's. */
  macPinned: boolean;
}

export type Link =
  | LoopbackLink
  | VethLink
  | PhysicalLink
  | BridgeLink
  | VxlanLink
  | GeneveLink
  | DummyLink
  | TunLink
  | IpipLink
  | WireguardLink
  | MacvlanLink
  | IpvlanLink
  | VlanLink
  | IfbLink;
export type LinkKind = Link['kind'];

/** Whether a device carries bare IP packets: no Ethernet header, no MAC address, nobody to ask by ARP (IFF_NOARP). */
export function isBareIp({ kind }: Pick<Link, 'kind'>): boolean {
  return kind === 'tun' || kind === 'ipip' || kind === 'wireguard';
}

export const DEFAULT_INET_CONF: InetConf = Object.freeze({
  forwarding: 0,
  rp_filter: 0,
  proxy_arp: 0,
  proxy_arp_pvlan: 0,
  arp_ignore: 0,
  arp_announce: 0,
  arp_filter: 0,
  arp_accept: 0,
  arp_notify: 0,
  drop_gratuitous_arp: 0,
  accept_local: 0,
  route_localnet: 0,
  send_redirects: 1,
  accept_redirects: 1,
  secure_redirects: 1,
  shared_media: 1,
  src_valid_mark: 0,
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
  proxy_delay: 80,
  proxy_qlen: 64,
  locktime: 100,
});
