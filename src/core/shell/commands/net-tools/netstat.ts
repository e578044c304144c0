/** `netstat`: sockets, routes, devices. Source: net-tools 2.10 netstat.c. */
import type { Link } from '../../../model/link';
import type { Netns, World } from '../../../model/world';
import { formatIpv4 } from '../../../wire/addr';
import { failed, notYet, printed, type Command, type CommandIo } from '../../command';
import { netnsNamed } from '../../netns';
import { readOptions } from '../../options';
import { shownPid } from '../../pids';
import { socketsOf, type SocketRow } from '../ss/sockets';
import { flagsOf, linksByName } from './ifconfig';
import { statistics } from './netstat.words';
import { routeTable } from './route';

const LONG = {
  route: 'r',
  interfaces: 'i',
  numeric: 'n',
  all: 'a',
  listening: 'l',
  programs: 'p',
  tcp: 't',
  udp: 'u',
  statistics: 's',
};

export const netstat: Command = {
  kind: 'netstat',
  summary: 'print network connections, routing tables, interface statistics',
  usage: ['netstat [ -t ] [ -u ] [ -l ] [ -a ] [ -n ] [ -p ] [ -r ] [ -i ] [ -s ]'],
  about: {
    '-t': 'TCP sockets',
    '-u': 'UDP sockets',
    '-l': 'display listening server sockets',
    '-a': 'display all sockets (default: connected)',
    '-n': "don't resolve names",
    '-p': 'display PID/Program name for sockets',
    '-r': 'display routing table',
    '-i': 'display interface table',
    '-s': 'display networking statistics (like SNMP)',
  },
  run(io, argv) {
    const { given, fault } = readOptions(argv.slice(1), { letters: '46tulanprisWegMcvowxFC', long: LONG });
    if (fault !== null) return failed(4, `netstat: invalid option -- '${fault.option}'`);
    for (const letter of given.keys())
      if (!'46tulanprisWwx'.includes(letter)) return notYet(`netstat -${letter}`);
    const { world } = io.host;
    const ns = netnsNamed(world, io.netns);
    if (given.has('s')) return printed(...statistics(ns));
    if (given.has('r')) return printed(...routeTable(ns, given.has('n'), true));
    if (given.has('i')) return printed(...deviceTable(world, ns, given.has('a')));
    return printed(...socketTable(io, ns, given));
  },
};

function deviceTable(world: World, ns: Netns, all: boolean): readonly string[] {
  const row = (link: Link): string => {
    const { rxPackets, rxDropped, txPackets, txDropped } = link.stats;
    const number = (value: number, width: number): string => String(value).padStart(width);
    const received = `${number(rxPackets, 8)} ${number(0, 6)} ${number(rxDropped, 6)} 0     `;
    const sent = `${number(txPackets, 8)} ${number(0, 6)} ${number(txDropped, 6)} ${number(0, 6)}`;
    return `${link.name.padEnd(15)} ${number(link.mtu, 5)} ${received} ${sent} ${letters(world, ns, link)}`;
  };
  return [
    'Kernel Interface table',
    'Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg',
    ...linksByName(ns)
      .filter((link) => all || link.up)
      .map(row),
  ];
}

/** Source: lib/interface.c ife_print_short. */
function letters(world: World, ns: Netns, link: Link): string {
  const { names } = flagsOf(world, ns, link);
  const order = [
    ...[
      ['BROADCAST', 'B'],
      ['LOOPBACK', 'L'],
      ['MULTICAST', 'M'],
      ['NOARP', 'O'],
      ['POINTOPOINT', 'P'],
    ],
    ...[
      ['RUNNING', 'R'],
      ['UP', 'U'],
    ],
  ] as const;
  return order.map(([name, letter]) => (names.includes(name) ? letter : '')).join('');
}

/** The tool's own names of states. */
const STATES: Readonly<Record<string, string>> = {
  ESTAB: 'ESTABLISHED',
  'FIN-WAIT-1': 'FIN_WAIT1',
  'FIN-WAIT-2': 'FIN_WAIT2',
  'SYN-SENT': 'SYN_SENT',
  'SYN-RECV': 'SYN_RECV',
  'CLOSE-WAIT': 'CLOSE_WAIT',
  'LAST-ACK': 'LAST_ACK',
  'TIME-WAIT': 'TIME_WAIT',
};

function socketTable(io: CommandIo, ns: Netns, given: ReadonlyMap<string, string>): readonly string[] {
  const [listening, all, programs] = [given.has('l'), given.has('a'), given.has('p')];
  const what = listening ? '(only servers)' : all ? '(servers and established)' : '(w/o servers)';
  const kinds = ['t', 'u'].some((letter) => given.has(letter))
    ? [...(given.has('t') ? ['tcp'] : []), ...(given.has('u') ? ['udp'] : [])]
    : ['tcp', 'udp'];
  const waits = ({ state }: SocketRow): boolean => state === 'LISTEN' || state === 'UNCONN';
  const rows = kinds
    .flatMap((kind) => socketsOf(ns).filter(({ netid }) => netid === kind))
    .filter((row) => all || waits(row) === listening);
  const tail = programs ? ' PID/Program name    ' : '';
  return [
    `Active Internet connections ${what}`,
    `Proto Recv-Q Send-Q Local Address           Foreign Address         State      ${tail}`,
    ...rows.map((row) => {
      const end = (addr: number, port: number): string =>
        `${formatIpv4(addr as SocketRow['local'])}:${port === 0 ? '*' : String(port)}`.padEnd(23);
      const state = row.state === 'UNCONN' ? '' : (STATES[row.state] ?? row.state);
      const ends = `${end(row.local, row.localPort)} ${end(row.remote, row.remotePort)}`;
      const queues = `${String(row.state === 'LISTEN' ? 0 : row.receiveQueue).padStart(6)} ${String(row.state === 'LISTEN' ? 0 : row.sendQueue).padStart(6)}`;
      const owner = programs ? ` ${ownerText(io, ns, row).padEnd(20)}` : '';
      return `${row.netid.padEnd(4)}  ${queues} ${ends} ${state.padEnd(11)}${owner}`;
    }),
  ];
}

function ownerText({ host }: CommandIo, ns: Netns, { pid }: SocketRow): string {
  const process = pid === null ? undefined : ns.processes.entries.get(pid);
  if (process === undefined || pid === null) return '-';
  return `${String(shownPid(host.world, ns, pid))}/${(process.argv[0] ?? process.app).split('/').pop() ?? ''}`.slice(
    0,
    20,
  );
}
