/** `conntrack`: the flows the kernel knows. Source: conntrack(8), conntrack-tools 1.4.7. */
import type { CtEntry } from '../../model/conntrack';
import { formatIpv4 } from '../../wire/addr';
import { failed, notYet, printed, type Command, type CommandIo, type Outcome } from '../command';
import { flowLine, protocolName } from '../format/flow';
import { netnsNamed } from '../netns';

const TOOL = 'conntrack v1.4.7 (conntrack-tools)';

/** What a filter looks at, by its option. */
const FILTERS: Readonly<Record<string, (entry: CtEntry) => string>> = {
  '-p': ({ original }) => protocolName(original.proto),
  '-s': ({ original }) => formatIpv4(original.src),
  '-d': ({ original }) => formatIpv4(original.dst),
  '-r': ({ reply }) => formatIpv4(reply.src),
  '-q': ({ reply }) => formatIpv4(reply.dst),
  '--sport': ({ original }) => String(original.srcPort),
  '--dport': ({ original }) => String(original.dstPort),
  '-m': ({ mark }) => String(mark),
};
const LONG: Readonly<Record<string, string>> = {
  '--proto': '-p',
  '--src': '-s',
  '--orig-src': '-s',
  '--dst': '-d',
  '--orig-dst': '-d',
  '--reply-src': '-r',
  '--reply-dst': '-q',
  '--orig-port-src': '--sport',
  '--orig-port-dst': '--dport',
  '--mark': '-m',
  '--dump': '-L',
  '--delete': '-D',
  '--flush': '-F',
  '--count': '-C',
};

export const conntrack: Command = {
  kind: 'conntrack',
  summary: 'command line interface for netfilter connection tracking',
  usage: [
    'conntrack -L [ -p { tcp | udp | icmp } ] [ -s ADDR ] [ -d ADDR ] [ --sport PORT ] [ --dport PORT ] [ -o extended ]',
    'conntrack -D [ -p { tcp | udp | icmp } ] [ -s ADDR ] [ -d ADDR ] [ --sport PORT ] [ --dport PORT ]',
    'conntrack -F',
    'conntrack -C',
  ],
  run(io, argv) {
    let action = '';
    let extended = false;
    const tests: ((entry: CtEntry) => boolean)[] = [];
    const words = argv.slice(1).map((word) => (Object.hasOwn(LONG, word) ? (LONG[word] ?? word) : word));
    for (let i = 0; i < words.length; i += 1) {
      const word = words[i] ?? '';
      const value = words[i + 1];
      if (/^-[LDFC]$/.test(word)) action = word;
      else if (word === '-o') {
        if (value !== 'extended') return notYet(`conntrack -o ${value ?? ''}`);
        extended = true;
        i += 1;
      } else {
        const read = Object.hasOwn(FILTERS, word) ? FILTERS[word] : undefined;
        if (read === undefined) return notYet(`conntrack ${word}`);
        if (value === undefined) return failed(2, `${TOOL}: option \`${word}' requires an argument`);
        tests.push((entry) => read(entry) === value);
        i += 1;
      }
    }
    return act(io, action, extended, (entry) => tests.every((test) => test(entry)));
  },
};

function act(io: CommandIo, action: string, extended: boolean, fits: (entry: CtEntry) => boolean): Outcome {
  const { world } = io.host;
  const all = [...netnsNamed(world, io.netns).conntrack.entries.values()].filter(
    ({ expiresNs }) => expiresNs > world.nowNs,
  );
  const chosen = all.filter(fits);
  const lines = chosen.map((entry) => flowLine(world, entry, extended));
  const remove = (entries: readonly CtEntry[]): void => {
    io.host.apply(io.netns, { kind: 'ct.delete', ids: entries.map(({ id }) => id) }, io.typed);
  };
  switch (action) {
    case '-L':
      return {
        ...printed(...lines),
        stderr: [`${TOOL}: ${String(lines.length)} flow entries have been shown.`],
      };
    case '-C':
      return printed(String(all.length));
    case '-F':
      remove(all);
      return { ...printed(), stderr: [`${TOOL}: connection tracking table has been emptied.`] };
    case '-D':
      if (chosen.length === 0) return failed(1, `${TOOL}: 0 flow entries have been deleted.`);
      remove(chosen);
      return {
        ...printed(...lines),
        stderr: [`${TOOL}: ${String(lines.length)} flow entries have been deleted.`],
      };
    default:
      return failed(2, `${TOOL}: You need to supply an operation.`);
  }
}
