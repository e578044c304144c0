/** curl, as much of it as HTTP over IPv4 needs. Source: curl 7.88.1 src/tool_getparam.c. */
import { curlProcess, type CurlOptions } from '../../apps/curl';
import { failed, notYet, started, type Command, type Outcome } from '../command';
import { readOptions } from '../options';
import { inetAton, resolveHost } from '../resolve';

/** Of long options without a letter: nobody types these. */
const CONNECT_TIMEOUT = '\uE000';
const RESOLVE = '\uE001';
const INTERFACE = '\uE002';

const LETTERS = `4vsSiIfkLNo:m:${CONNECT_TIMEOUT}:X:d:w:H:${RESOLVE}:${INTERFACE}:`;
const LONG = {
  ipv4: '4',
  verbose: 'v',
  silent: 's',
  'show-error': 'S',
  include: 'i',
  head: 'I',
  output: 'o',
  'max-time': 'm',
  'connect-timeout': CONNECT_TIMEOUT,
  resolve: RESOLVE,
  interface: INTERFACE,
  fail: 'f',
  insecure: 'k',
  location: 'L',
  'no-buffer': 'N',
  request: 'X',
  data: 'd',
  'write-out': 'w',
  header: 'H',
};

const URL = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/:?#]+)(?::(\d{1,5}))?([/?][^#]*)?/i;
/** Exit codes of curl: unsupported protocol, URL malformed, could not resolve. */
const BAD_PROTOCOL = 1;
const BAD_OPTION = 2;
const BAD_URL = 3;
const NO_SUCH_HOST = 6;

export const curl: Command = {
  kind: 'curl',
  usage: [
    'curl [-v] [-s] [-S] [-f] [-i] [-I] [-k] [-L] [-o FILE] [-m SECONDS] [--connect-timeout SECONDS] [--resolve HOST:PORT:ADDR] [--interface ADDR] [-X METHOD] [-H HEADER] [-d DATA] [-w FORMAT] URL',
  ],
  summary: 'transfer a URL',
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: LETTERS, long: LONG });
    if (fault !== null) return badOption(fault.code, fault.option);
    const [url] = words;
    if (url === undefined)
      return failed(BAD_OPTION, "curl: try 'curl --help' or 'curl --manual' for more information");
    if (words.length > 1) return notYet('curl with several URLs');
    const parts = URL.exec(url);
    const host = parts?.[2];
    if (parts === null || host === undefined)
      return failed(BAD_URL, 'curl: (3) URL using bad/illegal format or missing URL');
    const scheme = (parts[1] ?? 'http').toLowerCase();
    if (scheme === 'https') return notYet('curl over TLS');
    if (scheme !== 'http')
      return failed(BAD_PROTOCOL, `curl: (1) Protocol "${scheme}" not supported or disabled in libcurl`);
    const port = Number(parts[3] ?? '80');
    const found = resolveHost(io, resolvedBy(given.get(RESOLVE), host, port), { ipv4Only: given.has('4') });
    if (found === null) {
      const told = !given.has('s') || given.has('S');
      return told ? failed(NO_SUCH_HOST, `curl: (6) Could not resolve host: ${host}`) : failed(NO_SUCH_HOST);
    }
    const output = given.get('o');
    if (output !== undefined && output !== '/dev/null') return notYet('curl -o into a file');
    const data = given.get('d') ?? null;
    const path = parts[4] ?? '/';
    const from = given.get(INTERFACE);
    const src = from === undefined ? null : inetAton(from);
    if (from !== undefined && src === null) return notYet('curl --interface with a device or a name');
    const options: CurlOptions = {
      ...{ dst: found.dst, host, data, port },
      path: path.startsWith('?') ? `/${path}` : path,
      url: `http://${host}${parts[3] === undefined ? '' : `:${parts[3]}`}${path}`,
      method: given.get('X') ?? (given.has('I') ? 'HEAD' : data === null ? 'GET' : 'POST'),
      headers: headersOf(argv),
      ...{ verbose: given.has('v'), silent: given.has('s'), showError: given.has('S') },
      head: given.has('I') || given.has('i'),
      discard: output !== undefined,
      format: given.get('w') ?? '',
      ...(src !== null && { src }),
      ...(found.lookup !== undefined && { lookup: found.lookup }),
      ...{ connectMs: milliseconds(given.get(CONNECT_TIMEOUT)), maxMs: milliseconds(given.get('m')) },
    };
    return started(io.host.spawn(io.netns, curlProcess(options, argv)));
  },
};

function badOption(code: 'unknown' | 'no-value', option: string): Outcome {
  const name = option.length > 1 ? `--${option}` : `-${option}`;
  const what = code === 'unknown' ? 'is unknown' : 'requires parameter';
  return failed(
    BAD_OPTION,
    `curl: option ${name}: ${what}`,
    "curl: try 'curl --help' or 'curl --manual' for more information",
  );
}

/** `--resolve HOST:PORT:ADDRESS` is what a name is taken for. */
function resolvedBy(given: string | undefined, host: string, port: number): string {
  const [, name, number, address] = /^\+?([^:]+):(\d+):\[?([\d.]+)\]?$/.exec(given ?? '') ?? [];
  return name === host && Number(number) === port ? (address ?? host) : host;
}

/** `-H` may stand several times. */
function headersOf(argv: readonly string[]): string[] {
  return argv.flatMap((word, i) => {
    if (word === '-H' || word === '--header') return argv[i + 1] ?? [];
    return word.startsWith('-H') ? word.slice(2) : [];
  });
}

function milliseconds(word: string | undefined): number | null {
  const seconds = word === undefined ? NaN : Number(word);
  return seconds > 0 ? Math.round(seconds * 1000) : null;
}
