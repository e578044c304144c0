/**
 * `ncat` over TCP, and as much of `ncat -u` as a UDP echo needs. Source: nmap 7.93 ncat/ncat_main.c.
 *
 * - server: `ncat -l -k -e /bin/cat 9000`, `ncat -l 9000`
 * - server: `ncat -u -l -k -e /bin/cat 5353` (Ncat Users' Guide, "Emulating Diagnostic Services")
 * - server with a mark in front: `ncat -u -l -k -c "sed -u s/^/pong:/" 5353`
 * - SCTP: `ncat --sctp -l -k -e /bin/cat 9000`, `ncat --sctp HOST 9000`
 * - client: `echo ping | ncat -u -p 40001 -w 1 10.244.2.2 5353`
 */
import { utf8Encode } from '../../base/bytes';
import { err, ok, type Result } from '../../base/result';
import { ncatProcess } from '../../apps/ncat';
import { ncatServerProcess } from '../../apps/ncat-server';
import { udpClientProcess } from '../../apps/udp-client';
import { udpEchoProcess } from '../../apps/udp-echo';
import { failed, notYet, started, type Command, type CommandIo, type Outcome } from '../command';
import { readOptions, type Options } from '../options';
import { inetAton, NOBODY_TO_ASK, resolveHost, type HostFound } from '../resolve';

const USAGE = [
  'ncat -u -l -k -e /bin/cat PORT',
  'ncat -u -l -k -c "sed -u s/^/TEXT/" PORT',
  'echo TEXT | ncat -u [ -p SRCPORT ] [ -w SECONDS ] HOST PORT',
  'ncat [ --sctp ] -l [ -v ] [ -k ] [ -e /bin/cat ] PORT',
  'ncat [ --sctp ] [ -v ] [ -z ] [ -p SRCPORT ] [ -w SECONDS ] HOST PORT',
];

const NS_PER_MS = 1_000_000;
const PORT_DEFAULT = 31337;
const WAIT_DEFAULT_MS = 1000;
/** How long ncat tries to connect over TCP (`-w` 10 s by default). */
const CONNECT_MS = 10_000;
const TRY_HELP = "Ncat: Try `--help' or man(1) ncat for more information, usage options and help. QUITTING.";
/** `S` stands for `--sctp`, which has no letter of its own. */
const LETTERS = '4ulknzve:c:p:w:i:s:S';
const LONG = {
  udp: 'u',
  listen: 'l',
  'keep-open': 'k',
  exec: 'e',
  'sh-exec': 'c',
  'source-port': 'p',
  wait: 'w',
  'idle-timeout': 'i',
  verbose: 'v',
  nodns: 'n',
  sctp: 'S',
};

/** `bye`: the tool gives up. */
const quitting = (text: string): Outcome => failed(2, `Ncat: ${text} QUITTING.`);

export const ncat: Command = {
  kind: 'ncat',
  summary: 'Concatenate and redirect sockets',
  usage: USAGE,
  forms: [
    'ncat [ -u ] [ --sctp ] [ -l ] [ -k ] [ -e FILE ] [ -c TEXT ] [ -p PORT ] [ -w SECONDS ] [ HOST ] [ PORT ]',
  ],
  run(io, argv) {
    const options = readOptions(argv.slice(1), { letters: LETTERS, long: LONG });
    if (options.fault) {
      const text = options.fault.code === 'unknown' ? 'invalid option' : 'option requires an argument';
      return failed(2, `ncat: ${text} -- '${options.fault.option}'`, TRY_HELP);
    }
    // The letter is ours alone.
    if (argv.some((word) => /^-[a-zA-Z0-9]*S/.test(word)))
      return failed(2, "ncat: invalid option -- 'S'", TRY_HELP);
    if (options.given.has('s')) return notYet('ncat -s');
    if (!options.given.has('u')) return overTcp(io, argv, options);
    return options.given.has('l') ? listen(io, argv, options) : connect(io, argv, options);
  },
};

/** A server that shows what clients send, or answers with a program's output; or a client. */
function overTcp(io: CommandIo, argv: readonly string[], options: Options): Outcome {
  const { given, words } = options;
  if (given.has('l')) return serve(io, argv, options);
  if (given.has('e') || given.has('c')) return notYet('ncat -e and -c of a client');
  const wait = given.get('w');
  const waitMs = wait === undefined ? CONNECT_MS : readWait(wait);
  if (waitMs === null) return quitting('Invalid -w timeout (must be greater than 0).');
  const [host, portWord = String(PORT_DEFAULT)] = words;
  if (host === undefined) return quitting('You must specify a host to connect to.');
  const dst = readHost(io, host, options);
  if (!dst.ok) return dst.error;
  const port = readPort(portWord);
  if (!port.ok) return port.error;
  const source = given.get('p');
  const srcPort = source === undefined ? ok(0) : readPort(source);
  if (!srcPort.ok) return srcPort.error;
  const client = {
    ...{ tool: 'ncat' as const, ...dst.value, port: port.value, more: [], srcPort: srcPort.value },
    ...{ input: utf8Encode(io.stdin ?? ''), verbose: given.has('v'), numeric: given.has('n') },
    ...(given.has('S') && { transport: 'sctp' as const }),
    ...{ scan: given.has('z'), shutdown: true, timeoutNs: waitMs * NS_PER_MS, idleNs: null },
  };
  return started(io.host.spawn(io.netns, ncatProcess(client, argv)));
}

function serve(io: CommandIo, argv: readonly string[], { given, words }: Options): Outcome {
  const port = readPort(given.get('p') ?? words[words.length - 1] ?? String(PORT_DEFAULT));
  if (!port.ok) return port.error;
  const exec = prefixOf(given);
  if (exec === null && (given.has('e') || given.has('c')))
    return notYet('ncat with a program other than cat and sed');
  // `ncat -l 10.0.0.1 80`
  const host = words.length > 1 ? words[0] : undefined;
  const local = host === undefined ? null : inetAton(host);
  if (host !== undefined && local === null) return notYet('ncat -l with a name');
  const server = {
    ...(local !== null && { local }),
    ...{ tool: 'ncat' as const, port: port.value, verbose: given.has('v'), exec },
    ...(given.has('S') && { transport: 'sctp' as const }),
    ...{ keepOpen: given.has('k'), input: exec === null ? utf8Encode(io.stdin ?? '') : new Uint8Array(0) },
  };
  return started(io.host.spawn(io.netns, ncatServerProcess(server, argv)));
}

function listen(io: CommandIo, argv: readonly string[], { given, words }: Options): Outcome {
  const port = readPort(given.get('p') ?? words[words.length - 1] ?? String(PORT_DEFAULT));
  if (!port.ok) return port.error;
  const prefix = prefixOf(given);
  if (prefix === null || !given.has('k')) return notYet('ncat -l without -k -e /bin/cat');
  const pid = io.host.spawn(io.netns, udpEchoProcess({ port: port.value, prefix, whole: true }, argv));
  return started(pid);
}

/** What the program behind the socket puts in front of what it is given; null when it is no such program. */
function prefixOf(given: ReadonlyMap<string, string>): string | null {
  const program = given.get('e') ?? given.get('c');
  if (program === undefined) return null;
  if (/^(\/usr)?(\/bin\/)?cat$/.test(program)) return '';
  const sed = /^(?:\/usr)?(?:\/bin\/)?sed -u (?:s\/\^\/([^/\\&]*)\/|'s\/\^\/([^/\\&]*)\/')$/.exec(program);
  return sed ? (sed[1] ?? sed[2] ?? '') : null;
}

function connect(io: CommandIo, argv: readonly string[], options: Options): Outcome {
  const { given, words } = options;
  const [host, portWord = String(PORT_DEFAULT), ...more] = words;
  if (host === undefined) return quitting('You must specify a host to connect to.');
  if (more.length > 0)
    return quitting(`Got more than one port specification: ${[portWord, ...more].join(' ')}.`);
  const dst = readHost(io, host, options);
  if (!dst.ok) return dst.error;
  const port = readPort(portWord);
  if (!port.ok) return port.error;
  const source = given.get('p');
  const srcPort = source === undefined ? ok(0) : readPort(source);
  if (!srcPort.ok) return srcPort.error;
  const wait = given.get('w') ?? given.get('i');
  const waitMs = wait === undefined ? WAIT_DEFAULT_MS : readWait(wait);
  if (waitMs === null) return quitting('Invalid -w timeout (must be greater than 0).');
  const process = udpClientProcess(
    {
      ...dst.value,
      port: port.value,
      srcPort: srcPort.value,
      payload: utf8Encode(io.stdin ?? ''),
      timeoutNs: waitMs * NS_PER_MS,
      broadcast: true,
    },
    argv,
  );
  return started(io.host.spawn(io.netns, process));
}

type Peer = Pick<HostFound, 'dst' | 'lookup'> & { readonly host: string };

function readHost(io: CommandIo, word: string, { given }: Options): Result<Peer, Outcome> {
  const found = resolveHost(io, word, { ipv4Only: given.has('4') });
  if (found !== null && (found.isAddress || !given.has('n'))) {
    return ok({ dst: found.dst, host: word, ...(found.lookup !== undefined && { lookup: found.lookup }) });
  }
  const why = given.has('n') ? 'Name or service not known' : NOBODY_TO_ASK;
  return err(quitting(`Could not resolve hostname "${word}": ${why}.`));
}

function readPort(word: string): Result<number, Outcome> {
  const port = /^\d{1,5}$/.test(word) ? Number(word) : 0;
  return port >= 1 && port <= 65_535 ? ok(port) : err(quitting(`Invalid port number "${word}".`));
}

/** Seconds, or with a unit: `500ms`, `2s`. */
function readWait(word: string): number | null {
  const match = /^(\d*\.?\d+)(ms|s)?$/.exec(word);
  if (!match) return null;
  const ms = Math.round(Number(match[1]) * (match[2] === 'ms' ? 1 : 1000));
  return ms > 0 ? ms : null;
}
