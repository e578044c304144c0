/**
 * A change of World as (slot, before, after). Every write to a table goes through kernel/write.ts, which produces
 * these, so that tables can be shown at any record of the trace: World at the event's start plus the changes so far.
 *
 * `undefined` means the slot is empty.
 */
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import type { ApiObject, ClusterConfig, ControllerState } from './cluster';
import type { CtEntry } from './conntrack';
import type { BridgeFdbEntry, BridgeFdbKey, VxlanFdbEntry } from './fdb';
import type { Ifindex, InetConf, Link, LinkStats, NeighConf, NetnsId } from './link';
import type { IpSet } from './ipset';
import type { NfTable, NfTableName } from './netfilter';
import type { RuleCounter } from './netfilter.counter';
import type { NftTable } from './nftables';
import type { NeighEntry } from './neigh';
import type { Process } from './process';
import type { IpRule, Route, RouteException } from './route';
import type { ShellState } from './shell';
import type { Socket } from './socket';
import type { WireguardPeer } from './wireguard';
import type { FragmentQueue, IcmpGlobal, IcmpPeer, KernelLogLine, Machine, MachineId } from './world';

interface Slot<V> {
  readonly netns: NetnsId;
  readonly before: V | undefined;
  readonly after: V | undefined;
}

type WithoutTables<L> = L extends Link ? Omit<L, 'neigh' | 'stats' | 'fdb' | 'peers'> : never;
/** A link without its tables and counters, which have slots of their own. */
export type LinkAttributes = WithoutTables<Link>;

/** What a new, empty netns is made from. */
export interface NetnsSeed {
  readonly name: string;
  readonly machine: MachineId;
}

export type Change =
  | ({ readonly slot: 'neigh'; readonly ifindex: Ifindex; readonly key: Ipv4Addr } & Slot<NeighEntry>)
  | ({
      readonly slot: 'bridge.fdb';
      readonly ifindex: Ifindex;
      readonly key: BridgeFdbKey;
    } & Slot<BridgeFdbEntry>)
  | ({ readonly slot: 'vxlan.fdb'; readonly ifindex: Ifindex; readonly key: MacAddr } & Slot<VxlanFdbEntry>)
  | ({ readonly slot: 'wg.peer'; readonly ifindex: Ifindex; readonly key: string } & Slot<WireguardPeer>)
  | ({ readonly slot: 'route'; readonly table: number; readonly key: number } & Slot<readonly Route[]>)
  | ({ readonly slot: 'route.exception'; readonly key: string } & Slot<RouteException>)
  | ({ readonly slot: 'iprules' } & Slot<readonly IpRule[]>)
  | ({ readonly slot: 'link'; readonly ifindex: Ifindex } & Slot<LinkAttributes>)
  | ({ readonly slot: 'stats'; readonly ifindex: Ifindex } & Slot<LinkStats>)
  | ({ readonly slot: 'sysctl'; readonly key: string } & Slot<number>)
  | ({ readonly slot: 'inet'; readonly key: 'all' | 'default' } & Slot<InetConf>)
  | ({ readonly slot: 'neigh.default' } & Slot<NeighConf>)
  | ({ readonly slot: 'socket'; readonly key: number } & Slot<Socket>)
  | ({ readonly slot: 'udp.port'; readonly key: number } & Slot<readonly number[]>)
  | ({ readonly slot: 'tcp.port'; readonly key: number } & Slot<readonly number[]>)
  | ({ readonly slot: 'tcp.hash'; readonly key: number } & Slot<readonly number[]>)
  | ({ readonly slot: 'process'; readonly key: number } & Slot<Process>)
  | ({ readonly slot: 'icmp.peer'; readonly key: Ipv4Addr } & Slot<IcmpPeer>)
  | ({ readonly slot: 'icmp.global' } & Slot<IcmpGlobal>)
  | ({ readonly slot: 'fragments'; readonly key: string } & Slot<FragmentQueue>)
  | ({ readonly slot: 'nf.tables' } & Slot<ReadonlyMap<NfTableName, NfTable>>)
  | ({ readonly slot: 'nft' } & Slot<readonly NftTable[]>)
  | ({ readonly slot: 'nf.counter'; readonly key: number } & Slot<RuleCounter>)
  | ({ readonly slot: 'nf.state'; readonly key: string } & Slot<readonly number[]>)
  | ({ readonly slot: 'klog'; readonly key: number } & Slot<KernelLogLine>)
  | ({ readonly slot: 'ipsets' } & Slot<ReadonlyMap<string, IpSet>>)
  | ({ readonly slot: 'conntrack'; readonly key: number } & Slot<CtEntry>)
  | ({ readonly slot: 'conntrack.hash'; readonly key: number } & Slot<readonly number[]>)
  /** Counted by so much: nearly every packet counts, and such changes are shared. */
  | {
      readonly slot: 'snmp';
      readonly netns: NetnsId;
      readonly key: string;
      readonly by: number;
      readonly before?: undefined;
      readonly after?: undefined;
    }
  | ({ readonly slot: 'file'; readonly key: string } & Slot<string>)
  | ({ readonly slot: 'shell' } & Slot<ShellState>)
  | ({ readonly slot: 'cluster' } & Slot<ClusterConfig>)
  | ({ readonly slot: 'api.object'; readonly key: string } & Slot<ApiObject>)
  | ({ readonly slot: 'api.index'; readonly key: string; readonly entry: string } & Slot<true>)
  | ({ readonly slot: 'api.version' } & Slot<number>)
  | ({ readonly slot: 'controller'; readonly key: string } & Slot<ControllerState>)
  | ({ readonly slot: 'netns' } & Slot<NetnsSeed>)
  | ({ readonly slot: 'machine' } & Slot<Machine>);
