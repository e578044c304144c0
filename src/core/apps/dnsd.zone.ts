/**
 * A zone: read from master file text (RFC 1035 section 5), and asked as an authoritative server is asked (RFC 1034
 * section 4.3.2, RFC 2308 for what is not there).
 */
import { err, ok, type Result } from '../base/result';
import { utf8Encode } from '../base/bytes';
import { parseIpv4 } from '../wire/addr';
import { parseIpv6 } from '../wire/addr6';
import { DNS_CLASS_IN, type DnsData, type DnsQuestion, type DnsRecord } from '../wire/dns';
import { nameKey, nameLabels } from '../wire/dns.name';
import { DNS_TYPES, RCODE_NOERROR, RCODE_NXDOMAIN } from '../wire/dns.types';

export interface Zone {
  /** Absolute. */
  readonly origin: string;
  readonly records: readonly DnsRecord[];
}

/** What is wrong with a master file, and where. */
export interface ZoneFault {
  readonly line: number;
  readonly text: string;
}

const TTL_DEFAULT = 3600;
/** Aliases followed for one question. */
const ALIASES_MAX = 16;
const RECORDS_MAX = 10_000;

type TypeName = keyof typeof DNS_TYPES;

/** `origin` is what `@` stands for; a name without a dot at its end is below it. */
export function parseZone(text: string, origin: string): Result<Zone, ZoneFault> {
  const top = absolute(origin, '.');
  if (top === null) return err({ line: 0, text: `bad name '${origin}'` });
  let below = top;
  let ttl = TTL_DEFAULT;
  let owner: string | null = null;
  const records: DnsRecord[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const fault = (what: string): Result<never, ZoneFault> => err({ line: i + 1, text: what });
    const words = wordsOf(line);
    if (words.length === 0) continue;
    if (words[0] === '$ORIGIN') {
      const next = absolute(words[1] ?? '', below);
      if (next === null) return fault(`bad name '${words[1] ?? ''}'`);
      below = next;
      continue;
    }
    if (words[0] === '$TTL') {
      ttl = Number(words[1]);
      if (!Number.isInteger(ttl) || ttl < 0) return fault(`bad TTL '${words[1] ?? ''}'`);
      continue;
    }
    // A line that begins with a blank is about the name of the line before.
    if (!/^\s/.test(line)) owner = absolute(words.shift() ?? '', below);
    if (owner === null) return fault('no owner name');
    if (!within(owner, top)) return fault(`'${owner}' is outside of the zone`);
    let own = ttl;
    while (words.length > 0 && (/^\d+$/.test(words[0] ?? '') || words[0] === 'IN')) {
      const word = words.shift() ?? '';
      if (word !== 'IN') own = Number(word);
    }
    const type = words.shift() ?? '';
    const data = dataOf(type, words, below);
    if (data === null) return fault(`bad record of type '${type}'`);
    if (records.length >= RECORDS_MAX) return fault('too many records');
    records.push({ name: owner, type: DNS_TYPES[type as TypeName], class: DNS_CLASS_IN, ttl: own, data });
  }
  return ok({ origin: top, records });
}

/** Words of a line; quoted ones keep their blanks and a mark in front. A semicolon begins a comment. */
function wordsOf(line: string): string[] {
  const words = line.match(/"(?:[^"\\]|\\.)*"|;.*|[^\s;"]+/g) ?? [];
  return words.filter((word) => !word.startsWith(';') && word !== '(' && word !== ')');
}

function absolute(name: string, below: string): string | null {
  if (name === '@') return below;
  const whole = name.endsWith('.') ? name : below === '.' ? `${name}.` : `${name}.${below}`;
  return nameLabels(whole) === null ? null : whole;
}

function within(name: string, origin: string): boolean {
  const [inner, outer] = [nameKey(name), nameKey(origin)];
  return outer === '.' || inner === outer || inner.endsWith(`.${outer}`);
}

function dataOf(type: string, words: readonly string[], below: string): DnsData | null {
  const [first = ''] = words;
  switch (type) {
    case 'A': {
      const addr = parseIpv4(first);
      return addr.ok && words.length === 1 ? { kind: 'a', addr: addr.value } : null;
    }
    case 'AAAA': {
      const addr = parseIpv6(first);
      return addr.ok && words.length === 1 ? { kind: 'aaaa', addr: addr.value } : null;
    }
    case 'CNAME':
    case 'NS':
    case 'PTR': {
      const name = absolute(first, below);
      return name !== null && words.length === 1 ? { kind: 'name', name } : null;
    }
    case 'TXT': {
      const strings = words.map((word) =>
        utf8Encode(word.replaceAll(/^"|"$/g, '').replaceAll(/\\(.)/g, '$1')),
      );
      return strings.length > 0 && strings.every(({ length }) => length <= 255)
        ? { kind: 'txt', strings }
        : null;
    }
    case 'SRV': {
      const [priority = -1, weight = -1, port = -1] = words.slice(0, 3).map(Number);
      const target = absolute(words[3] ?? '', below);
      const fits = [priority, weight, port].every((value) => value >= 0 && value <= 0xffff);
      return fits && target !== null ? { kind: 'srv', priority, weight, port, target } : null;
    }
    case 'SOA': {
      const primary = absolute(first, below);
      const mailbox = absolute(words[1] ?? '', below);
      const numbers = words.slice(2).map(Number);
      const [serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0] = numbers;
      if (primary === null || mailbox === null || numbers.length !== 5) return null;
      if (numbers.some((value) => !(value >= 0 && value <= 0xffff_ffff))) return null;
      return { kind: 'soa', primary, mailbox, serial, refresh, retry, expire, minimum };
    }
    default:
      return null;
  }
}

export interface ZoneAnswer {
  readonly rcode: number;
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
}

/** Null when the name is outside of the zone. */
export function askZone({ origin, records }: Zone, question: DnsQuestion): ZoneAnswer | null {
  if (!within(question.name, origin)) return null;
  const answers: DnsRecord[] = [];
  let { name } = question;
  for (let followed = 0; followed <= ALIASES_MAX; followed += 1) {
    const here = recordsOf(records, name);
    if (here === null) return { rcode: RCODE_NXDOMAIN, answers, authority: negative(origin, records) };
    const wanted = here.filter(({ type }) => type === question.type || question.type === DNS_TYPES.ANY);
    if (wanted.length > 0) return { rcode: RCODE_NOERROR, answers: [...answers, ...wanted], authority: [] };
    const alias = here.find(({ type }) => type === DNS_TYPES.CNAME);
    if (alias?.data.kind !== 'name') {
      return { rcode: RCODE_NOERROR, answers, authority: negative(origin, records) };
    }
    answers.push(alias);
    ({ name } = alias.data);
    // The rest is told by whoever knows that zone.
    if (!within(name, origin)) break;
  }
  return { rcode: RCODE_NOERROR, answers, authority: [] };
}

/**
 * The records of a name, by a wildcard where it has none of its own; null when there is no such name. A name that others
 * are below is there, and has nothing (RFC 4592 section 2.2.2).
 */
function recordsOf(records: readonly DnsRecord[], name: string): readonly DnsRecord[] | null {
  const key = nameKey(name);
  const own = records.filter((record) => nameKey(record.name) === key);
  if (own.length > 0) return own;
  const isThere = (at: string): boolean =>
    records.some((record) => nameKey(record.name) === at || nameKey(record.name).endsWith(`.${at}`));
  if (isThere(key)) return [];
  // The closest name above that is there decides which wildcard counts.
  for (let above = parentOf(key); above !== null; above = parentOf(above)) {
    const wild = `*.${above}`;
    const found = records.filter((record) => nameKey(record.name) === wild);
    if (found.length > 0) return found.map((record) => ({ ...record, name }));
    if (isThere(above)) return null;
  }
  return null;
}

function parentOf(key: string): string | null {
  const dot = key.indexOf('.');
  return dot < 0 || dot === key.length - 1 ? null : key.slice(dot + 1);
}

/** The SOA, which says how long "there is none" holds: the smaller of its TTL and its minimum. */
function negative(origin: string, records: readonly DnsRecord[]): readonly DnsRecord[] {
  const key = nameKey(origin);
  return records.flatMap((record) => {
    if (record.data.kind !== 'soa' || nameKey(record.name) !== key) return [];
    return [{ ...record, ttl: Math.min(record.ttl, record.data.minimum) }];
  });
}
