/** Files that are made up when they are read: each path with the function that makes its text. */
import { Part } from '../base/part';
import { readSysctl, SYSCTL_DIR, sysctlKeys } from '../kernel/ops/sysctl';
import { KERNEL_RELEASE, KERNEL_VERSION } from '../cluster/controllers/kubelet/node';
import { isBareIp, type Link } from '../model/link';
import { TABLE_MAIN, type Route } from '../model/route';
import type { Netns, World } from '../model/world';
import { formatIpv4, formatMac, maskOf, ZERO_MAC, type Ipv4Addr } from '../wire/addr';
import { flowLine } from '../apps/conntrack.text';
import { hasCarrier, operstate } from './format/link';
import { linkBehind } from './format/link-behind';
import { routesOf } from './format/route';
import { hostnameOf } from './identity';

export interface MadeUpFile {
  text(): string;
}

/** The names of some hundred counters. */
const COUNTERS = new Part('counters', () => import('./format/snmp'));

type Maker = (world: World, ns: Netns) => readonly string[];

const PROC: Readonly<Record<string, Maker>> = {
  '/proc/net/arp': (_, ns) => arpTable(ns),
  '/proc/net/dev': (_, ns) => deviceCounters(ns),
  '/proc/net/nf_conntrack': (world, ns) =>
    [...ns.conntrack.entries.values()]
      .filter(({ expiresNs }) => expiresNs > world.nowNs)
      .map((entry) => flowLine(world.nowNs, entry, { extended: true }).replace(/use=1$/, 'zone=0 use=2')),
  '/proc/net/netstat': (_, ns) => COUNTERS.content.snmpFile(ns, 'netstat'),
  '/proc/net/route': (_, ns) => routeTable(ns),
  '/proc/net/snmp': (_, ns) => COUNTERS.content.snmpFile(ns, 'snmp'),
  '/proc/net/tcp': (_, ns) => tcpSockets(ns),
  '/proc/net/udp': (_, ns) => udpSockets(ns),
  '/proc/net/vlan/config': (world, ns) => vlanDevices(world, ns),
  '/proc/uptime': ({ nowNs }) => [`${(nowNs / 1e9).toFixed(2)} ${(nowNs / 1e9).toFixed(2)}`],
};

/** Counters that stay 0: nothing is lost or spoiled on a wire here. */
const ZERO_COUNTERS =
  'collisions multicast rx_compressed rx_crc_errors rx_errors rx_fifo_errors rx_frame_errors rx_length_errors rx_missed_errors rx_nohandler rx_over_errors tx_aborted_errors tx_carrier_errors tx_compressed tx_errors tx_fifo_errors tx_heartbeat_errors tx_window_errors'.split(
    ' ',
  );

const DEVICE_DIR = '/sys/class/net/';
/** What sysfs says of a device. Source: net/core/net-sysfs.c. */
const DEVICE: Readonly<Record<string, (world: World, ns: Netns, link: Link) => string | number>> = {
  address: (_, __, { mac }) => formatMac(mac),
  carrier: (world, ns, link) => Number(hasCarrier(world, ns, link)),
  addr_len: (_, __, link) => (isBareIp(link) ? (link.kind === 'ipip' ? 4 : 0) : 6),
  ifalias: (_, __, { alias }) => alias,
  ifindex: (_, __, { ifindex }) => ifindex,
  iflink: (_, __, link) => linkBehind(link)?.ifindex ?? link.ifindex,
  mtu: (_, __, { mtu }) => mtu,
  operstate: (world, ns, link) => operstate(world, ns, link).toLowerCase(),
  ...Object.fromEntries(ZERO_COUNTERS.map((name) => [`statistics/${name}`, () => 0])),
  'statistics/rx_bytes': (_, __, { stats }) => stats.rxBytes,
  'statistics/rx_dropped': (_, __, { stats }) => stats.rxDropped,
  'statistics/rx_packets': (_, __, { stats }) => stats.rxPackets,
  'statistics/tx_bytes': (_, __, { stats }) => stats.txBytes,
  'statistics/tx_dropped': (_, __, { stats }) => stats.txDropped,
  'statistics/tx_packets': (_, __, { stats }) => stats.txPackets,
  type: (_, __, link) => hardwareType(link),
  tx_queue_len: (_, __, { txQueueLen }) => txQueueLen,
};

/** Source: include/uapi/linux/if_arp.h. */
function hardwareType(link: Link): number {
  if (link.kind === 'loopback') return 772;
  if (link.kind === 'ipip') return 768;
  return isBareIp(link) ? 65_534 : 1;
}

function deviceAttribute(world: World, ns: Netns, path: string): string | null {
  if (!path.startsWith(DEVICE_DIR)) return null;
  const [name = '', ...rest] = path.slice(DEVICE_DIR.length).split('/');
  const link = ns.links.find((one) => one?.name === name);
  const attribute = rest.join('/');
  const read = Object.hasOwn(DEVICE, attribute) ? DEVICE[attribute] : undefined;
  return link === undefined || read === undefined ? null : String(read(world, ns, link));
}

/** What `uname` says as well. Source: kernel/utsname_sysctl.c. */
const TEXT_SETTINGS: Readonly<Record<string, (world: World, ns: Netns) => string>> = {
  'kernel/domainname': () => '(none)',
  'kernel/hostname': (world, ns) => hostnameOf(world, ns.name),
  'kernel/osrelease': () => KERNEL_RELEASE,
  'kernel/ostype': () => 'Linux',
  'kernel/version': () => KERNEL_VERSION,
};

/** A setting that is a text; null when there is none of that name. */
export function textSetting(world: World, ns: Netns, key: string): string | null {
  return (Object.hasOwn(TEXT_SETTINGS, key) ? TEXT_SETTINGS[key] : undefined)?.(world, ns) ?? null;
}

/** The file at `path`. */
export function madeUpFile(world: World, ns: Netns, path: string): MadeUpFile | null {
  if (path.startsWith(SYSCTL_DIR)) {
    const key = path.slice(SYSCTL_DIR.length);
    const value = readSysctl(ns, key) ?? textSetting(world, ns, key);
    return value === null ? null : { text: () => `${value}\n` };
  }
  const attribute = deviceAttribute(world, ns, path);
  if (attribute !== null) return { text: () => `${attribute}\n` };
  const maker = Object.hasOwn(PROC, path) ? PROC[path] : undefined;
  return maker === undefined
    ? null
    : {
        text: () =>
          maker(world, ns)
            .map((line) => `${line}\n`)
            .join(''),
      };
}

/** The paths of all such files. */
export function madeUpPaths(ns: Netns): readonly string[] {
  return [
    ...Object.keys(PROC),
    ...ns.links.flatMap((link) =>
      link === undefined ? [] : Object.keys(DEVICE).map((name) => `${DEVICE_DIR}${link.name}/${name}`),
    ),
    ...sysctlKeys(ns).map((key) => `${SYSCTL_DIR}${key}`),
  ];
}

/** Source: net/8021q/vlanproc.c vlan_seq_show. The module is there as soon as somebody reads about it. */
function vlanDevices(world: World, ns: Netns): readonly string[] {
  const rows = ns.links.flatMap((link) => {
    if (link?.kind !== 'vlan') return [];
    const card = world.netns[link.lower.netns]?.links[link.lower.ifindex];
    return [`${link.name.padEnd(15)}| ${link.vid}  | ${card?.name ?? ''}`];
  });
  return ['VLAN Dev name\t | VLAN ID', 'Name-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD', ...rows];
}

/** Source: net/ipv4/fib_trie.c fib_route_seq_show: lines are filled up to 127 characters. */
function routeTable(ns: Netns): readonly string[] {
  const head = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
  const table = ns.routeTables.get(TABLE_MAIN);
  const rows = (table === undefined ? [] : routesOf(table)).flatMap((route) => {
    if (route.type === 'local' || route.type === 'broadcast') return [];
    return [
      [
        ns.links[route.dev]?.name ?? '*',
        littleEndian(route.dst),
        littleEndian(route.gateway),
        routeFlags(route).toString(16).toUpperCase().padStart(4, '0'),
        0,
        0,
        route.metric,
        littleEndian(maskOf(route.len)),
        0,
        0,
        0,
      ].join('\t'),
    ];
  });
  return [head, ...rows].map((line) => line.padEnd(127));
}

const RTF_UP = 0x1;
const RTF_GATEWAY = 0x2;
const RTF_HOST = 0x4;
const RTF_REJECT = 0x200;

function routeFlags({ type, gateway, len }: Route): number {
  const reject = type === 'unreachable' || type === 'prohibit' ? RTF_REJECT : 0;
  return RTF_UP | reject | (gateway === 0 ? 0 : RTF_GATEWAY) | (len === 32 ? RTF_HOST : 0);
}

/** `0100000A`: an address as a little-endian machine prints its bytes. */
function littleEndian(addr: number): string {
  const bytes = [addr & 0xff, (addr >>> 8) & 0xff, (addr >>> 16) & 0xff, addr >>> 24];
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('');
}

const ATF_COM = 0x2;
const ATF_PERM = 0x4;

/** Source: net/ipv4/arp.c arp_format_neigh_entry; entries that need no ARP are left out. */
function arpTable(ns: Netns): readonly string[] {
  const rows = ns.links.flatMap((link) =>
    link === undefined
      ? []
      : [...link.neigh.entries].flatMap(([addr, { mac, state }]) => {
          if (state === 'NOARP') return [];
          const valid = mac !== null && state !== 'INCOMPLETE' && state !== 'FAILED';
          const flags = state === 'PERMANENT' ? ATF_COM | ATF_PERM : valid ? ATF_COM : 0;
          return [arpRow(link, addr, flags, formatMac(valid ? mac : ZERO_MAC))];
        }),
  );
  return ['IP address       HW type     Flags       HW address            Mask     Device', ...rows];
}

function arpRow(link: Link, addr: Ipv4Addr, flags: number, mac: string): string {
  const fields = [
    formatIpv4(addr).padEnd(16),
    '0x1'.padEnd(10),
    ` 0x${flags.toString(16)}`.padEnd(13),
    mac.padEnd(21),
    '*       ',
    link.name,
  ];
  return `${fields[0] ?? ''} ${fields.slice(1, 3).join(' ')}${fields.slice(3).join(' ')}`;
}

/** Source: net/core/net-procfs.c dev_seq_printf_stats. */
function deviceCounters(ns: Netns): readonly string[] {
  const head = [
    'Inter-|   Receive                                                |  Transmit',
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
  ];
  const column = (value: number, width: number): string => String(value).padStart(width);
  const rows = ns.links.flatMap((link) => {
    if (link === undefined) return [];
    const { rxBytes, rxPackets, rxDropped, txBytes, txPackets, txDropped } = link.stats;
    const received = [
      column(rxBytes, 7),
      column(rxPackets, 7),
      '   0',
      column(rxDropped, 4),
      '   0     0          0         0',
    ];
    const sent = [
      column(txBytes, 8),
      column(txPackets, 7),
      '   0',
      column(txDropped, 4),
      '   0     0       0          0',
    ];
    return [`${link.name.padStart(6)}: ${received.join(' ')} ${sent.join(' ')}`];
  });
  return [...head, ...rows];
}

/** Source: net/ipv4/udp.c udp4_format_sock; numbers of buckets and inodes are those of the simulator's sockets. */
function udpSockets(ns: Netns): readonly string[] {
  const head =
    '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops';
  const rows = [...ns.sockets.entries.values()].flatMap((socket) => {
    if (socket.kind !== 'udp') return [];
    const end = (addr: number, port: number): string =>
      `${littleEndian(addr)}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
    const state = socket.remotePort === 0 ? '07' : '01';
    const ends = `${end(socket.local, socket.port)} ${end(socket.remote, socket.remotePort)}`;
    const sl = String(socket.id).padStart(5);
    return [
      `${sl}: ${ends} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${socket.id} 2 0000000000000000 0`,
    ];
  });
  return [head, ...rows].map((line) => line.padEnd(127));
}

/** Numbers of the states (include/net/tcp_states.h). */
const TCP_STATES: Readonly<Record<string, number>> = {
  ...{ ESTABLISHED: 1, SYN_SENT: 2, SYN_RECV: 3, FIN_WAIT1: 4, FIN_WAIT2: 5, TIME_WAIT: 6, CLOSE: 7 },
  ...{ CLOSE_WAIT: 8, LAST_ACK: 9, CLOSING: 11 },
};
const TCP_LISTEN = 10;

/** Source: net/ipv4/tcp_ipv4.c tcp4_seq_show; lines are filled up to 149 characters. Sockets that listen come first. */
function tcpSockets(ns: Netns): readonly string[] {
  const head =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
  const hex = (value: number, digits: number): string =>
    value.toString(16).toUpperCase().padStart(digits, '0');
  const end = (addr: number, port: number): string => `${littleEndian(addr)}:${hex(port, 4)}`;
  const sockets = [...ns.sockets.entries.values()];
  const listeners = sockets.flatMap((socket) =>
    socket.kind === 'tcp-listen'
      ? [{ id: socket.id, ends: `${end(socket.local, socket.port)} ${end(0, 0)}`, state: TCP_LISTEN }]
      : [],
  );
  const connections = sockets.flatMap((socket) =>
    socket.kind === 'tcp'
      ? [
          {
            id: socket.id,
            ends: `${end(socket.local, socket.port)} ${end(socket.remote, socket.remotePort)}`,
            state: TCP_STATES[socket.state] ?? 0,
          },
        ]
      : [],
  );
  const rows = [...listeners, ...connections].map(
    ({ id, ends, state }, i) =>
      `${String(i).padStart(4)}: ${ends} ${hex(state, 2)} 00000000:00000000 00:00000000 00000000     0        0 ${id} 1 0000000000000000 100 0 0 10 0`,
  );
  return [head, ...rows].map((line) => line.padEnd(149));
}
