/** The tables of a netns at one instant, in iproute2's words, and what is new in them since another instant. */
import { formatCidr4, formatIpv4, formatMac } from '../wire/addr';
import { readFdbKey } from '../model/fdb';
import type { Link } from '../model/link';
import { isBareIp } from '../model/link';
import type { IpRule, Route } from '../model/route';
import { TABLE_LOCAL } from '../model/route';
import { upperAddresses } from '../model/upper';
import type { Netns, World } from '../model/world';
import type { TableName, TableRow, TablesView, TableView } from './contract';
import { BGP_TABLES } from './tables.bgp';
import { objectRows, OBJECTS, slotIn, STATE_TABLES, type Row, type TableKind } from './tables.state';
import { actionText, destinationText, endpointText, selectorText } from './iproute2';
import { prefixText, scopeText, tableText } from './iproute2.route';
import { plain } from './say';
import { devName } from './names';

/** `vlan 10`, `macvlan bridge`: a kind with what tells such devices apart. */
function kindText(link: Link): string {
  if (link.kind === 'vlan') return `vlan ${link.vid}`;
  return link.kind === 'macvlan' || link.kind === 'ipvlan' ? `${link.kind} ${link.mode}` : link.kind;
}

const TABLES = {
  links: {
    columns: ['column.name', 'column.kind', 'column.mac', 'column.mtu', 'column.state', 'column.master'],
    rows: (world, ns) =>
      linksOf(ns).map((link) => ({
        key: String(link.ifindex),
        slot: slotIn.link(link.ifindex),
        cells: [
          link.name,
          kindText(link),
          isBareIp(link) ? '' : formatMac(link.mac),
          String(link.mtu),
          link.up ? 'UP' : 'DOWN',
          link.master === 0 ? '' : devName(world, ns.id, link.master),
        ],
      })),
  },
  addresses: {
    columns: ['column.device', 'column.address', 'column.scope'],
    rows: (_world, ns) =>
      linksOf(ns).flatMap((link) =>
        link.addrs.map((addr) => {
          const cidr = formatCidr4({ addr: addr.local, len: addr.len });
          return {
            key: `${link.ifindex} ${cidr}`,
            slot: slotIn.link(link.ifindex),
            cells: [link.name, cidr, scopeText(addr.scope)],
          };
        }),
      ),
  },
  routes: {
    columns: [
      'column.destination',
      'column.gateway',
      'column.device',
      'column.source',
      'column.metric',
      'column.protocol',
      'column.table',
    ],
    rows: routeRows,
  },
  neigh: {
    columns: ['column.address', 'column.device', 'column.mac', 'column.state'],
    rows: (_world, ns) =>
      linksOf(ns).flatMap((link) =>
        [...link.neigh.entries].map(([addr, entry]) => ({
          key: `${link.ifindex} ${formatIpv4(addr)}`,
          slot: slotIn.neigh(link.ifindex, addr),
          cells: [formatIpv4(addr), link.name, entry.mac === null ? '' : formatMac(entry.mac), entry.state],
        })),
      ),
  },
  fdb: {
    columns: ['column.mac', 'column.port', 'column.remote', 'column.flags'],
    rows: fdbRows,
  },
  rules: {
    columns: ['column.priority', 'column.selector', 'column.table'],
    rows: (_world, ns) =>
      ns.ipRules.map((rule, i) => ({
        key: `${rule.pref} ${selectorText(rule)} ${i}`,
        slot: slotIn.rules,
        cells: [String(rule.pref), selectorText(rule), actionCell(rule)],
      })),
  },
  peers: {
    columns: ['column.device', 'column.peer', 'column.endpoint', 'column.allowedIps'],
    rows: (_world, ns) =>
      linksOf(ns).flatMap((link) =>
        link.kind !== 'wireguard'
          ? []
          : [...link.peers.entries].map(([peer, { endpoint, allowedIps }]) => ({
              key: `${link.ifindex} ${peer}`,
              slot: slotIn.peer(link.ifindex, peer),
              cells: [link.name, peer, endpointText(endpoint), allowedIps.map(formatCidr4).join(', ')],
            })),
      ),
  },
  ...STATE_TABLES,
  ...BGP_TABLES,
  objects: OBJECTS,
} as const satisfies Record<TableName, TableKind>;

/** The table that is asked, else what the rule does itself. */
function actionCell(rule: IpRule): string {
  return rule.action === 'lookup' ? tableText(rule.table) : actionText(rule);
}

function linksOf(ns: Netns): Link[] {
  return ns.links.filter((link) => link !== undefined);
}

/** By table, the local one last as it is the least looked at; inside a table by destination. */
function routeRows(world: World, ns: Netns): Row[] {
  const tables = [...ns.routeTables].sort(
    ([a], [b]) => Number(a === TABLE_LOCAL) - Number(b === TABLE_LOCAL) || b - a,
  );
  const seen = new Map<string, number>();
  return tables.flatMap(([id, table]) =>
    [...table.byPrefix]
      .flatMap(([key, routes]) => routes.map((route) => ({ ...route, slot: slotIn.route(id, key) })))
      .sort((a, b) => a.dst - b.dst || a.len - b.len || a.metric - b.metric)
      .map((route) => {
        const same = `${id} ${route.type} ${prefixText(route.dst, route.len)} ${route.tos} ${route.metric}`;
        // Entries that differ in their next hop alone are told apart by their order.
        const ordinal = seen.get(same) ?? 0;
        seen.set(same, ordinal + 1);
        return { key: `${same} ${ordinal}`, slot: route.slot, cells: routeCells(world, ns, route, id) };
      }),
  );
}

function routeCells(world: World, ns: Netns, route: Route, table: number): string[] {
  const prefix = prefixText(route.dst, route.len);
  return [
    route.type === 'unicast' ? prefix : `${route.type} ${prefix}`,
    nexthopCell(route, (hop) => (hop.gateway === 0 ? '' : formatIpv4(hop.gateway))),
    nexthopCell(route, (hop) => (hop.dev === 0 ? '' : devName(world, ns.id, hop.dev))),
    route.prefsrc === 0 ? '' : formatIpv4(route.prefsrc),
    route.metric === 0 ? '' : String(route.metric),
    route.protocol,
    tableText(table),
  ];
}

function nexthopCell(route: Route, text: (hop: Pick<Route, 'gateway' | 'dev'>) => string): string {
  return (route.nexthops ?? [route]).map(text).join(', ');
}

function fdbRows(world: World, ns: Netns): Row[] {
  return linksOf(ns).flatMap((link): Row[] => {
    if (link.kind === 'bridge') {
      return [...link.fdb.entries].map(([key, entry]) => {
        const { mac, vid } = readFdbKey(key);
        const flags = entry.permanent ? 'permanent' : `master ${link.name}`;
        return {
          key: `${link.ifindex} ${vid} ${formatMac(mac)}`,
          slot: slotIn.fdb(link.ifindex, key),
          cells: [
            formatMac(mac),
            devName(world, ns.id, entry.port),
            '',
            vid === 0 ? flags : `vlan ${vid} ${flags}`,
          ],
        };
      });
    }
    if (link.uppers.length > 0) {
      return upperAddresses(world, link).map((mac) => ({
        key: `${link.ifindex} ${formatMac(mac)}`,
        slot: slotIn.link(link.ifindex),
        cells: [formatMac(mac), link.name, '', 'self permanent'],
      }));
    }
    if (link.kind !== 'vxlan') return [];
    return [...link.fdb.entries].map(([mac, entry]) => ({
      key: `${link.ifindex} ${formatMac(mac)}`,
      slot: slotIn.fdb(link.ifindex, mac),
      cells: [
        formatMac(mac),
        link.name,
        entry.destinations.map(destinationText).join(', '),
        entry.permanent ? 'self permanent' : 'self',
      ],
    }));
  });
}

/** In the order in which they are shown. Those that most machines have nothing in are shown only where there is something. */
const TABLE_NAMES: readonly TableName[] = [
  ...(['links', 'addresses', 'routes', 'bgpSessions', 'bgpRoutes', 'neigh', 'fdb', 'peers'] as const),
  ...(['rules', 'netfilter'] as const),
  ...(['ipsets', 'conntrack', 'sockets', 'sysctl', 'files', 'counters', 'objects'] as const),
];
const ALWAYS: ReadonlySet<TableName> = new Set<TableName>([
  ...(['links', 'addresses', 'routes', 'neigh', 'fdb', 'rules'] as const),
]);

/** The place that stands for the API server: its tables are the cluster's objects. */
export const API_SERVER = '';

/** Rows of one netns, or of the API server, by table; no tables where there is no such place. */
export type PlaceTables = ReadonlyMap<TableName, readonly Row[]>;

export function placeTables(world: World, netns: string, without: TableName | null = null): PlaceTables {
  const tables = new Map<TableName, readonly Row[]>();
  const ns = netnsCalled(world, netns);
  if (netns === API_SERVER && world.cluster !== null) tables.set('objects', objectRows(world));
  if (ns === null) return tables;
  for (const name of TABLE_NAMES) {
    const kind: TableKind = TABLES[name];
    if (name !== 'objects' && name !== without) tables.set(name, kind.rows(world, ns));
  }
  return tables;
}

function netnsCalled(world: World, netns: string): Netns | null {
  return netns === API_SERVER ? null : (world.netns.find((ns) => ns?.name === netns) ?? null);
}

export function columnsOf(name: TableName): TableView['columns'] {
  return TABLES[name].columns.map(plain);
}

/** All tables of the netns called `netns`; without rows when it does not exist. `before` null: nothing is new. */
export function tablesOf(world: World, before: World | null, netns: string): TablesView {
  const now = placeTables(world, netns);
  const was = before === null ? now : placeTables(before, netns);
  const names =
    netns === API_SERVER ? (['objects'] as const) : TABLE_NAMES.filter((name) => name !== 'objects');
  const tables = names.flatMap((name): TableView[] => {
    const rows = compareRows(now.get(name) ?? [], was.get(name) ?? []);
    return rows.length === 0 && netns !== API_SERVER && !ALWAYS.has(name)
      ? []
      : [{ name, columns: columnsOf(name), ...told(rows) }];
  });
  return { netns, tables };
}

/** Rows of one table that are told at once; those that differ come before those that do not. */
const ROWS_MAX = 500;

function told(rows: readonly TableRow[]): Pick<TableView, 'rows' | 'hidden'> {
  if (rows.length <= ROWS_MAX) return { rows };
  const news = rows.filter(({ status }) => status !== 'same').slice(0, ROWS_MAX);
  let room = ROWS_MAX - news.length;
  const kept = new Set(news);
  const shown = rows.filter((row) => kept.has(row) || (row.status === 'same' && (room -= 1) >= 0));
  return { rows: shown, hidden: rows.length - shown.length };
}

/** Rows of now in their order, then those that are gone. */
export function compareRows(rows: readonly Row[], old: readonly Row[]): TableRow[] {
  const before = new Map(old.map(({ key, cells }) => [key, cells]));
  const present = new Set(rows.map(({ key }) => key));
  const same = (a: readonly string[], b: readonly string[]): boolean => a.every((cell, i) => cell === b[i]);
  return [
    ...rows.map(({ key, cells }): TableRow => {
      const was = before.get(key);
      if (was === undefined) return { key, cells, status: 'new', was: null };
      return same(cells, was)
        ? { key, cells, status: 'same', was: null }
        : { key, cells, status: 'changed', was };
    }),
    ...old
      .filter(({ key }) => !present.has(key))
      .map(({ key, cells }): TableRow => ({ key, cells, status: 'gone', was: cells })),
  ];
}
