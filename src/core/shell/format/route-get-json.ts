/** The kernel's answer to `ip route get` as JSON. Source: iproute2 6.1 ip/iproute.c print_route, print_cache_flags. */
import type { JsonValue } from './json';

/** Words of the answer and the names their values have. */
const NAMES: Readonly<Record<string, string>> = { via: 'gateway', src: 'prefsrc', proto: 'protocol' };
const NUMBERS = ['mark', 'uid', 'metric'];
const TYPES = ['local', 'broadcast', 'multicast', 'unreachable', 'prohibit', 'blackhole', 'throw'];
/** These stand behind the flags. */
const LATE = ['mark', 'uid'];

/** From the lines that are printed without `-j`. */
export function answerJson(lines: readonly string[]): JsonValue {
  const [first = '', cache] = lines;
  const words = first.trim().split(/\s+/);
  const type = TYPES.includes(words[0] ?? '') ? words.shift() : undefined;
  const dst = words.shift();
  const early: Record<string, JsonValue | undefined> = { type, dst };
  const late: Record<string, JsonValue | undefined> = {};
  const flags: string[] = [];
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (word === 'onlink' || word === 'linkdown' || word === 'pervasive') flags.push(word);
    else {
      const value = words.shift() ?? '';
      const target = LATE.includes(word) ? late : early;
      target[NAMES[word] ?? word] = NUMBERS.includes(word) ? Number(value) : value;
    }
  }
  return { ...early, flags, ...late, ...(cache === undefined ? {} : cacheJson(cache)) };
}

/** `    cache <local,brd> expires 595sec mtu 1400 iif eth0`. */
function cacheJson(line: string): Readonly<Record<string, JsonValue>> {
  const words = line.trim().split(/\s+/).slice(1);
  const kinds = words[0]?.startsWith('<') === true ? (words.shift() ?? '').slice(1, -1).split(',') : [];
  const fields: Record<string, JsonValue> = { cache: kinds };
  const metrics: Record<string, JsonValue> = {};
  for (let i = 0; i < words.length; i += 2) {
    const [name = '', value = ''] = words.slice(i, i + 2);
    if (name === 'iif') fields[name] = value;
    else if (name === 'expires') fields[name] = Number(value.replace('sec', ''));
    else metrics[name] = Number(value);
  }
  return Object.keys(metrics).length === 0 ? fields : { ...fields, metrics: [metrics] };
}
