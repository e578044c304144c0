/**
 * `nstat`: counters of the kernel, by default what came since the last time somebody looked. That is kept in a file of the
 * machine, which all its namespaces share, as in life. Source: iproute2 6.1 misc/nstat.c.
 */
import { compileRegex } from '../../base/regex';
import { globPattern } from '../pattern';
import { counted } from '../format/snmp';
import { failed, printed, type Command, type CommandIo } from '../command';
import { fileText } from '../files';
import { writeText } from '../files.write';
import { netnsNamed } from '../netns';
import { readOptions } from '../options';

const HISTORY = '/tmp/.nstat.u0';
const HEAD = '#kernel';
const NAME_WIDTH = 32;
const VALUE_WIDTH = 18;
const LONG = { ignore: 'a', zeros: 'z', noupdate: 's', reset: 'r', nooutput: 'n' };

type Row = readonly [name: string, value: number];

export const nstat: Command = {
  kind: 'nstat',
  summary: 'network statistics tools',
  usage: ['nstat [ -a ] [ -z ] [ -s ] [ -r ] [ -n ] [ PATTERN ... ]'],
  about: {
    '-a': 'ignore history',
    '-z': 'show entries with zero activity',
    '-s': "don't update history",
    '-r': 'reset history',
    '-n': 'do history only',
  },
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'azsrn', long: LONG });
    if (fault !== null) return failed(1, `nstat: invalid option -- '${fault.option}'`);
    const now = counted(netnsNamed(io.host.world, io.netns));
    const before = given.has('a') || given.has('r') ? new Map<string, number>() : history(io);
    if (!given.has('s')) remember(io, now);
    if (given.has('n')) return printed();
    const patterns = words.flatMap((word) => {
      const made = compileRegex(globPattern(word), { whole: 'line' });
      return made.ok ? [made.value] : [];
    });
    const rows = now
      .map(([name, value]): Row => [name, value - (before.get(name) ?? 0)])
      .filter(([, value]) => given.has('z') || value !== 0)
      .filter(([name]) => words.length === 0 || patterns.some((pattern) => pattern.find(name) !== null));
    return printed(HEAD, ...rows.map(line));
  },
};

function line([name, value]: Row): string {
  return `${name.padEnd(NAME_WIDTH)}${String(value).padEnd(VALUE_WIDTH)} 0.0`;
}

function history({ host, netns }: CommandIo): ReadonlyMap<string, number> {
  const text = fileText(host.world, netnsNamed(host.world, netns), HISTORY) ?? '';
  const rows = text.split('\n').map((row): Row => {
    const [name = '', value = ''] = row.split(/ +/);
    return [name, Number(value)];
  });
  return new Map(rows.filter(([, value]) => Number.isSafeInteger(value)));
}

function remember({ host, netns, typed }: CommandIo, rows: readonly Row[]): void {
  const text = [HEAD, ...rows.filter(([, value]) => value !== 0).map(line)].join('\n');
  writeText(host, netns, HISTORY, `${text}\n`, { append: false, typed });
}
