/** `ping`: reads its options as iputils 20221126 does and starts the process. */
import { err, ok, type Result } from '../../base/result';
import type { Ipv4Addr } from '../../wire/addr';
import { pingProcess, type PingOptions } from '../../apps/ping';
import { failed, notYet, started, type Command, type CommandIo, type Outcome } from '../command';
import { netnsNamed } from '../netns';
import { readOptions } from '../options';
import { inetAton, namingOf, NOBODY_TO_ASK, resolveHost, type HostFound } from '../resolve';

const USAGE = [
  'ping [ -c COUNT ] [ -i SECONDS ] [ -s BYTES ] [ -t TTL ] [ -W SECONDS ] [ -w SECONDS ] [ -q ] [ -M { do | dont | want } ] [ -I ADDR ] HOST',
];

const COUNT_MAX = 1000;
/** Seconds an answer is waited for while none has come (MAXWAIT). */
const WAIT_DEFAULT = 10;
/** Length of the longest IPv4 packet without its IPv4 and ICMP headers. */
const SIZE_MAX = 65_507;
const MS = 1000;

export const ping: Command = {
  kind: 'ping',
  summary: 'send ICMP ECHO_REQUEST to network hosts',
  usage: USAGE,
  about: {
    '-c': 'stop after <count> replies',
    '-i': 'seconds between sending each packet',
    '-s': 'use <size> as number of data bytes to be sent',
    '-t': 'define time to live',
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
const HANDLED = '4cIisnqtWwM';

export function readPing(io: CommandIo, words: readonly string[]): Result<PingOptions, Outcome> {
  const { given, words: hosts, fault } = readOptions(words, { letters: LETTERS });
  if (fault) {
    const text = fault.code === 'unknown' ? 'invalid option' : 'option requires an argument';
    return err(failed(2, `ping: ${text} -- '${fault.option}'`, '', ...USAGE.map((line) => `Usage: ${line}`)));
  }
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
  const intervalMs = seconds(given.get('i'), 1);
  if (!intervalMs.ok) return intervalMs;
  const waitMs = seconds(given.get('W'), WAIT_DEFAULT);
  if (!waitMs.ok) return waitMs;
  const deadline = integer(given.get('w'), 0, 0, 0x7fff_ffff);
  if (!deadline.ok) return deadline;
  const pmtudisc = discovery(given.get('M') ?? 'want');
  if (!pmtudisc.ok) return pmtudisc;
  const src = given.has('I') ? source(io, given.get('I') ?? '') : ok(null);
  if (!src.ok) return src;
  const dst = destination(io, hosts, given.has('4'));
  if (!dst.ok) return dst;
  if (count.value > COUNT_MAX) return err(notYet(`ping -c with more than ${COUNT_MAX}`));
  if (sizeBytes.value > SIZE_MAX) return err(notYet(`ping -s with more than ${SIZE_MAX}`));
  return ok({
    dst: dst.value.dst,
    ...(dst.value.lookup !== undefined && { lookup: dst.value.lookup }),
    host: dst.value.canonical,
    naming: dst.value.isAddress || given.has('n') ? null : namingOf(io),
    count: countWord === undefined ? null : count.value,
    sizeBytes: sizeBytes.value,
    intervalMs: intervalMs.value,
    ttl: ttl.value,
    waitMs: waitMs.value,
    deadlineMs: deadline.value === 0 ? null : deadline.value * MS,
    pmtudisc: pmtudisc.value,
    quiet: given.has('q'),
    ...(src.value !== null && { src: src.value }),
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

/** `-I`: an address of this netns. */
function source(io: CommandIo, word: string): Result<Ipv4Addr, Outcome> {
  const addr = inetAton(word);
  if (addr === null) return err(notYet('ping -I with a device'));
  const own = netnsNamed(io.host.world, io.netns).links.some((link) =>
    link?.addrs.some(({ local }) => local === addr),
  );
  return own ? ok(addr) : err(failed(2, 'ping: bind: Cannot assign requested address'));
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
