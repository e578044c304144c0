/** `nc`: OpenBSD's netcat as Debian ships it (1.219-1), over TCP; UDP as a client. Source: its netcat.c main. */
import { ncatProcess } from '../../apps/ncat';
import { ncatServerProcess } from '../../apps/ncat-server';
import { udpClientProcess } from '../../apps/udp-client';
import { utf8Encode } from '../../base/bytes';
import { err, ok, type Result } from '../../base/result';
import { failed, notYet, started, type Command, type CommandIo, type Outcome } from '../command';
import { readOptions, type Options } from '../options';
import { inetAton, NOBODY_TO_ASK, resolveHost } from '../resolve';

const USAGE = [
  'usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]',
  '\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]',
  '\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]',
  '\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]',
  '\t  [destination] [port]',
];
const LETTERS = '46bCDdFhklNnrStUuvZzI:i:M:m:O:P:p:q:s:T:V:W:w:X:x:';
const HANDLED = '4dklNnpqsuvwz';
const NS_PER_SEC = 1_000_000_000;
const NO_SUCH_NAME = 'Name or service not known';
/** A UDP client that is told nothing waits for ever; here until this long after its datagram. */
const UDP_WAIT_SEC = 10;

const complaint = (text: string): Outcome => failed(1, `nc: ${text}`);

export const nc: Command = {
  kind: 'nc',
  summary: 'arbitrary TCP and UDP connections and listens',
  usage: USAGE,
  forms: [
    'nc [ -u ] [ -l ] [ -k ] [ -z ] [ -v ] [ -n ] [ -N ] [ -p PORT ] [ -s ADDRESS ] [ -q SECONDS ] [ -w SECONDS ] [ HOST ] [ PORT ]',
  ],
  about: {
    '-k': 'Keep inbound sockets open for multiple connects',
    '-l': 'Listen mode, for inbound connects',
    '-N': 'Shutdown the network socket after EOF on stdin',
    '-n': 'Suppress name/port resolutions',
    '-p': 'Specify local port for remote connects',
    '-q': 'quit after EOF on stdin and delay of secs',
    '-s': 'Local source address',
    '-u': 'UDP mode',
    '-v': 'Verbose',
    '-w': 'Timeout for connects and final net reads',
    '-z': 'Zero-I/O mode [used for scanning]',
  },
  run(io, argv) {
    const options = readOptions(argv.slice(1), { letters: LETTERS });
    if (options.fault) {
      const text = options.fault.code === 'unknown' ? 'invalid option' : 'option requires an argument';
      return failed(1, `nc: ${text} -- '${options.fault.option}'`, ...USAGE);
    }
    for (const letter of options.given.keys()) if (!HANDLED.includes(letter)) return notYet(`nc -${letter}`);
    return options.given.has('l') ? listen(io, argv, options) : connect(io, argv, options);
  },
};

function listen(io: CommandIo, argv: readonly string[], { given, words }: Options): Outcome {
  if (given.has('u')) return notYet('nc -u -l');
  if (given.has('s')) return complaint('cannot use -s and -l');
  // `nc -l 80`, `nc -l 10.0.0.1 80`, `nc -l -p 80 10.0.0.1`.
  const [host, word] = given.has('p')
    ? [words[0], given.get('p')]
    : words.length > 1
      ? [words[0], words[1]]
      : [undefined, words[0]];
  if (word === undefined) return failed(1, ...USAGE);
  const ports = readPorts(word);
  if (!ports.ok) return ports.error;
  const local = host === undefined ? null : inetAton(host);
  if (host !== undefined && local === null) return notYet('nc -l with a name');
  const server = {
    ...(local !== null && { local }),
    ...{ tool: 'nc' as const, verbose: given.has('v'), keepOpen: given.has('k'), exec: null },
    ...{ port: ports.value[0] ?? 0, input: utf8Encode(io.stdin ?? '') },
  };
  return started(io.host.spawn(io.netns, ncatServerProcess(server, argv)));
}

function connect(io: CommandIo, argv: readonly string[], { given, words }: Options): Outcome {
  if (given.has('k')) return complaint('must use -l with -k');
  const [host, portWord] = words;
  if (host === undefined) return failed(1, ...USAGE);
  if (portWord === undefined) return complaint('missing port number');
  const waitSec = readSeconds('timeout', given.get('w'));
  if (!waitSec.ok) return waitSec.error;
  const quitSec = readSeconds('quit timer', given.get('q'));
  if (!quitSec.ok) return quitSec.error;
  const ports = readPorts(portWord);
  if (!ports.ok) return ports.error;
  const source = readPorts(given.get('p') ?? '0');
  if (!source.ok) return source.error;
  const sourceHost = given.get('s');
  const own = sourceHost === undefined ? null : inetAton(sourceHost);
  if (sourceHost !== undefined && own === null) return notYet('nc -s with a name');
  const src = own === null ? {} : { src: own };
  const unknown = (why: string): Outcome =>
    complaint(`getaddrinfo for host "${host}" port ${portWord}: ${why}`);
  const found = resolveHost(io, host, { ipv4Only: given.has('4') });
  if (found === null) return unknown(given.has('n') ? NO_SUCH_NAME : NOBODY_TO_ASK);
  if (given.has('n') && !found.isAddress) return unknown(NO_SUCH_NAME);
  const peer = { dst: found.dst, host, ...(found.lookup !== undefined && { lookup: found.lookup }) };
  const [port = 0, ...more] = ports.value;
  const scan = given.has('z');
  const input = utf8Encode(io.stdin ?? '');
  const srcPort = source.value[0] ?? 0;
  if (given.has('u')) {
    if (scan) return notYet('nc -u -z');
    if (given.has('v')) return notYet('nc -u -v');
    const timeoutNs = (waitSec.value ?? UDP_WAIT_SEC) * NS_PER_SEC;
    const datagram = { ...peer, ...src, port, srcPort, payload: input, timeoutNs, tool: 'nc' as const };
    return started(io.host.spawn(io.netns, udpClientProcess(datagram, argv)));
  }
  if (more.length > 0 && !scan) return notYet('nc with a range of ports and without -z');
  const timeoutNs = waitSec.value === null ? null : waitSec.value * NS_PER_SEC;
  const quitNs = io.stdin === null || quitSec.value === null ? null : quitSec.value * NS_PER_SEC;
  const client = {
    ...{ tool: 'nc' as const, ...peer, ...src, port, more, srcPort, input, scan },
    ...{ verbose: given.has('v'), numeric: given.has('n'), shutdown: given.has('N') },
    ...{ timeoutNs, idleNs: quitNs ?? timeoutNs },
  };
  return started(io.host.spawn(io.netns, ncatProcess(client, argv)));
}

/** `80`, `20-25`, `25-20`: in rising order. Source: netcat.c build_ports. */
function readPorts(word: string): Result<readonly number[], Outcome> {
  const numbers: number[] = [];
  for (const part of word.split('-')) {
    if (!/^\d+$/.test(part)) return err(complaint(`port number invalid: ${part}`));
    if (Number(part) > 65_535) return err(complaint(`port number too large: ${part}`));
    numbers.push(Number(part));
  }
  const low = Math.min(...numbers);
  return ok(Array.from({ length: Math.max(...numbers) - low + 1 }, (_, i) => low + i));
}

function readSeconds(what: string, word: string | undefined): Result<number | null, Outcome> {
  if (word === undefined) return ok(null);
  return /^\d{1,6}$/.test(word) ? ok(Number(word)) : err(complaint(`${what} invalid: ${word}`));
}
