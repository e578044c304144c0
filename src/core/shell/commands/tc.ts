/** `tc`: queueing disciplines and filters, as far as the bandwidth plugin uses them. Source: iproute2 6.1 tc/. */
import type { Link } from '../../model/link';
import type { NetOp } from '../../model/op';
import { failed, notYet, printed, type Command, type CommandIo, type Outcome } from '../command';
import { countedQdiscLines, filterLines, qdiscLines, TICKS_PER_US } from '../format/tc';
import { KERNEL_ERROR, noDevice, OWN_ERROR, refused, unknown } from '../iproute2/errors';
import { findLink, netnsNamed } from '../netns';

const TBF_USAGE = [
  'Usage: ... tbf limit BYTES burst BYTES[/BYTES] rate KBPS [ mtu BYTES[/BYTES] ]',
  '\t[ peakrate KBPS ] [ latency TIME ] [ overhead BYTES ] [ linklayer TYPE ]',
];

export const tc: Command = {
  kind: 'tc',
  summary: 'show / manipulate traffic control settings',
  usage: [
    'tc [ -s ] qdisc [ show ] [ dev DEV ]',
    'tc qdisc add dev DEV root [ handle HANDLE ] tbf rate RATE burst BYTES { latency TIME | limit BYTES }',
    'tc qdisc add dev DEV [ handle ffff: ] ingress',
    'tc qdisc del dev DEV { root | ingress }',
    'tc filter show dev DEV [ ingress | parent ffff: ]',
    'tc filter add dev DEV parent ffff: [ protocol all ] [ prio N ] u32 match u32 0 0 [ flowid ID ] action mirred egress redirect dev DEV',
  ],
  run(io, argv) {
    const isCounted = /^-s(?:tats|tatistics)?$/.test(argv[1] ?? '');
    const [object = '', verb = 'show', ...words] = argv.slice(isCounted ? 2 : 1);
    if (object.startsWith('-')) return notYet(`tc ${object}`);
    if (object !== 'qdisc' && object !== 'filter') {
      return ['class', 'chain', 'action', 'monitor', 'exec'].includes(object)
        ? notYet(`tc ${object}`)
        : unknown('Object', object, 'tc', OWN_ERROR);
    }
    const at = words.indexOf('dev');
    const dev = at < 0 ? null : (words[at + 1] ?? '');
    const rest = at < 0 ? words : [...words.slice(0, at), ...words.slice(at + 2)];
    if (dev !== null && !findLink(io.host, io.netns, dev)) return noDevice(dev);
    switch (verb) {
      case 'show':
      case 'list':
      case 'ls':
        return object === 'qdisc' ? showQdiscs(io, dev, isCounted) : showFilters(io, dev, rest);
      case 'add':
        if (dev === null) return notYet(`tc ${object} add without a device`);
        return object === 'qdisc' ? addQdisc(io, dev, rest) : addFilter(io, dev, rest);
      case 'del':
      case 'delete':
        if (object === 'filter' || dev === null || rest.length !== 1) return notYet(`tc ${object} ${verb} …`);
        if (rest[0] !== 'root' && rest[0] !== 'ingress') return notYet(`tc qdisc del … ${rest[0] ?? ''}`);
        return apply(io, { kind: 'qdisc.del', dev, where: rest[0] });
      default:
        return notYet(`tc ${object} ${verb}`);
    }
  },
};

function apply(io: CommandIo, op: NetOp): Outcome {
  const error = io.host.apply(io.netns, op, io.typed);
  return error === null ? printed() : refused(error, KERNEL_ERROR);
}

function linksOf(io: CommandIo, dev: string | null): readonly Link[] {
  const { links } = netnsNamed(io.host.world, io.netns);
  return links.filter((link) => link !== undefined).filter(({ name }) => dev === null || name === dev);
}

function showQdiscs(io: CommandIo, dev: string | null, isCounted: boolean): Outcome {
  if (isCounted) {
    const other = linksOf(io, dev).find(({ tc: { root, ingress } }) => root !== null || ingress !== null);
    if (other !== undefined) return notYet(`tc -s qdisc of ${other.tc.root === null ? 'ingress' : 'tbf'}`);
    return printed(...linksOf(io, dev).flatMap((link) => countedQdiscLines(link, dev === null)));
  }
  return printed(...linksOf(io, dev).flatMap((link) => qdiscLines(link, dev === null)));
}

function showFilters(io: CommandIo, dev: string | null, words: readonly string[]): Outcome {
  if (dev === null) return failed(OWN_ERROR, 'Error: Please provide device or block index');
  const parentTold = words[0] === 'ingress';
  const byParent = words[0] === 'parent' && words[1] === 'ffff:';
  if (words.length > 0 && !parentTold && !byParent) return notYet(`tc filter show … ${words[0] ?? ''}`);
  const ns = netnsNamed(io.host.world, io.netns);
  // Without a parent those of the root are asked for, where there are none.
  if (words.length === 0) return printed();
  return printed(...linksOf(io, dev).flatMap((link) => filterLines(ns, link, parentTold)));
}

function addQdisc(io: CommandIo, dev: string, words: readonly string[]): Outcome {
  if (words.includes('ingress')) {
    return words.every((word) => ['ingress', 'handle', 'ffff:'].includes(word))
      ? apply(io, { kind: 'qdisc.add', dev, qdisc: { kind: 'ingress' } })
      : notYet('tc qdisc add … ingress with more');
  }
  let handle: number | null = null;
  const left = [...words];
  while (left.length > 0) {
    const word = left.shift() ?? '';
    if (word === 'root') continue;
    if (word === 'handle') {
      const major = /^([\da-f]{1,4}):0?$/i.exec(left.shift() ?? '')?.[1];
      if (major === undefined) return notYet('tc qdisc add … handle of a class');
      handle = parseInt(major, 16);
    } else if (word === 'tbf') {
      return addTbf(io, dev, handle, left);
    } else {
      return KINDS.includes(word)
        ? notYet(`tc qdisc add … ${word}`)
        : failed(KERNEL_ERROR, 'Error: Specified qdisc kind is unknown.');
    }
  }
  return notYet('tc qdisc add without a kind');
}

/** Kinds of the kernel that have no counterpart here. */
const KINDS = [
  ...['cake', 'cbs', 'clsact', 'codel', 'drr', 'etf', 'fq', 'fq_codel', 'hfsc', 'htb', 'mq', 'mqprio'],
  ...['netem', 'noqueue', 'pfifo', 'pfifo_fast', 'bfifo', 'pie', 'prio', 'red', 'sfb', 'sfq', 'taprio'],
];

function addTbf(io: CommandIo, dev: string, handle: number | null, words: readonly string[]): Outcome {
  let rate: number | null = null;
  let burst: number | null = null;
  let limit: number | null = null;
  let latencyUs: number | null = null;
  for (let i = 0; i < words.length; i += 2) {
    const [name = '', value = ''] = words.slice(i, i + 2);
    const wrong = failed(OWN_ERROR, `Illegal "${name}"`);
    switch (name) {
      case 'rate':
        rate = readRate(value);
        if (rate === null) return wrong;
        break;
      case 'burst':
      case 'buffer':
      case 'maxburst':
        burst = readSize(value);
        if (burst === null) return wrong;
        break;
      case 'limit':
        limit = readSize(value);
        if (limit === null) return wrong;
        break;
      case 'latency':
        latencyUs = readTime(value);
        if (latencyUs === null) return wrong;
        break;
      default:
        return ['mtu', 'minburst', 'mpu', 'peakrate', 'overhead', 'linklayer'].includes(name)
          ? notYet(`tbf ${name}`)
          : failed(OWN_ERROR, `What is "${name}"?`, ...TBF_USAGE);
    }
  }
  const missing = [
    ...(rate === null || rate === 0 ? ['tbf: the "rate" parameter is mandatory.'] : []),
    ...(burst === null || burst === 0 ? ['tbf: the "burst" parameter is mandatory.'] : []),
    ...(limit === null && latencyUs === null ? ['tbf: either "limit" or "latency" is required.'] : []),
  ];
  if (rate === null || burst === null || missing.length > 0)
    return failed(OWN_ERROR, ...missing, ...TBF_USAGE);
  const room = limit ?? Math.floor((rate * (latencyUs ?? 0)) / US_PER_SEC + burst);
  const bufferTicks = Math.floor(Math.floor((burst / rate) * US_PER_SEC) * TICKS_PER_US);
  return apply(io, {
    kind: 'qdisc.add',
    dev,
    qdisc: { kind: 'tbf', handle, rate, bufferTicks, limit: room },
  });
}

const US_PER_SEC = 1_000_000;

/** Bytes a second. A bare number is in bits. Source: tc_util.c get_rate64. */
function readRate(text: string): number | null {
  const [, number, prefix = '', binary = '', unit = 'bit'] =
    /^(\d+(?:\.\d+)?)([kmgt]?)(i?)(bit|bps)?$/i.exec(text) ?? [];
  if (number === undefined) return null;
  const power = ['', 'k', 'm', 'g', 't'].indexOf(prefix.toLowerCase());
  const amount = Number(number) * (binary === '' ? 1000 : 1024) ** power;
  return Math.floor(unit.toLowerCase() === 'bps' ? amount : amount / 8);
}

/** Bytes. Source: lib/utils_math.c get_size. */
function readSize(text: string): number | null {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(b|kb?|mb?|gb?|kbit|mbit|gbit)?$/i.exec(text) ?? [];
  if (number === undefined) return null;
  const lower = unit.toLowerCase();
  const factor = 1024 ** ['b', 'k', 'm', 'g'].indexOf(lower === '' ? 'b' : (lower[0] ?? 'b'));
  return Math.floor((Number(number) * factor) / (lower.endsWith('bit') ? 8 : 1));
}

/** Microseconds; a bare number is in them. Source: tc_util.c get_time. */
function readTime(text: string): number | null {
  const [, number, unit = 'us'] = /^(\d+(?:\.\d+)?)(s|secs?|ms|msecs?|us|usecs?)?$/i.exec(text) ?? [];
  if (number === undefined) return null;
  const factor = unit.toLowerCase().startsWith('ms')
    ? 1000
    : unit.toLowerCase().startsWith('s')
      ? US_PER_SEC
      : 1;
  return Math.floor(Number(number) * factor);
}

function addFilter(io: CommandIo, dev: string, words: readonly string[]): Outcome {
  const text = words.join(' ');
  const [, prio, flowid = '', to] =
    /^parent ffff: (?:protocol all )?(?:(?:prio|pref) (\d+) )?(?:protocol all )?u32 match u32 0 0 (?:(?:flowid|classid) ([\da-f]+:[\da-f]+) )?action mirred egress redirect (\S+)$/i.exec(
      text.replace(' redirect dev ', ' redirect '),
    ) ?? [];
  // The first `dev` of the line is the filter's; the redirection's own is still there.
  if (to === undefined) return notYet('tc filter add of this kind');
  if (!findLink(io.host, io.netns, to)) return noDevice(to);
  return apply(io, {
    kind: 'filter.add',
    dev,
    pref: prio === undefined ? null : Number(prio),
    flowid,
    actions: [{ to, control: 'stolen' }],
  });
}
