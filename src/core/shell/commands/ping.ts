/** `ping`: reads its options as iputils 20221126 does and starts the process. */
import { err, ok, type Result } from '../../base/result';
import { mayBind } from '../../kernel/sock/bind';
import { pingProcess, type PingOptions } from '../../apps/ping';
import { failed, notYet, printed, started, type Command, type CommandIo, type Outcome } from '../command';
import { netnsNamed } from '../netns';
import { readOptions } from '../options';
import { inetAton, namingOf, NOBODY_TO_ASK, resolveHost, type HostFound } from '../resolve';

const USAGE = [
  '',
  'Usage',
  '  ping [options] <destination>',
  '',
  'Options:',
  '  <destination>      dns name or ip address',
  '  -a                 use audible ping',
  '  -A                 use adaptive ping',
  '  -B                 sticky source address',
  '  -c <count>         stop after <count> replies',
  '  -C                 call connect() syscall on socket creation',
  '  -D                 print timestamps',
  '  -d                 use SO_DEBUG socket option',
  '  -e <identifier>    define identifier for ping session, default is random for',
  '                     SOCK_RAW and kernel defined for SOCK_DGRAM',
  '                     Imply using SOCK_RAW (for IPv4 only for identifier 0)',
  '  -f                 flood ping',
  '  -h                 print help and exit',
  '  -I <interface>     either interface name or address',
  '  -i <interval>      seconds between sending each packet',
  '  -L                 suppress loopback of multicast packets',
  '  -l <preload>       send <preload> number of packages while waiting replies',
  '  -m <mark>          tag the packets going out',
  '  -M <pmtud opt>     define mtu discovery, can be one of <do|dont|want>',
  '  -n                 no dns name resolution',
  '  -O                 report outstanding replies',
  '  -p <pattern>       contents of padding byte',
  '  -q                 quiet output',
  '  -Q <tclass>        use quality of service <tclass> bits',
  '  -s <size>          use <size> as number of data bytes to be sent',
  '  -S <size>          use <size> as SO_SNDBUF socket option value',
  '  -t <ttl>           define time to live',
  '  -U                 print user-to-user latency',
  '  -v                 verbose output',
  '  -V                 print version and exit',
  '  -w <deadline>      reply wait <deadline> in seconds',
  '  -W <timeout>       time to wait for response',
  '',
  'IPv4 options:',
  '  -4                 use IPv4',
  '  -b                 allow pinging broadcast',
  '  -R                 record route',
  '  -T <timestamp>     define timestamp, can be one of <tsonly|tsandaddr|tsprespec>',
  '',
  'IPv6 options:',
  '  -6                 use IPv6',
  '  -F <flowlabel>     define flow label, default is random',
  '  -N <nodeinfo opt>  use icmp6 node info query, try <help> as argument',
  '',
  'For more details see ping(8).',
];

const COUNT_MAX = 1000;
/** Seconds an answer is waited for while none has come (MAXWAIT). */
const WAIT_DEFAULT = 10;
const MS = 1000;

export const ping: Command = {
  kind: 'ping',
  summary: 'send ICMP ECHO_REQUEST to network hosts',
  usage: USAGE,
  forms: [
    'ping [ -n ] [ -q ] [ -D ] [ -O ] [ -f ] [ -c COUNT ] [ -i SECONDS ] [ -s BYTES ] [ -t TTL ] [ -Q TOS ] [ -W SECONDS ] [ -w SECONDS ] [ -M { do | dont | want } ] [ -I { DEV | ADDR } ] HOST',
  ],
  about: {
    '-n': 'no dns name resolution',
    '-D': 'print timestamps',
    '-O': 'report outstanding replies',
    '-f': 'flood ping',
    '-c': 'stop after <count> replies',
    '-i': 'seconds between sending each packet',
    '-s': 'use <size> as number of data bytes to be sent',
    '-t': 'define time to live',
    '-Q': 'use quality of service <tclass> bits',
    '-W': 'time to wait for response',
    '-w': 'reply wait <deadline> in seconds',
    '-q': 'quiet output',
    '-M': 'define mtu discovery, can be one of <do|dont|want>',
    '-I': 'either interface name or address',
  },
  run(io, argv) {
    const options = readPing(io, argv.slice(1));
    if (!options.ok) return options.error;
    return started(io.host.spawn(io.netns, pingProcess(options.value, argv)));
  },
};

/** Letters of iputils; those without a counterpart here are known, and refused as such. */
const LETTERS = '4aABbCdDfhLnOqRrUvVc:e:I:i:l:M:m:p:Q:S:s:T:t:w:W:';
const HANDLED = '4aBcDdfIiLnOqQsStUWwM';

export function readPing(io: CommandIo, words: readonly string[]): Result<PingOptions, Outcome> {
  const { given, words: hosts, fault } = readOptions(words, { letters: LETTERS });
  if (fault) {
    const text = fault.code === 'unknown' ? 'invalid option' : 'option requires an argument';
    return err(failed(2, `ping: ${text} -- '${fault.option}'`, ...USAGE));
  }
  if (given.has('h')) return err(failed(2, ...USAGE));
  if (given.has('V')) return err(printed('ping from iputils 20221126'));
  for (const letter of given.keys()) {
    if (!HANDLED.includes(letter)) return err(notYet(`ping -${letter}`));
  }
  const countWord = given.get('c');
  const count = integer(countWord, 1, 1, Number.MAX_SAFE_INTEGER, '9223372036854775807');
  if (!count.ok) return count;
  const sizeBytes = integer(given.get('s'), 56, 0, 0x7fff_ffff);
  if (!sizeBytes.ok) return sizeBytes;
  const ttl = readTtl(given.get('t'));
  if (!ttl.ok) return ttl;
  const tos = readTos(given.get('Q'));
  if (!tos.ok) return tos;
  const intervalMs = seconds(given.get('i'), 1);
  if (!intervalMs.ok) return intervalMs;
  const waitMs = seconds(given.get('W'), WAIT_DEFAULT);
  if (!waitMs.ok) return waitMs;
  const deadline = integer(given.get('w'), 0, 0, 0x7fff_ffff);
  if (!deadline.ok) return deadline;
  const pmtudisc = discovery(given.get('M') ?? 'want');
  if (!pmtudisc.ok) return pmtudisc;
  const src: Result<Source, Outcome> = given.has('I') ? source(io, given.get('I') ?? '') : ok({});
  if (!src.ok) return src;
  const dst = destination(io, hosts, given.has('4'));
  if (!dst.ok) return dst;
  if (count.value > COUNT_MAX) return err(notYet(`ping -c with more than ${COUNT_MAX}`));
  return ok({
    dst: dst.value.dst,
    ...(dst.value.lookup !== undefined && { lookup: dst.value.lookup }),
    host: dst.value.canonical,
    naming: dst.value.isAddress || given.has('n') ? null : namingOf(io),
    count: countWord === undefined ? null : count.value,
    sizeBytes: sizeBytes.value,
    intervalMs: intervalMs.value,
    ttl: ttl.value,
    ...(tos.value > 0 && { tos: tos.value }),
    waitMs: waitMs.value,
    deadlineMs: deadline.value === 0 ? null : deadline.value * MS,
    pmtudisc: pmtudisc.value,
    quiet: given.has('q'),
    ...src.value,
    ...(given.has('f') && { flood: true }),
    ...(given.has('D') && { stamped: true }),
    ...(given.has('O') && { outstanding: true }),
  });
}

function destination(io: CommandIo, hosts: readonly string[], ipv4Only: boolean): Result<HostFound, Outcome> {
  const host = hosts[0];
  if (host === undefined) return err(failed(1, 'ping: usage error: Destination address required'));
  if (hosts.length > 1) return err(notYet('ping with a list of hops'));
  if (/^[0-9a-fA-F]*:/.test(host)) return err(notYet('IPv6'));
  const found = resolveHost(io, host, { ipv4Only });
  return found === null ? err(failed(2, `ping: ${host}: ${NOBODY_TO_ASK}`)) : ok(found);
}

type Source = Pick<PingOptions, 'src' | 'dev'>;

/** `-I`: an address that bind(2) takes, or a device. */
function source(io: CommandIo, word: string): Result<Source, Outcome> {
  const ns = netnsNamed(io.host.world, io.netns);
  const addr = inetAton(word);
  if (addr === null) {
    const dev = ns.links.find((link) => link?.name === word);
    if (dev === undefined) return err(failed(2, `ping: SO_BINDTODEVICE ${word}: No such device`));
    return ok({ dev: { ifindex: dev.ifindex, name: dev.name } });
  }
  return mayBind(ns, addr)
    ? ok({ src: addr })
    : err(failed(2, 'ping: bind: Cannot assign requested address'));
}

/** Decimal or hexadecimal, 0 to 255. Source: iputils ping.c parsetos. */
function readTos(text: string | undefined): Result<number, Outcome> {
  if (text === undefined) return ok(0);
  if (!/^(0[xX][0-9a-fA-F]{1,8}|\d{1,9})$/.test(text)) return err(failed(2, `ping: bad TOS value: ${text}`));
  const tos = Number(text);
  if (tos <= 0xff) return ok(tos);
  return err(failed(2, `ping: the decimal value of TOS bits must be in range 0-255: ${tos}`));
}

function readTtl(text: string | undefined): Result<number, Outcome> {
  // 0 leaves it to net.ipv4.ip_default_ttl, and cannot be asked for.
  if (text === undefined) return ok(0);
  const ttl = integer(text, 0, 0, 255);
  if (ttl.ok && ttl.value === 0) {
    return err(failed(2, 'ping: cannot set unicast time-to-live: Invalid argument'));
  }
  return ttl;
}

/** `strtol_or_err` */
function integer(
  text: string | undefined,
  absent: number,
  min: number,
  max: number,
  maxText = String(max),
): Result<number, Outcome> {
  if (text === undefined) return ok(absent);
  if (!/^[-+]?\d+$/.test(text)) return err(failed(1, `ping: invalid argument: '${text}'`));
  const number = Number(text);
  if (number >= min && number <= max) return ok(number);
  return err(failed(1, `ping: invalid argument: '${text}': out of range: ${min} <= value <= ${maxText}`));
}

/** `ping_strtod`, as milliseconds. Rubbish behind a number is only grumbled at in life; here it is refused. */
function seconds(text: string | undefined, absent: number): Result<number, Outcome> {
  if (text === undefined) return ok(absent * MS);
  if (!/^(\d{1,6}\.?\d*|\.\d+)$/.test(text)) return err(failed(1, `ping: invalid argument: '${text}'`));
  return ok(Math.round(Number(text) * MS));
}

function discovery(text: string): Result<'do' | 'dont' | 'want', Outcome> {
  if (text === 'do' || text === 'dont' || text === 'want') return ok(text);
  return err(failed(2, `ping: invalid -M argument: ${text}`));
}
