/** Netfilter's part of a state file, parsed from its text: `iptables-save -c` and `conntrack -L`. */
import type { Json, JsonObject } from './json';
import { isList } from './json';

/**
 * Chains with their policies, then rules in order with the packets they saw. Byte counters, and the counters of
 * policies, are free.
 */
export function iptablesRows(lines: Json | undefined): readonly JsonObject[] {
  const rows: JsonObject[] = [];
  let table = '';
  for (const line of isList(lines) ? lines.map(String) : []) {
    if (line.startsWith('*')) table = line.slice(1);
    const chain = /^:(\S+) (\S+)/.exec(line);
    if (chain !== null) rows.push({ table, chain: chain[1] ?? '', policy: chain[2] ?? '' });
    const rule = /^\[(\d+):\d+\] (-A (\S+).*)$/.exec(line);
    if (rule !== null) {
      rows.push({ table, chain: rule[3] ?? '', rule: rule[2] ?? '', packets: Number(rule[1]) });
    }
  }
  return rows;
}

/**
 * Flows as tuples with their state. Ports nobody named, and identifiers, are free; how many flows there are is not, so
 * that packets which share a flow on the real kernel must share it here.
 */
export function conntrackRows(lines: Json | undefined, ports: ReadonlySet<number>): readonly JsonObject[] {
  return (isList(lines) ? lines.map(String) : []).map((line) => {
    const words = line.split(/\s+/);
    const [, , protocol = '', , , state = ''] = words;
    const fields = words.filter((word) => /^(src|dst|sport|dport|type|code)=/.test(word));
    const half = fields.length / 2;
    const text = (part: readonly string[]): string =>
      part
        .map((word) =>
          word.replace(/^([sd]port)=(\d+)$/, (whole, name: string, port: string) => {
            return ports.has(Number(port)) ? whole : `${name}=random`;
          }),
        )
        .join(' ');
    return {
      protocol,
      state: state.includes('=') ? '' : state,
      original: text(fields.slice(0, half)),
      reply: text(fields.slice(half)),
      unreplied: words.includes('[UNREPLIED]'),
      mark: words.find((word) => word.startsWith('mark=')) ?? '',
    };
  });
}

/** Sets line by line. The seed of a set's hash is the kernel's own draw, and the order of members nobody's. */
export function ipsetRows(lines: Json | undefined): readonly JsonObject[] {
  return (isList(lines) ? lines.map(String) : []).map((line) => ({
    line: line.replace(/ initval 0x[0-9a-f]+$/, ''),
  }));
}
