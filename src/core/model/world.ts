/**
 * World: the whole state of a lab at one instant. Only plain data: no class instances, no closures, no dates.
 *
 * Copy-on-write per netns: `generation` names the present epoch. A checkpoint keeps the root and starts a new epoch;
 * the first write to a netns in an epoch copies it (`ctx.own`), so the checkpoint's copy never changes.
 */
import type { PrngState } from '../base/prng';
import type { ClusterState } from './cluster';
import type { FrameArrive, SimEvent } from './event';
import type { InetConf, Link, NeighConf, NetnsId } from './link';
import type { CtEntry } from './conntrack';
import type { IpSet } from './ipset';
import type { NfTable, NfTableName } from './netfilter';
import type { RuleCounter } from './netfilter.counter';
import type { NftTable } from './nftables';
import type { Process } from './process';
import type { IpRule, RouteException, RouteTable } from './route';
import type { ShellState } from './shell';
import type { Skb } from './skb';
import type { PacketCounts } from './snmp';
import type { Socket } from './socket';
import type { Table } from './table';

export type MachineId = number;

/** What a machine is in the drawing. */
export type MachineRole = 'node' | 'host' | 'router' | 'switch';

export interface Machine {
  readonly id: MachineId;
  readonly name: string;
  readonly role: MachineRole;
  /** Its root network namespace. */
  readonly root: NetnsId;
}

/** Tokens for ICMP errors to one destination (`struct inet_peer`). Times in ns. */
export interface IcmpPeer {
  readonly tokensNs: number;
  readonly lastNs: number;
  /** Redirects sent that it did not heed; absent when none. */
  readonly redirects?: number;
}

/** Tokens for ICMP errors to anybody (`icmp_global_credit`). */
export interface IcmpGlobal {
  /** May be below 0. */
  readonly credit: number;
  readonly stampNs: number;
}

/** Fragments of one datagram that wait for the others (`struct ipq`). */
export interface FragmentQueue {
  /** The pieces so far, whole IP packets, by arrival. */
  readonly pieces: readonly Skb[];
  /** When the first came, ns. */
  readonly sinceNs: number;
}

/** One line of the kernel log (`dmesg`). */
export interface KernelLogLine {
  readonly atNs: number;
  /** 0 emergency to 7 debug. */
  readonly level: number;
  readonly text: string;
}

export interface Netns {
  readonly id: NetnsId;
  /** `pod-a`; for a machine's root netns the machine's name. Unique in the lab. */
  readonly name: string;
  readonly machine: MachineId;
  readonly generation: number;
  /** By ifindex; holes where a link was deleted. */
  links: (Link | undefined)[];
  /** By table id. */
  routeTables: Map<number, RouteTable>;
  /** By ascending preference. */
  ipRules: readonly IpRule[];
  /** What ICMP taught about single destinations, see `exceptionKey`. */
  routeExceptions: Table<string, RouteException>;
  /** `net.ipv4.conf.all`. */
  inetAll: InetConf;
  /** `net.ipv4.conf.default`: what a new link starts with. */
  inetDefault: InetConf;
  neighDefault: NeighConf;
  /** Other sysctls that differ from their default, keys with slashes (`net/ipv4/ip_default_ttl`). */
  sysctl: Table<string, number>;
  sockets: Table<number, Socket>;
  /** Socket ids by UDP port, in order of binding. */
  udpPorts: Table<number, readonly number[]>;
  /** Ids of TCP sockets that chose their port (listeners, and those that called), by it. */
  tcpPorts: Table<number, readonly number[]>;
  /** Ids of connections by the hash of both ends. */
  tcpHash: Table<number, readonly number[]>;
  processes: Table<number, Process>;
  icmpPeers: Table<number, IcmpPeer>;
  /** Null until the first error. */
  icmpGlobal: IcmpGlobal | null;
  /** By source, destination, protocol and identification. */
  fragments: Table<string, FragmentQueue>;
  /** Netfilter tables by name; empty when no rule was ever loaded. */
  nfTables: ReadonlyMap<NfTableName, NfTable>;
  /** Tables of nftables in the order in which they were made; those of iptables are not among them. */
  nft: readonly NftTable[];
  /** Counters by rule id. */
  nfCounters: Table<number, RuleCounter>;
  /** What matches remember (`-m limit`, `recent`, `statistic --mode nth`), by rule or list. */
  nfState: Table<string, readonly number[]>;
  /** The last lines of the kernel log by number; a machine's are those of its root netns. */
  klog: Table<number, KernelLogLine>;
  /** ipsets by name. */
  ipsets: ReadonlyMap<string, IpSet>;
  /** Conntrack entries by id. */
  conntrack: Table<number, CtEntry>;
  /** Ids of the entries by the hash of either tuple. */
  conntrackHash: Table<number, readonly number[]>;
  /** What every packet counts. */
  packets: PacketCounts;
  /** The other counters of `nstat` that are not zero (IpInAddrErrors, ...). */
  snmp: Table<string, number>;
  /** Files by path; a machine's are those of its root netns. */
  files: Table<string, string>;
  shell: ShellState;
  /** Where the search for the next free ifindex begins; numbers of deleted links come back last of all. */
  nextIfindex: number;
  nextSocket: number;
  nextPid: number;
  nextConntrack: number;
  nextRule: number;
}

/** Frames in the order in which they arrive: first `next` from its end, then `behind` from its beginning. */
export interface Wire {
  next: FrameArrive[];
  behind: FrameArrive[];
}

export interface World {
  readonly seed: number;
  /** Simulated time, integer ns since the start. */
  nowNs: number;
  generation: number;
  machines: readonly Machine[];
  netns: (Netns | undefined)[];
  /** Null in a lab without Kubernetes. */
  cluster: ClusterState | null;
  /** Binary heap ordered by (at, seq). */
  queue: SimEvent[];
  /** Frames under way; one that overtakes another is in the queue. */
  readonly wire: Wire;
  nextEventSeq: number;
  nextPacket: number;
  /**
   * Ordinal of the next operation on each machine, by its id; operations name who wrote a table entry. Each machine
   * counts by itself: what a thousand nodes are told in the same order is then the same value on all of them.
   */
  nextOps: number[];
  /** Index of the event being handled or handled last. */
  eventIndex: number;
  /** One stream per (netns, purpose), made on first use. */
  random: Map<string, PrngState>;
}
