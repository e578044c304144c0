/** `traceroute`: reads its options as Dmitry Butskoy's 2.1.2 does and starts the process. */
import { err, ok, type Result } from '../../base/result';
import {
  TRACEROUTE_DEFAULTS,
  tracerouteProcess,
  unknownHost,
  type TracerouteOptions,
} from '../../apps/traceroute';
import { failed, notYet, started, type Command, type CommandIo, type Outcome } from '../command';
import { readAddr } from '../iproute2/values';
import { readOptions } from '../options';
import { isRealOption } from '../real-options';
import { namingOf, NOBODY_TO_ASK, resolveHost, type HostFound } from '../resolve';

const USAGE = [
  'traceroute [ -n ] [ -I ] [ -T ] [ -F ] [ -f N ] [ -m N ] [ -q N ] [ -N N ] [ -w SECONDS ] [ -p PORT ] [ -s ADDR ] HOST [ BYTES ]',
];

const LETTERS = '46dFITnreAUDVf:g:i:m:N:p:t:l:w:q:s:z:M:O:P:';
const HANDLED = '4nITFfmqNwps';
const LONG = {
  'dont-fragment': 'F',
  first: 'f',
  icmp: 'I',
  tcp: 'T',
  'max-hops': 'm',
  'sim-queries': 'N',
  port: 'p',
  wait: 'w',
  queries: 'q',
  source: 's',
  udp: 'U',
};
const HOPS_MAX = 255;
/** Where TCP probes go. */
const TCP_PORT = 80;
const QUERIES_MAX = 10;
const LEN_MAX = 65_000;

export const traceroute: Command = {
  kind: 'traceroute',
  summary: 'print the route packets trace to network host',
  usage: USAGE,
  about: {
    '-n': 'do not resolve IP addresses to their domain names',
    '-I': 'use ICMP ECHO for tracerouting',
    '-T': 'use TCP SYN for tracerouting (default port is 80)',
    '-F': 'do not fragment packets',
    '-f': 'start from the first_ttl hop',
    '-m': 'max number of hops',
    '-q': 'number of probes per each hop',
    '-N': 'number of probes to be tried simultaneously',
    '-w': 'wait for a probe no more than this',
    '-p': 'destination port to use',
    '-s': 'source address',
  },
  run(io, argv) {
    const options = read(io, argv.slice(1));
    if (!options.ok) return options.error;
    return started(io.host.spawn(io.netns, tracerouteProcess(options.value, argv)));
  },
};

function read(io: CommandIo, words: readonly string[]): Result<TracerouteOptions, Outcome> {
  const { given, words: operands, fault } = readOptions(words, { letters: LETTERS, long: LONG });
  if (fault) {
    const option = `${fault.option.length > 1 ? '--' : '-'}${fault.option}`;
    if (fault.code === 'unknown' && isRealOption('traceroute', option))
      return err(notYet(`traceroute ${option}`));
    const at = words.findIndex((word) => word.startsWith('-') && word.includes(fault.option)) + 1;
    const text =
      fault.code === 'unknown'
        ? `Bad option \`${words[at - 1] ?? fault.option}' (argc ${at})`
        : `Option \`-${fault.option}' (argc ${at}) requires an argument`;
    return err(failed(2, text));
  }
  for (const letter of given.keys())
    if (!HANDLED.includes(letter)) return err(notYet(`traceroute -${letter}`));
  const number = (letter: string, absent: number): number => Number(given.get(letter) ?? absent);
  const firstTtl = number('f', 1);
  const maxTtl = number('m', TRACEROUTE_DEFAULTS.maxTtl);
  const queries = number('q', TRACEROUTE_DEFAULTS.queries);
  const simultaneous = number('N', TRACEROUTE_DEFAULTS.simultaneous);
  const port = number('p', given.has('T') ? TCP_PORT : given.has('I') ? 1 : TRACEROUTE_DEFAULTS.port);
  const bad = [firstTtl, maxTtl, queries, simultaneous, port].some(
    (value) => !Number.isInteger(value) || value < 0,
  );
  if (bad) return err(failed(2, 'Cannot handle option with arg'));
  if (firstTtl < 1 || firstTtl > maxTtl) return err(failed(2, 'first hop out of range'));
  if (maxTtl > HOPS_MAX) return err(failed(2, `max hops cannot be more than ${HOPS_MAX}`));
  if (queries > QUERIES_MAX || queries < 1)
    return err(failed(2, `no more than ${QUERIES_MAX} probes per hop`));
  const wait = readWait(given.get('w'));
  if (!wait.ok) return wait;
  const src = given.has('s') ? readAddr(given.get('s') ?? '') : ok(TRACEROUTE_DEFAULTS.src);
  if (!src.ok) return src;
  const place = words.indexOf(operands[0] ?? '') + 1;
  const dst = host(io, operands[0], place);
  if (!dst.ok) return dst;
  const asked = Number(operands[1] ?? TRACEROUTE_DEFAULTS.lenBytes);
  if (!Number.isInteger(asked))
    return err(failed(2, `Cannot handle "packetlen" cmdline arg \`${operands[1] ?? ''}'`));
  if (asked > LEN_MAX) return err(failed(2, `too big packetlen ${asked} specified`));
  return ok({
    dst: dst.value.dst,
    ...(dst.value.lookup !== undefined && { lookup: dst.value.lookup }),
    host: operands[0] ?? '',
    place,
    src: src.value,
    method: given.has('T') ? 'tcp' : given.has('I') ? 'icmp' : 'udp',
    port,
    firstTtl,
    maxTtl,
    queries,
    simultaneous: Math.max(1, simultaneous),
    wait: wait.value,
    lenBytes: Math.max(asked, MIN_LEN),
    df: given.has('F'),
    naming: given.has('n') ? null : namingOf(io),
  });
}

/** IP and UDP headers alone. */
const MIN_LEN = 28;

/** `MAX[,HERE,NEAR]`; one number alone switches the factors off. */
function readWait(text: string | undefined): Result<TracerouteOptions['wait'], Outcome> {
  if (text === undefined) return ok(TRACEROUTE_DEFAULTS.wait);
  const numbers = text.split(',').map(Number);
  if (numbers.length > 3 || numbers.some((value) => !Number.isFinite(value) || value < 0))
    return err(failed(2, `Cannot handle \`-w' option with arg \`${text}'`));
  const [max = TRACEROUTE_DEFAULTS.wait.max, here = 0, near = 0] = numbers;
  return ok({ max, here, near });
}

function host(io: CommandIo, word: string | undefined, place: number): Result<HostFound, Outcome> {
  if (word === undefined) return err(failed(2, 'Specify "host" missing argument.'));
  const found = resolveHost(io, word, { ipv4Only: true });
  return found === null ? err(failed(2, ...unknownHost({ host: word, place }, NOBODY_TO_ASK))) : ok(found);
}
