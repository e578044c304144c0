/** Tables beside addresses and routes: netfilter, flows, sockets, sysctls, files, the cluster's objects. */
import type { BridgeFdbKey } from '../model/fdb';
import type { Ipv4Addr } from '../wire/addr';
import { formatIpv4 } from '../wire/addr';
import { headerOf, printMember } from '../kernel/ipset/text';
import { printRule } from '../kernel/netfilter/text';
import { printNftRule } from '../kernel/nftables/text';
import type { NftTable } from '../model/nftables';
import type { Change } from '../model/change';
import type { InetConf } from '../model/link';
import { nonZeroCounters } from '../model/snmp';
import type { Socket } from '../model/socket';
import type { Netns, World } from '../model/world';
import { objectLine, objectText } from './cluster-text';
import type { TableName } from './contract.tables';
import type { PlainKey } from './message-keys';
import { devName } from './names';
import { tupleEnds } from './flow-text';

export interface Row {
  readonly key: string;
  /** Where World keeps it: the changes that write this slot write this row. */
  readonly slot: string;
  readonly cells: readonly string[];
}

export interface TableKind {
  readonly columns: readonly PlainKey[];
  rows(world: World, ns: Netns): readonly Row[];
}

/** Names of the slots that rows are kept in, within a netns. */
export const slotIn = {
  link: (ifindex: number) => `link ${ifindex}`,
  neigh: (ifindex: number, addr: number) => `neigh ${ifindex} ${addr}`,
  fdb: (ifindex: number, mac: BridgeFdbKey) => `fdb ${ifindex} ${mac}`,
  peer: (ifindex: number, peer: string) => `peer ${ifindex} ${peer}`,
  route: (table: number, key: number) => `route ${table} ${key}`,
  rules: 'rules',
  netfilter: 'netfilter',
  ipsets: 'ipsets',
  conntrack: (id: number) => `conntrack ${id}`,
  counter: (name: string) => `counter ${name}`,
  hits: (id: number) => `hits ${id}`,
  socket: (id: number) => `socket ${id}`,
  sysctl: (key: string) => `sysctl ${key}`,
  inet: (scope: string) => `inet ${scope}`,
  file: (path: string) => `file ${path}`,
  process: (pid: number) => `process ${pid}`,
  object: (key: string) => `object ${key}`,
} as const;

/** The slot a change writes; null for counters, queues and what else no table shows. */
export function slotOf(change: Change): string | null {
  switch (change.slot) {
    case 'link':
      return slotIn.link(change.ifindex);
    case 'neigh':
      return slotIn.neigh(change.ifindex, change.key);
    case 'bridge.fdb':
    case 'vxlan.fdb':
      return slotIn.fdb(change.ifindex, change.key);
    case 'wg.peer':
      return slotIn.peer(change.ifindex, change.key);
    case 'route':
      return slotIn.route(change.table, change.key);
    case 'iprules':
      return slotIn.rules;
    case 'nft':
    case 'nf.tables':
      return slotIn.netfilter;
    case 'ipsets':
      return slotIn.ipsets;
    case 'snmp':
      return slotIn.counter(change.key);
    case 'nf.counter':
      return slotIn.hits(change.key);
    case 'conntrack':
      return slotIn.conntrack(change.key);
    case 'socket':
      return slotIn.socket(change.key);
    case 'sysctl':
      return slotIn.sysctl(change.key);
    case 'inet':
      return slotIn.inet(change.key);
    case 'process':
      // Of all processes only a routing daemon's memory is shown as tables.
      return (change.after ?? change.before)?.app === 'bird' ? slotIn.process(change.key) : null;
    case 'file':
      return slotIn.file(change.key);
    case 'api.object':
      return slotIn.object(change.key);
    default:
      return null;
  }
}

function nftRows({ family, name, chains }: NftTable): Row[] {
  const table = `${family} ${name}`;
  return [...chains.values()].flatMap((chain) => [
    {
      key: `nft ${table} ${chain.name}`,
      slot: slotIn.netfilter,
      cells: [table, chain.name, chain.base === null ? '' : `policy ${chain.base.policy}`],
    },
    ...numbered(
      chain.rules.map((rule) => printNftRule(rule)),
      (text, ordinal) => ({
        key: `nft ${table} ${chain.name} ${text} #${ordinal}`,
        slot: slotIn.netfilter,
        cells: [table, chain.name, text],
      }),
    ),
  ]);
}

export const STATE_TABLES = {
  netfilter: {
    columns: ['column.table', 'column.chain', 'column.rule'],
    rows: (_world, ns) => [
      ...[...ns.nfTables].flatMap(([name, table]) =>
        [...table.chains.values()].flatMap((chain) => [
          {
            key: `${name} ${chain.name}`,
            slot: slotIn.netfilter,
            cells: [name, chain.name, chain.policy === null ? '' : `policy ${chain.policy}`],
          },
          ...numbered(
            chain.rules.map((rule) => printRule(chain.name, rule).replace(`-A ${chain.name} `, '')),
            (text, ordinal) => ({
              key: `${name} ${chain.name} ${text} #${ordinal}`,
              slot: slotIn.netfilter,
              cells: [name, chain.name, text],
            }),
          ),
        ]),
      ),
      ...ns.nft.flatMap(nftRows),
    ],
  },
  ipsets: {
    columns: ['column.name', 'column.value'],
    rows: (_world, ns) =>
      [...ns.ipsets.values()].flatMap((set) => [
        { key: set.name, slot: slotIn.ipsets, cells: [set.name, `${set.type} ${headerOf(set)}`] },
        ...[...set.members.values()].map((member) => ({
          key: `${set.name} ${member.text}`,
          slot: slotIn.ipsets,
          cells: [set.name, printMember(set, member, null)],
        })),
      ]),
  },
  counters: {
    columns: ['column.name', 'column.value'],
    rows: (_world, ns) => [
      ...nonZeroCounters(ns).map(([name, value]) => ({
        key: name,
        slot: slotIn.counter(name),
        cells: [name, String(value)],
      })),
      ...[...ns.nfTables].flatMap(([table, { chains }]) =>
        [...chains.values()].flatMap(({ name, rules, policyId, policy }) => [
          ...(policy === null ? [] : hits(ns, policyId, `${table} ${name} policy`)),
          ...rules.flatMap((rule, i) => hits(ns, rule.id, `${table} ${name} ${String(i + 1)}`)),
        ]),
      ),
    ],
  },
  conntrack: {
    columns: ['column.flow', 'column.reply', 'column.state'],
    rows: (_world, ns) =>
      [...ns.conntrack.entries].map(([id, entry]) => {
        const [there, back] = [tupleEnds(entry.original), tupleEnds(entry.reply)];
        const cells = [`${there.src} → ${there.dst}`, `${back.src} → ${back.dst}`];
        return {
          key: String(id),
          slot: slotIn.conntrack(id),
          cells: [...cells, entry.seenReply ? '' : 'UNREPLIED'],
        };
      }),
  },
  sockets: {
    columns: ['column.kind', 'column.local', 'column.remote', 'column.process'],
    rows: (world, ns) =>
      [...ns.sockets.entries].map(([id, socket]) => ({
        key: String(id),
        slot: slotIn.socket(id),
        cells: socketCells(world, ns, socket),
      })),
  },
  sysctl: {
    columns: ['column.key', 'column.value'],
    rows: (_world, ns) => [
      ...[...ns.sysctl.entries].map(([key, value]) => ({
        key,
        slot: slotIn.sysctl(key),
        cells: [key.replaceAll('/', '.'), String(value)],
      })),
      ...inetRows('all', ns.inetAll),
    ],
  },
  files: {
    columns: ['column.path', 'column.content'],
    rows: (_world, ns) =>
      [...ns.files.entries].map(([path, text]) => ({
        key: path,
        slot: slotIn.file(path),
        cells: [path, text],
      })),
  },
} as const satisfies Partial<Record<TableName, TableKind>>;

/** What a rule or a policy has counted, once there is something. */
function hits(ns: Netns, id: number, name: string): Row[] {
  const seen = ns.nfCounters.entries.get(id);
  if (seen === undefined) return [];
  const cells = [name, `packets ${String(seen.packets)} bytes ${String(seen.bytes)}`];
  return [{ key: `hits ${String(id)}`, slot: slotIn.hits(id), cells }];
}

/** Objects belong to no netns: see {@link objectRows}. */
export const OBJECTS = {
  columns: ['column.object', 'column.state', 'column.version'],
  rows: () => [],
} as const satisfies TableKind;

/** The objects of the API server. Their version tells of changes that the line leaves out. */
export function objectRows({ cluster }: World): Row[] {
  return [...(cluster?.objects.entries ?? [])].map(([key, object]) => ({
    key,
    slot: slotIn.object(key),
    cells: [objectText(key), objectLine(object), object.metadata.resourceVersion],
  }));
}

/** Those that are set: most are 0 on every machine. */
function inetRows(scope: 'all', conf: InetConf): Row[] {
  return Object.entries(conf).flatMap(([name, value]: [string, number | boolean]) => {
    const key = `net.ipv4.conf.${scope}.${name}`;
    return Number(value) === 0
      ? []
      : [{ key, slot: slotIn.inet(scope), cells: [key, String(Number(value))] }];
  });
}

/** As `ss` writes the two ends. */
function socketCells(world: World, ns: Netns, socket: Socket): string[] {
  const app = (pid: number): string => ns.processes.entries.get(pid)?.app ?? '';
  const end = (addr: Ipv4Addr, port: number): string =>
    `${addr === 0 ? '*' : formatIpv4(addr)}:${port === 0 ? '*' : port}`;
  switch (socket.kind) {
    case 'udp':
      return ['udp', end(socket.local, socket.port), end(socket.remote, socket.remotePort), app(socket.pid)];
    case 'tcp':
      return [
        'tcp',
        end(socket.local, socket.port),
        end(socket.remote, socket.remotePort),
        `${socket.state} ${app(socket.pid)}`.trim(),
      ];
    case 'tcp-listen':
      return ['tcp', end(socket.local, socket.port), '*:*', `LISTEN ${app(socket.pid)}`.trim()];
    case 'sctp':
      return [
        'sctp',
        end(socket.local, socket.port),
        end(socket.remote, socket.remotePort),
        `${socket.state} ${app(socket.pid)}`.trim(),
      ];
    case 'sctp-listen':
      return ['sctp', end(socket.local, socket.port), '*:*', `LISTEN ${app(socket.pid)}`.trim()];
    case 'ping':
      return [
        'icmp',
        `${socket.local === 0 ? '*' : formatIpv4(socket.local)}:${socket.ident}`,
        '',
        app(socket.pid),
      ];
    case 'tun':
      return ['tun', devName(world, ns.id, socket.ifindex), '', app(socket.pid)];
    case 'packet':
      return [
        'p_raw',
        `*:${socket.ifindex === 0 ? '*' : devName(world, ns.id, socket.ifindex)}`,
        '',
        app(socket.pid),
      ];
    case 'ctnetlink':
      return ['nl', 'netfilter', '', app(socket.pid)];
    case 'vxlan':
      return ['udp', `*:${socket.port}`, '', 'vxlan'];
    case 'geneve':
      return ['udp', `*:${socket.port}`, '', 'geneve'];
    case 'wireguard':
      return ['udp', `*:${socket.port}`, '', 'wireguard'];
  }
}

/** Equal texts are told apart by their order. */
function numbered<T>(texts: readonly string[], make: (text: string, ordinal: number) => T): T[] {
  const seen = new Map<string, number>();
  return texts.map((text) => {
    const ordinal = seen.get(text) ?? 0;
    seen.set(text, ordinal + 1);
    return make(text, ordinal);
  });
}
