/** `tcpdump`: reads its options as tcpdump 4.99 does and starts the process. Names are never looked up, as with `-n`. */
import { err, ok, type Result } from '../../../base/result';
import { tcpdumpProcess } from '../../../apps/tcpdump';
import type { BytesForm, TimeForm } from '../../../views/tcpdump/packet-text';
import { isBareIp, type Ifindex, type Link } from '../../../model/link';
import type { Netns } from '../../../model/world';
import { failed, notYet, printed, started, type Command, type Outcome } from '../../command';
import { netnsNamed } from '../../netns';
import { readOptions } from '../../options';
import { parseFilter } from './filter';

const VERSION = ['tcpdump version 4.99.3', 'libpcap version 1.10.3 (with TPACKET_V3)'];
const USAGE = [
  'Usage: tcpdump [-AbdDefhHIJKlLnNOpqStuUvxX#] [ -B size ] [ -c count ] [--count]',
  '\t\t[ -C file_size ] [ -E algo:secret ] [ -F file ] [ -G seconds ]',
  '\t\t[ -i interface ] [ --immediate-mode ] [ -j tstamptype ]',
  '\t\t[ -M secret ] [ --number ] [ --print ] [ -Q in|out|inout ]',
  '\t\t[ -r file ] [ -s snaplen ] [ -T type ] [ --version ]',
  '\t\t[ -V file ] [ -w file ] [ -W filecount ] [ -y datalinktype ]',
  '\t\t[ --time-stamp-precision precision ] [ --micro ] [ --nano ]',
  '\t\t[ -z postrotate-command ] [ -Z user ] [ expression ]',
];

/** Letters of tcpdump; those that change nothing here are `l n N p U`. */
const LETTERS = 'AbB:c:C:dDeE:fF:G:hHi:IJKlLM:nNOpqQ:r:s:StT:uUvVw:W:xXy:z:Z:#&';
const LONG = { version: '&', help: 'h', interface: 'i', 'no-promiscuous-mode': 'p' };
const HANDLED = 'AceilnNptUvxX';
/** By how often `-t` stands there. */
const TIME_FORMS: readonly TimeForm[] = ['clock', 'none', 'epoch', 'delta', 'date', 'since-first'];

export const tcpdump: Command = {
  kind: 'tcpdump',
  summary: 'dump traffic on a network',
  usage: USAGE,
  forms: [
    'tcpdump [ -n ] [ -e ] [ -v ] [ -l ] [ -t ] [ -A ] [ -X ] [ -c COUNT ] [ -i DEV ] [ EXPRESSION... ]',
  ],
  about: {
    '-n': "don't convert addresses to names",
    '-e': 'print the link-level header on each dump line',
    '-v': 'produce (slightly more) verbose output',
    '-c': 'exit after receiving count packets',
    '-i': 'listen on interface',
    '-t': "don't print a timestamp on each dump line",
    '-A': 'print each packet (minus its link level header) in ASCII',
    '-X': 'print the data of each packet in hex and ASCII',
  },
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: LETTERS, long: LONG });
    if (fault !== null) {
      const text = fault.code === 'unknown' ? 'invalid option' : 'option requires an argument';
      return failed(1, `tcpdump: ${text} -- '${fault.option}'`, ...VERSION, ...USAGE);
    }
    if (given.has('&')) return printed(...VERSION);
    if (given.has('h')) return printed(...VERSION, ...USAGE);
    for (const letter of given.keys()) {
      if (!HANDLED.includes(letter)) return notYet(`tcpdump -${letter}`);
    }
    const ns = netnsNamed(io.host.world, io.netns);
    const countWord = given.get('c');
    if (countWord !== undefined && !/^0*[1-9]\d{0,8}$/.test(countWord)) {
      return failed(1, `tcpdump: invalid packet count ${countWord}`);
    }
    const device = deviceOf(ns, given.get('i'));
    if (!device.ok) return device.error;
    const { name, ifindex, link } = device.value;
    const ethernet = link !== null && !isBareIp(link);
    const filter = parseFilter(words.join(' '), ethernet);
    if (!filter.ok) {
      const first = ifindex === 0 ? ['tcpdump: data link type LINUX_SLL2'] : [];
      return failed(1, ...first, `tcpdump: ${filter.error.text}`);
    }
    const times = (letter: string): number => timesGiven(argv.slice(1), letter);
    const dump = dumpOf(times);
    // The header of a cooked capture is of the kernel's making.
    if (dump?.whole === true && ifindex === 0) return notYet('tcpdump -xx on any');
    const options = {
      dev: name,
      ifindex,
      linkType:
        link === null ? 'LINUX_SLL2 (Linux cooked v2)' : ethernet ? 'EN10MB (Ethernet)' : 'RAW (Raw IP)',
      filter: filter.value,
      count: countWord === undefined ? null : Number(countWord),
      ether: given.has('e'),
      verbose: given.has('v'),
      time: TIME_FORMS[Math.min(times('t'), TIME_FORMS.length - 1)] ?? 'clock',
      dump,
    };
    return started(io.host.spawn(io.netns, tcpdumpProcess(options, argv)));
  },
};

/** How often a letter stands among the options. */
function timesGiven(argv: readonly string[], letter: string): number {
  let count = 0;
  for (const word of argv) {
    if (!/^-[a-zA-Z#]/.test(word)) continue;
    for (const one of word.slice(1)) {
      if (one === letter) count += 1;
      if (LETTERS.charAt(LETTERS.indexOf(one) + 1) === ':') break;
    }
  }
  return count;
}

/** `-X` tells more than `-x`, and both more than `-A`, as in tcpdump.c. */
function dumpOf(times: (letter: string) => number): BytesForm | null {
  const [both, hex, ascii] = ['X', 'x', 'A'].map(times);
  if ((both ?? 0) > 0) return { as: 'hex-and-ascii', whole: (both ?? 0) > 1 };
  if ((hex ?? 0) > 0) return { as: 'hex', whole: (hex ?? 0) > 1 };
  return (ascii ?? 0) > 0 ? { as: 'ascii', whole: (ascii ?? 0) > 1 } : null;
}

interface Device {
  readonly name: string;
  /** 0 and no link for `any`. */
  readonly ifindex: Ifindex;
  readonly link: Link | null;
}

function deviceOf(ns: Netns, wish: string | undefined): Result<Device, Outcome> {
  const [first] = listed(ns);
  const name = wish ?? first?.name ?? 'any';
  if (name === 'any') return ok({ name, ifindex: 0, link: null });
  const link = ns.links.find((one) => one?.name === name);
  if (link === undefined) {
    return err(failed(1, `tcpdump: ${name}: No such device exists`, '(No such device exists)'));
  }
  if (!link.up) return err(failed(1, `tcpdump: ${name}: That device is not up`));
  return ok({ name, ifindex: link.ifindex, link });
}

/** As libpcap orders them: those that are up and no loopback first. Source: pcap.c get_figure_of_merit. */
function listed(ns: Netns): readonly Link[] {
  const merit = (link: Link): number => (link.up ? 0 : 2) + (link.kind === 'loopback' ? 1 : 0);
  return ns.links.filter((link) => link !== undefined).sort((a, b) => merit(a) - merit(b));
}
