/** An empty World, an empty network namespace, and namespaces by name. */
import { DEFAULT_INET_CONF, DEFAULT_NEIGH_CONF } from '../model/link';
import type { NetnsId } from '../model/link';
import type { IpRule } from '../model/route';
import { TABLE_DEFAULT, TABLE_LOCAL, TABLE_MAIN } from '../model/route';
import { NEW_SHELL } from '../model/shell';
import { noPackets } from '../model/snmp';
import { emptyTable } from '../model/table';
import type { MachineId, Netns, World } from '../model/world';

/** An empty World. */
export function createWorld(seed: number): World {
  return {
    seed,
    nowNs: 0,
    generation: 1,
    machines: [],
    netns: [],
    cluster: null,
    queue: [],
    wire: { next: [], behind: [] },
    nextEventSeq: 0,
    nextPacket: 0,
    nextOps: [],
    eventIndex: 0,
    random: new Map(),
  };
}

function defaultRules(op: number): readonly IpRule[] {
  const any = { from: null, to: null, iif: null, oif: null, fwmark: null, fwmask: 0, op };
  const rule = { ...any, action: 'lookup' as const, protocol: 'kernel' as const };
  return [
    { ...rule, pref: 0, table: TABLE_LOCAL },
    { ...rule, pref: 32_766, table: TABLE_MAIN },
    { ...rule, pref: 32_767, table: TABLE_DEFAULT },
  ];
}

/** The rules of every namespace nobody has changed: one value for thousands of pods. */
const DEFAULT_RULES = defaultRules(0);

/** What is replaced when something comes, and never written: one value for all namespaces that have none. */
const NO_TABLES: Netns['nfTables'] = new Map();
const NO_SETS: Netns['ipsets'] = new Map();
const NO_NFT: Netns['nft'] = [];

/** A namespace as the kernel makes it: a loopback that is down, three policy rules, no routes. */
export function emptyNetns(
  id: NetnsId,
  name: string,
  machine: MachineId,
  generation: number,
  op: number,
): Netns {
  return {
    id,
    name,
    machine,
    generation,
    links: [],
    routeTables: new Map(),
    routeExceptions: emptyTable(),
    ipRules: op === 0 ? DEFAULT_RULES : defaultRules(op),
    inetAll: DEFAULT_INET_CONF,
    inetDefault: DEFAULT_INET_CONF,
    neighDefault: DEFAULT_NEIGH_CONF,
    sysctl: emptyTable(),
    sockets: emptyTable(),
    udpPorts: emptyTable(),
    tcpPorts: emptyTable(),
    tcpHash: emptyTable(),
    processes: emptyTable(),
    icmpPeers: emptyTable(),
    icmpGlobal: null,
    fragments: emptyTable(),
    nfTables: NO_TABLES,
    nft: NO_NFT,
    nfCounters: emptyTable(),
    nfState: emptyTable(),
    klog: emptyTable(),
    ipsets: NO_SETS,
    conntrack: emptyTable(),
    conntrackHash: emptyTable(),
    packets: noPackets(),
    snmp: emptyTable(),
    files: emptyTable(),
    shell: NEW_SHELL,
    nextIfindex: 1,
    nextSocket: 1,
    nextPid: 1,
    nextConntrack: 1,
    nextRule: 1,
  };
}

/** The netns with this name, or null. Names are unique in a lab. */
export function netnsByName(world: World, name: string): NetnsId | null {
  const { netns } = world;
  const index = indexOf(netns);
  for (; index.read < netns.length; index.read += 1) {
    const ns = netns[index.read];
    if (ns !== undefined) index.ids.set(ns.name, ns.id);
  }
  const id = index.ids.get(name);
  return id !== undefined && netns[id]?.name === name ? id : null;
}

function indexOf(netns: World['netns']): NameIndex {
  if (latest?.netns === netns && latest.index.read <= netns.length) return latest.index;
  let index = INDEXES.get(netns);
  if (index === undefined || index.read > netns.length) {
    index = { read: 0, ids: new Map() };
    INDEXES.set(netns, index);
  }
  latest = { netns, index };
  return index;
}

interface NameIndex {
  read: number;
  readonly ids: Map<string, NetnsId>;
}

/** The index that was asked last is asked next, nearly always. */
let latest: { readonly netns: World['netns']; readonly index: NameIndex } | null = null;

/**
 * Ids by name, one index for each list of namespaces. Numbers are given once and names never change, so an index is read
 * on from where it ended; what it says is compared with the list.
 */
const INDEXES = new WeakMap<World['netns'], NameIndex>();
