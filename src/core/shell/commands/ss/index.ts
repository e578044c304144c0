/** `ss`: sockets. Source: iproute2 6.1 misc/ss.c; columns as it prints them into a pipe, as narrow as they can be. */
import type { Netns } from '../../../model/world';
import { formatIpv4, type Ipv4Addr } from '../../../wire/addr';
import { failed, notYet, printed, type Command, type CommandIo, type Outcome } from '../../command';
import { netnsNamed } from '../../netns';
import { readOptions } from '../../options';
import { shownPid } from '../../pids';
import { readSelection, stateOf } from './filter';
import { infoText, timerText } from './info';
import { socketsOf, type SocketRow } from './sockets';

const LETTERS = 'tulnapsHr460wxeimoOEKZzbNfADSdMhV';
const LONG = {
  tcp: 't',
  udp: 'u',
  listening: 'l',
  numeric: 'n',
  all: 'a',
  processes: 'p',
  summary: 's',
  'no-header': 'H',
  ipv4: '4',
  ipv6: '6',
  raw: 'w',
  unix: 'x',
  options: 'o',
  info: 'i',
  kill: 'K',
  sctp: 'S',
  dccp: 'd',
  mptcp: 'M',
  help: 'h',
  version: 'V',
};
const HANDLED = 'tulnapsH46wxoi';

export const ss: Command = {
  kind: 'ss',
  summary: 'another utility to investigate sockets',
  usage: [
    'ss [ -t ] [ -u ] [ -l ] [ -n ] [ -a ] [ -p ] [ -o ] [ -i ] [ -s ] [ -H ] [ -4 ] [ state STATE ] [ exclude STATE ] [ sport = PORT ] [ dport = PORT ] [ src ADDR ] [ dst ADDR ]',
  ],
  about: {
    '-t': 'display only TCP sockets',
    '-u': 'display only UDP sockets',
    '-l': 'display listening sockets',
    '-n': "don't resolve service names",
    '-a': 'display all sockets',
    '-p': 'show process using socket',
    '-o': 'show timer information',
    '-i': 'show internal TCP information',
    '-s': 'show socket usage summary',
    '-H': 'Suppress header line',
    '-4': 'display only IP version 4 sockets',
  },
  run(io, argv): Outcome {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: LETTERS, long: LONG });
    if (fault) return failed(255, `ss: invalid option -- '${fault.option}'`);
    if (given.has('V')) return printed('ss utility, iproute2-6.1.0');
    if (given.has('h')) return printed(`Usage: ${this.usage[0] ?? ''}`);
    for (const letter of given.keys()) if (!HANDLED.includes(letter)) return notYet(`ss -${letter}`);
    const ns = netnsNamed(io.host.world, io.netns);
    if (given.has('s')) return printed(...summary(ns));
    const chosen = readSelection(words);
    if (chosen === null) return notYet(`ss ${words.join(' ')}`);
    if (typeof chosen === 'string') return failed(255, chosen);
    const { states, test } = chosen;
    const families = ['t', 'u'].filter((letter) => given.has(letter));
    const others = given.has('w') || given.has('x');
    const kinds =
      families.length === 0 && !others
        ? ['tcp', 'udp']
        : families.map((letter) => (letter === 't' ? 'tcp' : 'udp'));
    const rows = socketsOf(ns)
      .filter(({ netid }) => kinds.includes(netid) && !given.has('6'))
      .filter((row) => {
        if (states !== null) return states.includes(stateOf(row));
        return given.has('a') || (given.has('l') ? isListening(row) : isConnected(row));
      })
      .filter(test)
      .sort((a, b) => (a.netid === b.netid ? 0 : a.netid === 'udp' ? -1 : 1));
    const oneState =
      states === null ? kinds.join() === 'udp' && !given.has('a') && !given.has('l') : states.length === 1;
    const columns: Column[] = [
      ...(kinds.length + Number(given.has('w')) + Number(given.has('x')) === 1
        ? []
        : [left('Netid', (row) => row.netid, '')]),
      ...(oneState ? [] : [left('State', (row) => row.state)]),
      left('Recv-Q', (row) => String(row.receiveQueue).padEnd(6)),
      left('Send-Q', (row) => String(row.sendQueue).padEnd(6)),
      { ...left('Local Address:', (row) => addressText(row.local)), right: true },
      left('Port', (row) => portText(row.localPort, given.has('n'), row.netid), ''),
      { ...left('Peer Address:', (row) => addressText(row.remote)), right: true },
      left('Port', (row) => portText(row.remotePort, given.has('n'), row.netid), ''),
      left('Process', (row) => more(io, ns, row, given), ''),
    ];
    return printed(...table(columns, rows, !given.has('H')).flatMap((line) => line.split('\n')));
  },
};

interface Column {
  readonly head: string;
  readonly text: (row: SocketRow) => string;
  readonly right: boolean;
  /** What stands before it. */
  readonly gap: string;
}

function left(head: string, text: Column['text'], gap = ' '): Column {
  return { head, text, right: false, gap };
}

/** Every column as wide as its widest field; nothing stands before the first. */
function table(columns: readonly Column[], rows: readonly SocketRow[], withHead: boolean): readonly string[] {
  const cells = rows.map((row) => columns.map(({ text }) => text(row)));
  const all = withHead ? [columns.map(({ head }) => head), ...cells] : cells;
  const widths = columns.map((_, i) => Math.max(0, ...all.map((line) => line[i]?.length ?? 0)));
  return all.map((line) =>
    line
      .map((cell, i) => {
        const width = widths[i] ?? 0;
        const column = columns[i];
        const text = column?.right === true ? cell.padStart(width) : cell.padEnd(width);
        return `${i === 0 ? '' : (column?.gap ?? '')}${text}`;
      })
      .join(''),
  );
}

/** Sockets that wait for whoever comes: a listening one, or one of UDP without a peer. */
function isListening({ state }: SocketRow): boolean {
  return state === 'LISTEN' || state === 'UNCONN';
}

/** What ss shows when nothing else is asked for (`SS_CONN`). */
function isConnected(row: SocketRow): boolean {
  return !isListening(row) && row.state !== 'TIME-WAIT' && row.state !== 'SYN-RECV';
}

function addressText(addr: Ipv4Addr): string {
  return `${formatIpv4(addr)}:`;
}

/** Of /etc/services, what one meets here. */
const SERVICES: Readonly<Record<number, string>> = {
  22: 'ssh',
  53: 'domain',
  67: 'bootps',
  68: 'bootpc',
  80: 'http',
  123: 'ntp',
  179: 'bgp',
  443: 'https',
  5353: 'mdns',
  8080: 'http-alt',
};
/** Those that are of one protocol only. */
const ONLY: Readonly<Record<number, SocketRow['netid']>> = {
  22: 'tcp',
  67: 'udp',
  68: 'udp',
  80: 'tcp',
  123: 'udp',
  179: 'tcp',
  5353: 'udp',
  8080: 'tcp',
};

function portText(port: number, numeric: boolean, netid: SocketRow['netid']): string {
  if (port === 0) return '*';
  const service = numeric || (ONLY[port] ?? netid) !== netid ? undefined : SERVICES[port];
  return service ?? String(port);
}

/** ` users:(("ncat",pid=3,fd=3))`; the kernel's own sockets belong to nobody. */
function ownerText({ host }: CommandIo, ns: Netns, { pid }: SocketRow): string {
  const process = pid === null ? undefined : ns.processes.entries.get(pid);
  if (process === undefined || pid === null) return '';
  const name = (process.argv[0] ?? process.app).split('/').pop() ?? '';
  // The first file a program opens after its three standard ones.
  return ` users:(("${name.slice(0, 15)}",pid=${shownPid(host.world, ns, pid)},fd=3))`;
}

/** What the options ask for beside the ends; `-i` on a line of its own. */
function more(io: CommandIo, ns: Netns, row: SocketRow, given: ReadonlyMap<string, string>): string {
  const { tcp } = row;
  return [
    given.has('p') ? ownerText(io, ns, row) : '',
    given.has('o') && tcp !== null ? timerText(tcp, io.host.world.nowNs) : '',
    given.has('i') && tcp !== null ? `\n\t ${infoText(tcp)}` : '',
  ].join('');
}

function summary(ns: Netns): readonly string[] {
  const rows = socketsOf(ns);
  const tcp = rows.filter(({ netid }) => netid === 'tcp');
  const udp = rows.length - tcp.length;
  const count = (...states: readonly string[]): number =>
    tcp.filter(({ state }) => states.includes(state)).length;
  const line = (name: string, ip: number): string =>
    `${name}\t  ${[ip, ip, 0].map((n) => String(n).padEnd(9)).join(' ')}`;
  return [
    `Total: ${rows.length}`,
    `TCP:   ${tcp.length} (estab ${count('ESTAB')}, closed ${count('UNCONN', 'TIME-WAIT')}, orphaned 0, timewait ${count('TIME-WAIT')})`,
    '',
    'Transport Total     IP        IPv6',
    line('RAW', 0),
    line('UDP', udp),
    line('TCP', tcp.length),
    line('INET', rows.length),
    line('FRAG', 0),
    '',
  ];
}
