/** `host`, as BIND 9.18 has it, and what it has in common with `nslookup`. */
import { nslookupProcess } from '../../apps/nslookup';
import { reverseName } from '../../apps/resolver';
import { isAbsolute, searchOrder } from '../../apps/resolver.names';
import { asIpv4, type Ipv4Addr } from '../../wire/addr';
import { failed, notYet, started, type Command, type CommandIo } from '../command';
import { readOptions } from '../options';
import { hostsFile, inetAton } from '../resolve';
import { resolverConfig } from '../resolv-conf';

const USAGE = [
  'Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]',
  '            [-R number] [-m flag] [-p port] hostname [server]',
  '       -a is equivalent to -v -t ANY',
  '       -A is like -a but omits RRSIG, NSEC, NSEC3',
  '       -c specifies query class for non-IN data',
  '       -C compares SOA records on authoritative nameservers',
  '       -d is equivalent to -v',
  '       -l lists all hosts in a domain, using AXFR',
  '       -m set memory debugging flag (trace|record|usage)',
  '       -N changes the number of dots allowed before root lookup is done',
  '       -p specifies the port on the server to query',
  '       -r disables recursive processing',
  '       -R specifies number of retries for UDP packets',
  '       -s a SERVFAIL response should stop query',
  '       -t specifies the query type',
  '       -T enables TCP/IP mode',
  '       -U enables UDP mode',
  '       -v enables verbose output',
  '       -V print version number and exit',
  '       -w specifies to wait forever for a reply',
  '       -W specifies how long to wait for a reply',
  '       -4 use IPv4 query transport only',
  '       -6 use IPv6 query transport only',
];
const LETTERS = '46aACdilrsTUvVwc:m:N:p:R:t:W:';
const HANDLED = '4UpRtW';
const TYPES: Readonly<Record<string, number>> = {
  ...{ A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, ANY: 255 },
};
const PTR = 12;
const DNS_PORT = 53;
const TIMEOUT_SEC = 5;
const LOOPBACK = asIpv4(0x7f00_0001);

export const host: Command = {
  kind: 'host',
  summary: 'DNS lookup utility',
  usage: USAGE,
  forms: ['host [ -t TYPE ] [ -p PORT ] [ -R NUMBER ] [ -W SECONDS ] HOST [ ADDR ]'],
  about: {
    '-t': 'specifies the query type',
    '-p': 'specifies the port on the server to query',
    '-R': 'specifies number of retries for UDP packets',
    '-W': 'specifies how long to wait for a reply',
  },
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: LETTERS });
    if (fault !== null) {
      const what = fault.code === 'unknown' ? 'illegal option' : 'option requires an argument';
      return failed(1, `host: ${what} -- ${fault.option}`, ...USAGE);
    }
    const [name, server, ...more] = words;
    if (name === undefined || more.length > 0) return failed(1, ...USAGE);
    for (const letter of given.keys()) if (!HANDLED.includes(letter)) return notYet(`host -${letter}`);
    const typed = given.get('t');
    const type = typed === undefined ? null : typeNumber(typed);
    if (typed !== undefined && type === null) return failed(2, `host: invalid type: ${typed}`, '');
    const servers = serversOf(io, server);
    if (servers === null) return failed(1, `host: couldn't get address for '${server ?? ''}': failure`);
    const addr = inetAton(name);
    const reverse = addr === null ? null : reverseName(addr);
    const options = {
      tool: 'host' as const,
      name: reverse ?? name,
      candidates: reverse === null ? candidatesOf(io, name) : [reverse],
      type: reverse === null ? type : PTR,
      ...{ servers, named: server !== undefined, port: Number(given.get('p') ?? DNS_PORT) },
      tries: Number(given.get('R') ?? 1) + 1,
      timeoutSec: Math.max(1, Number(given.get('W') ?? TIMEOUT_SEC)),
    };
    return started(io.host.spawn(io.netns, nslookupProcess(options, argv)));
  },
};

export function typeNumber(word: string): number | null {
  return TYPES[word.toUpperCase()] ?? null;
}

/** The server that was named, else those of resolv.conf, else this host; null where it has no address. */
export function serversOf(io: CommandIo, word: string | undefined): readonly Ipv4Addr[] | null {
  if (word === undefined) return resolverConfig(io)?.servers ?? [LOOPBACK];
  const addr = inetAton(word) ?? hostsFile(io).find(({ names }) => names.includes(word))?.addr;
  return addr === undefined ? null : [addr];
}

/** A name with dots enough is not searched for at all. */
export function candidatesOf(io: CommandIo, name: string): readonly string[] {
  const config = resolverConfig(io);
  if (config === null) return [isAbsolute(name) ? name : `${name}.`];
  const order = searchOrder(config, name);
  const itself = isAbsolute(name) ? name : `${name}.`;
  return order[0] === itself ? [itself] : order;
}
