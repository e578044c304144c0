/** `ip`: options, then an object (link, address, route, rule, neighbour, netns, tuntap), each in its own file. */
import { Part } from '../../../base/part';
import { failed, notYet, printed, type Command, type Outcome } from '../../command';
import { unknown, USAGE_ERROR } from '../../iproute2/errors';
import { complete } from '../../iproute2/keywords';
import { Words } from '../../iproute2/words';
import { cannotOpenNetns, findNetns } from '../../netns';
import { ADDRESS_USAGE, runAddress } from './address';
import { LINK_USAGE, runLink } from './link';
import { NEIGH_USAGE, runNeigh } from './neigh';
import { NETNS_USAGE, runNetns } from './netns';
import { ROUTE_USAGE, runRoute } from './route';
import { RULE_USAGE, runRule } from './rule';
import type { IpIo } from './show';
import { runTuntap, TUNTAP_USAGE } from './tuntap';

/** Fetched when somebody asks for one. */
const rare = new Part('rarer objects of ip', async () => await import('./rare'));

/** In the order in which iproute2 looks for what an abbreviation may mean (ip.c `cmds`). */
const OBJECTS = [
  'address',
  'addrlabel',
  'maddress',
  'route',
  'rule',
  'neighbor',
  'neighbour',
  'ntable',
  'ntbl',
  'link',
  'l2tp',
  'fou',
  'ila',
  'macsec',
  'tunnel',
  'tunl',
  'tuntap',
  'tap',
  'token',
  'tcpmetrics',
  'tcp_metrics',
  'monitor',
  'xfrm',
  'mroute',
  'mrule',
  'netns',
  'netconf',
  'vrf',
  'sr',
  'nexthop',
  'mptcp',
  'ioam',
  'help',
  'stats',
] as const;
type ObjectName = (typeof OBJECTS)[number];

const RUN: { readonly [O in ObjectName]?: (io: IpIo, words: Words) => Outcome } = {
  address: runAddress,
  route: runRoute,
  rule: runRule,
  neighbor: runNeigh,
  neighbour: runNeigh,
  link: runLink,
  netns: runNetns,
  tuntap: runTuntap,
  maddress: (io, words) => rare.content.runMaddress(io, words),
  tunnel: (io, words) => rare.content.runTunnel(io, words),
  tunl: (io, words) => rare.content.runTunnel(io, words),
  vrf: (io, words) => rare.content.runVrf(io, words),
  nexthop: (io, words) => rare.content.runNone(io, words, 'nexthop'),
  mroute: (io, words) => rare.content.runNone(io, words, 'mroute'),
  xfrm: (io, words) => rare.content.runXfrm(io, words),
};

const USAGE = [
  'ip OBJECT, OBJECT := { link | address | route | rule | neighbour | netns | tuntap | maddress | tunnel | vrf | xfrm }',
  ...LINK_USAGE,
  ...ADDRESS_USAGE,
  ...ROUTE_USAGE,
  ...RULE_USAGE,
  ...NEIGH_USAGE,
  ...NETNS_USAGE,
  ...TUNTAP_USAGE,
  'ip maddress [ show ] [ dev DEV ]',
  'ip tunnel [ show ]',
  'ip vrf [ show ]',
  'ip xfrm { state | policy }',
];

/** Options that change nothing here: colours, and times of what `ip monitor` says. */
const IDLE_OPTIONS = ['-c', '-color', '-t', '-timestamp', '-ts', '-tshort'];
/** Options that change how tables are shown. */
const SHOWN_BY: ReadonlyMap<string, 'stats' | 'details' | 'oneline' | 'json' | 'pretty' | 'human' | 'iec'> =
  new Map([
    ['-s', 'stats'],
    ['-stats', 'stats'],
    ['-statistics', 'stats'],
    ['-d', 'details'],
    ['-details', 'details'],
    ['-o', 'oneline'],
    ['-oneline', 'oneline'],
    ['-j', 'json'],
    ['-json', 'json'],
    ['-p', 'pretty'],
    ['-pretty', 'pretty'],
    ['-h', 'human'],
    ['-human', 'human'],
    ['-human-readable', 'human'],
    ['-iec', 'iec'],
  ]);
const LATER_OPTIONS =
  '-b -batch -a -all -r -resolve -force -N -Numeric -B -M -0 -D -l -loops -rc -rcvbuf -echo'.split(' ');

export const ip: Command = {
  kind: 'ip',
  summary: 'show / manipulate routing, network devices, interfaces and tunnels',
  usage: USAGE,
  leading: '[ -n NETNS ] [ -4 ] [ -s ] [ -d ] [ -j ] [ -p ] [ -o ] [ -br ]',
  abbreviates: true,
  about: {
    '-n': 'switches to the specified network namespace',
    '-4': 'shortcut for -family inet',
    '-s': 'output more information',
    '-d': 'output more detailed information',
    '-j': 'output results in JavaScript Object Notation (JSON)',
    '-p': 'the default JSON format is compact, this is more readable',
    '-o': 'output each record on a single line',
    '-br': 'print only basic information in a tabular format',
    link: 'network device',
    address: 'protocol (IP or IPv6) address on a device',
    route: 'routing table entry',
    neighbour: 'manage ARP or NDISC cache entries',
    netns: 'manage network namespaces',
    tuntap: 'manage TUN/TAP devices',
    maddress: 'multicast address',
    tunnel: 'tunnel over IP',
    vrf: 'manage virtual routing and forwarding devices',
    xfrm: 'manage IPSec policies',
  },
  run(io, argv) {
    const words = new Words(argv.slice(1));
    let netns = io.netns;
    let inetOnly = false;
    let inet6 = false;
    let brief = false;
    const shown = new Set<string>();
    for (let word = words.peek(); word?.startsWith('-'); word = words.peek()) {
      words.next();
      const option = word.startsWith('--') ? word.slice(1) : word;
      if (option.length > 1 && '-netns'.startsWith(option)) {
        const name = words.next() ?? '(null)';
        const found = findNetns(io.host.world, io.netns, name);
        if (!found) return cannotOpenNetns(name);
        netns = found.name;
      } else if (option === '-f' || option === '-family') {
        if (words.next() !== 'inet') return notYet(`ip ${option}`);
        inetOnly = true;
      } else if (option === '-V' || option === '-Version') {
        return printed('ip utility, iproute2-6.1.0');
      } else if (option === '-6') {
        inet6 = true;
      } else if (option === '-4') {
        inetOnly = true;
      } else if (option === '-br' || option === '-brief') {
        brief = true;
      } else if (SHOWN_BY.has(option)) {
        const how = SHOWN_BY.get(option) ?? '';
        // Twice tells of errors by kind as well.
        shown.add(how === 'stats' && shown.has(how) ? 'errors' : how);
      } else if (LATER_OPTIONS.includes(option)) {
        return notYet(`ip ${option}`);
      } else if (!IDLE_OPTIONS.includes(option)) {
        return failed(USAGE_ERROR, `Option "${option}" is unknown, try "ip -help".`);
      }
    }
    const form = {
      stats: shown.has('stats'),
      human: shown.has('iec') ? ('ki' as const) : shown.has('human') ? ('k' as const) : null,
      errors: shown.has('errors'),
      details: shown.has('details'),
      oneline: shown.has('oneline'),
      json: shown.has('json'),
      pretty: shown.has('pretty'),
    };
    return inet6 ? runIpv6(words) : runObject({ ...io, ...form, netns, inetOnly, brief }, words);
  },
};

/** IPv6 is off on every machine: there is nothing to show, and nothing can be added. */
function runIpv6(words: Words): Outcome {
  const object = complete(words.next() ?? '', OBJECTS);
  const action = words.next() ?? 'show';
  const shows = ['show', 'list', 'lst'].some((name) => name.startsWith(action));
  const empty = ['address', 'route', 'neighbor', 'neighbour'].includes(object ?? '');
  return shows && empty ? printed() : notYet('ip -6');
}

function runObject(io: IpIo, words: Words): Outcome {
  const word = words.next();
  if (word === undefined || word === 'help')
    return failed(USAGE_ERROR, ...USAGE.map((line) => `Usage: ${line}`));
  const object = complete(word, OBJECTS);
  if (object === undefined) return unknown('Object', word, 'ip', 1);
  const run = RUN[object];
  if (io.json && object === 'tuntap') return notYet(`ip -j ${object}`);
  return run ? run(io, words) : notYet(`ip ${object}`);
}
