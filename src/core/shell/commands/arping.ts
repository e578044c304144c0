/** `arping`: reads its options as iputils 20221126 does and starts the process. */
import { arpingProcess, type ArpingOptions } from '../../apps/arping';
import { quietly, routeOutput } from '../../kernel/ip4/route';
import { isBareIp } from '../../model/link';
import { ANY_IPV4, type Ipv4Addr } from '../../wire/addr';
import { failed, notYet, printed, started, type Command, type CommandIo, type Outcome } from '../command';
import { netnsNamed } from '../netns';
import { readOptions } from '../options';
import { inetAton, NOBODY_TO_ASK, resolveHost } from '../resolve';

const USAGE = [
  '',
  'Usage:',
  '  arping [options] <destination>',
  '',
  'Options:',
  '  -f            quit on first reply',
  '  -q            be quiet',
  '  -b            keep on broadcasting, do not unicast',
  '  -D            duplicate address detection mode',
  '  -U            unsolicited ARP mode, update your neighbours',
  '  -A            ARP answer mode, update your neighbours',
  '  -V            print version and exit',
  '  -c <count>    how many packets to send',
  '  -w <timeout>  how long to wait for a reply',
  '  -i <interval> set interval between packets (default: 1 second)',
  '  -I <device>   which ethernet device to use',
  '  -s <source>   source ip address',
  '  <destination> dns name or ip address',
  '',
  'For more details see arping(8).',
];
const LONG_MAX = '9223372036854775807';

export const arping: Command = {
  kind: 'arping',
  summary: 'send ARP REQUEST to a neighbour host',
  usage: USAGE,
  forms: [
    'arping [ -f ] [ -q ] [ -b ] [ -D ] [ -U ] [ -A ] [ -c COUNT ] [ -w SECONDS ] [ -i SECONDS ] [ -I DEV ] [ -s ADDR ] HOST',
  ],
  about: {
    '-f': 'quit on first reply',
    '-q': 'be quiet',
    '-b': 'keep on broadcasting, do not unicast',
    '-D': 'duplicate address detection mode',
    '-U': 'unsolicited ARP mode, update your neighbours',
    '-A': 'ARP answer mode, update your neighbours',
    '-c': 'how many packets to send',
    '-w': 'how long to wait for a reply',
    '-i': 'set interval between packets (default: 1 second)',
    '-I': 'which ethernet device to use',
    '-s': 'source ip address',
  },
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'h?bfDUAqc:w:i:s:I:V' });
    if (fault !== null) {
      const what = fault.code === 'unknown' ? 'invalid option' : 'option requires an argument';
      return failed(2, `arping: ${what} -- '${fault.option}'`, ...USAGE);
    }
    if (given.has('V')) return printed('arping from iputils 20221126');
    for (const letter of ['c', 'w', 'i']) {
      const text = given.get(letter);
      if (text === undefined) continue;
      if (!/^[-+]?\d+$/.test(text)) return failed(1, `arping: invalid argument: '${text}'`);
      const [min, max] = letter === 'c' ? [1, LONG_MAX] : [letter === 'i' ? 1 : 0, String(0x7fff_ffff)];
      if (Number(text) < min || Number(text) > Number(max)) {
        return failed(
          1,
          `arping: invalid argument: '${text}': out of range: ${String(min)} <= value <= ${max}`,
        );
      }
    }
    const [host, ...others] = words;
    if (host === undefined || others.length > 0) return failed(2, ...USAGE);
    return begin(io, argv, host, given);
  },
};

function begin(
  io: CommandIo,
  argv: readonly string[],
  host: string,
  given: ReadonlyMap<string, string>,
): Outcome {
  const ns = netnsNamed(io.host.world, io.netns);
  const dev = given.get('I');
  const named = dev === undefined ? undefined : ns.links.find((link) => link?.name === dev);
  if (dev !== undefined && named === undefined) return failed(2, `arping: Device ${dev} not available.`);
  const found = resolveHost(io, host, { ipv4Only: true });
  if (found === null) return failed(2, `arping: ${host}: ${NOBODY_TO_ASK}`);
  if (found.lookup !== undefined && named === undefined) return notYet('arping of a name without -I');
  const oif = named?.ifindex ?? 0;
  const flow = { dst: found.dst, src: ANY_IPV4, oif, tos: 0, mark: 0 };
  const route = routeOutput(quietly(io.host), ns, flow, null);
  const link = named ?? (route.kind === 'route' ? ns.links[route.dev] : undefined);
  if (link === undefined)
    return failed(2, 'arping: Suitable device could not be determined. Please, use option -I.');
  if (!link.up) return failed(2, `arping: Interface "${link.name}" is down`);
  if (isBareIp(link) || link.kind === 'loopback') {
    return failed(given.has('D') ? 0 : 2, `Interface "${link.name}" is not ARPable`);
  }
  const mode = modeOf(given);
  const asked = given.get('s');
  const src = asked === undefined ? null : inetAton(asked);
  if (asked !== undefined && src === null) return failed(2, `arping: invalid source address ${asked}`);
  const announces = mode === 'announce' || mode === 'answer';
  const own = announces ? found.dst : src;
  if (own !== null && !ns.links.some((one) => one?.addrs.some(({ local }) => local === own))) {
    return failed(2, 'arping: bind: Cannot assign requested address');
  }
  const chosen: Ipv4Addr = src ?? (route.kind === 'route' ? route.src : ANY_IPV4);
  const count = given.get('c');
  const options = {
    ...{ dst: found.dst, host, src: chosen, ifindex: link.ifindex, mode },
    ...(found.lookup !== undefined && { lookup: found.lookup }),
    count: count === undefined ? null : Number(count),
    ...{ timeoutSec: Number(given.get('w') ?? 0), intervalSec: Number(given.get('i') ?? 1) },
    ...{ quiet: given.has('q'), untilReply: given.has('f'), alwaysBroadcast: given.has('b') },
  };
  return started(io.host.spawn(io.netns, arpingProcess(options, argv)));
}

function modeOf(given: ReadonlyMap<string, string>): ArpingOptions['mode'] {
  if (given.has('A')) return 'answer';
  if (given.has('U')) return 'announce';
  return given.has('D') ? 'detect' : 'ask';
}
