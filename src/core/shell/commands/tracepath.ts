/** `tracepath`: reads its options as iputils 20221126 does and starts the process. */
import { tracepathProcess } from '../../apps/tracepath';
import { failed, notYet, printed, started, type Command } from '../command';
import { readOptions } from '../options';
import { namingOf, NOBODY_TO_ASK, resolveHost } from '../resolve';

const USAGE = [
  '',
  'Usage',
  '  tracepath [options] <destination>',
  '',
  'Options:',
  '  -4             use IPv4',
  '  -6             use IPv6',
  '  -b             print both name and ip',
  '  -l <length>    use packet <length>',
  '  -m <hops>      use maximum <hops>',
  '  -n             no dns name resolution',
  '  -p <port>      use destination <port>',
  '  -V             print version and exit',
  '  <destination>  dns name or ip address',
  '',
  'For more details see tracepath(8).',
];
const PORT_DEFAULT = 44_444;
const HOPS_DEFAULT = 30;
const LIMITS = { l: [28, 0x7fff_ffff], m: [0, 255], p: [0, 65_535] } as const;
const USAGE_EXIT = 255;

export const tracepath: Command = {
  kind: 'tracepath',
  summary: 'traces path to a network host discovering MTU along this path',
  usage: USAGE,
  forms: ['tracepath [ -n ] [ -b ] [ -l BYTES ] [ -m NUMBER ] [ -p PORT ] HOST'],
  about: {
    '-b': 'print both name and ip',
    '-l': 'use packet <length>',
    '-m': 'use maximum <hops>',
    '-n': 'no dns name resolution',
    '-p': 'use destination <port>',
  },
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: '46nbhl:m:p:V' });
    if (fault !== null) {
      const what = fault.code === 'unknown' ? 'invalid option' : 'option requires an argument';
      return failed(USAGE_EXIT, `tracepath: ${what} -- '${fault.option}'`, ...USAGE);
    }
    if (given.has('V')) return printed('tracepath from iputils 20221126');
    if (given.has('6')) return notYet('tracepath -6');
    for (const letter of ['l', 'm', 'p'] as const) {
      const text = given.get(letter);
      const [min, max] = LIMITS[letter];
      if (text === undefined) continue;
      if (!/^[-+]?\d+$/.test(text)) return failed(1, `tracepath: invalid argument: '${text}'`);
      if (Number(text) < min || Number(text) > max) {
        return failed(1, `tracepath: invalid argument: '${text}': out of range: ${min} <= value <= ${max}`);
      }
    }
    const [word, portWord] = words;
    if (word === undefined || words.length > 2) return failed(USAGE_EXIT, ...USAGE);
    // `HOST/PORT` is the older form of -p.
    const [host = '', slash] = word.split('/', 2);
    const found = resolveHost(io, host, { ipv4Only: given.has('4') });
    if (found === null) return failed(1, `tracepath: ${host}: ${NOBODY_TO_ASK}`);
    const lenBytes = given.get('l');
    const options = {
      ...{ dst: found.dst, host },
      ...(found.lookup !== undefined && { lookup: found.lookup }),
      port: Number(given.get('p') ?? slash ?? portWord ?? PORT_DEFAULT),
      maxHops: Number(given.get('m') ?? HOPS_DEFAULT),
      lenBytes: lenBytes === undefined ? null : Number(lenBytes),
      naming: given.has('n') && !given.has('b') ? null : namingOf(io),
      both: given.has('b'),
    };
    return started(io.host.spawn(io.netns, tracepathProcess(options, argv)));
  },
};
