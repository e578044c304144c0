/** `conntrack`: the flows the kernel knows. Source: conntrack(8), conntrack-tools 1.4.7. */
import {
  flowEventsProcess,
  flowFits,
  isFlowOption,
  type FlowEventsOptions,
  type FlowFilter,
} from '../../apps/conntrack';
import { flowLine, type FlowEvent, type FlowForm } from '../../apps/conntrack.text';
import { err, ok, type Result } from '../../base/result';
import type { CtEntry } from '../../model/conntrack';
import type { Netns } from '../../model/world';
import { failed, notYet, printed, started, type Command, type CommandIo, type Outcome } from '../command';
import { netnsNamed } from '../netns';

const TOOL = 'conntrack v1.4.7 (conntrack-tools)';

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
  '--src-nat': '-n',
  '--dst-nat': '-g',
  '--any-nat': '-j',
  '--family': '-f',
  '--event-mask': '-e',
  '--output': '-o',
  '--dump': '-L',
  '--delete': '-D',
  '--flush': '-F',
  '--count': '-C',
  '--stats': '-S',
  '--event': '-E',
};
/** Filters that may stand without an address. */
const BARE = ['-n', '-g', '-j'];
const EVENTS: Readonly<Record<string, readonly FlowEvent[]>> = {
  NEW: ['new'],
  UPDATES: ['update'],
  DESTROY: ['destroy'],
  ALL: ['new', 'update', 'destroy'],
};

interface Asked extends FlowEventsOptions {
  readonly action: string;
}

export const conntrack: Command = {
  kind: 'conntrack',
  summary: 'command line interface for netfilter connection tracking',
  usage: [
    'conntrack -L [ -p { tcp | udp | icmp } ] [ -s ADDR ] [ -d ADDR ] [ --sport PORT ] [ --dport PORT ] [ --src-nat ] [ --dst-nat ] [ -o { extended | id | timestamp } ]',
    'conntrack -D [ -p { tcp | udp | icmp } ] [ -s ADDR ] [ -d ADDR ] [ --sport PORT ] [ --dport PORT ]',
    'conntrack -E [ -e { NEW | UPDATES | DESTROY | ALL } ] [ -p { tcp | udp | icmp } ] [ -s ADDR ] [ -d ADDR ] [ -o { extended | id | timestamp } ]',
    'conntrack -F',
    'conntrack -C',
    'conntrack -S',
  ],
  about: {
    '-L': 'List conntrack table',
    '-D': 'Delete conntrack',
    '-E': 'Show events',
    '-F': 'Flush table',
    '-C': 'Show counter',
    '-S': 'Show statistics',
    '-e': 'Event mask',
    '-o': 'output mode',
    '--src-nat': 'source NAT',
    '--dst-nat': 'destination NAT',
  },
  run(io, argv) {
    const asked = read(argv.slice(1));
    if (!asked.ok) return asked.error;
    if (asked.value.action !== '-E') return act(io, asked.value);
    return started(io.host.spawn(io.netns, flowEventsProcess(asked.value, argv)));
  },
};

function read(argv: readonly string[]): Result<Asked, Outcome> {
  let action = '';
  let form: FlowForm = {};
  let stamped = false;
  let events = EVENTS['ALL'] ?? [];
  const filters: FlowFilter[] = [];
  const words = argv.flatMap((word) => {
    const [name = '', value] = word.startsWith('--') ? word.split('=', 2) : [word];
    const short = LONG[name] ?? name;
    return value === undefined ? [short] : [short, value];
  });
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    const value = words[i + 1];
    if (/^-[LDFCES]$/.test(word)) action = word;
    else if (BARE.includes(word) && isFlowOption(word) && (value === undefined || value.startsWith('-'))) {
      filters.push({ option: word, value: 'true' });
    } else if (BARE.includes(word)) return err(notYet(`conntrack ${word} with an address`));
    else if (value === undefined && /^-[opefsdrqm]$|^--[sd]port$/.test(word)) {
      return err(failed(2, `${TOOL}: option \`${word}' requires an argument`));
    } else {
      i += 1;
      switch (word) {
        case '-f':
          if (value !== 'ipv4') return err(notYet(`conntrack -f ${value ?? ''}`));
          break;
        case '-e':
          events = (value ?? '').split(',').flatMap((name) => EVENTS[name.toUpperCase()] ?? []);
          if (events.length === 0) return err(failed(2, `${TOOL}: Bad parameter \`${value ?? ''}'`));
          break;
        case '-o':
          for (const name of (value ?? '').split(',')) {
            if (name === 'extended' || name === 'id') form = { ...form, [name]: true };
            else if (name === 'timestamp') stamped = true;
            else return err(notYet(`conntrack -o ${name}`));
          }
          break;
        default:
          if (!isFlowOption(word)) return err(notYet(`conntrack ${word}`));
          filters.push({ option: word, value: value ?? '' });
      }
    }
  }
  return ok({ action, filters, events, form, stamped });
}

function act(io: CommandIo, { action, filters, form }: Asked): Outcome {
  const { world } = io.host;
  const all = [...netnsNamed(world, io.netns).conntrack.entries.values()].filter(
    ({ expiresNs }) => expiresNs > world.nowNs,
  );
  const chosen = all.filter((entry) => flowFits(entry, filters));
  const lines = chosen.map((entry) => flowLine(world.nowNs, entry, form));
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
    case '-S':
      return printed(statistics(netnsNamed(world, io.netns)));
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

/** A machine has one processor. Source: conntrack-tools src/conntrack.c nfct_stats_attr_cb; include/linux/netfilter/nf_conntrack_common.h struct ip_conntrack_stat. */
function statistics({ snmp }: Netns): string {
  const names = ['found', 'invalid', 'insert', 'insert_failed', 'drop', 'early_drop', 'error'];
  const counts = [...names, 'search_restart', 'clash_resolve', 'chaintoolong'].map(
    (name) => `${name}=${String(snmp.entries.get(`Conntrack_${name}`) ?? 0)} `,
  );
  return `cpu=0   \t${counts.join('')}`;
}
