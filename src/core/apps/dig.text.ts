/** What dig prints. Source: BIND 9.18 bin/dig/dig.c printmessage, lib/dns/masterdump.c. */
import { formatIpv4 } from '../wire/addr';
import { formatIpv6 } from '../wire/addr6';
import { type DnsMessage, type DnsQuestion, type DnsRecord } from '../wire/dns';
import { DNS_TYPES } from '../wire/dns.types';

const TAB = 8;
/** Columns at which TTL, class, type and data begin. */
const COLUMNS = { ttl: 24, class: 32, type: 40, data: 48 } as const;
const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED', 'YXDOMAIN'] as const;
const OPCODES = ['QUERY', 'IQUERY', 'STATUS', 'RESERVED3', 'NOTIFY', 'UPDATE'] as const;
const TYPE_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(DNS_TYPES).map(([name, type]) => [type, name]),
);

export function typeName(type: number): string {
  return TYPE_NAMES.get(type) ?? `TYPE${String(type)}`;
}

export function rcodeName(rcode: number): string {
  return RCODES[rcode] ?? `RESERVED${String(rcode)}`;
}

/** Goes on at a column, with tabs where they fit, and by one place at least. Source: masterdump.c indent. */
function padded(line: string, column: number, to: number): string {
  const target = Math.max(to, column + 1);
  const tabs = Math.max(0, Math.floor(target / TAB) - Math.floor(column / TAB));
  const reached = tabs > 0 ? Math.floor(target / TAB) * TAB : column;
  return `${line}${'\t'.repeat(tabs)}${' '.repeat(target - reached)}`;
}

/** Words of a line, each at its column or right behind the one before. */
function columns(words: readonly (readonly [string, number])[]): string {
  let line = '';
  let column = 0;
  for (const [word, at] of words) {
    if (line !== '') {
      line = padded(line, column, at);
      column = Math.max(at, column + 1);
    }
    line += word;
    column += word.length;
  }
  return line;
}

export function recordText(record: DnsRecord): string {
  return columns([
    [record.name, 0],
    [String(record.ttl), COLUMNS.ttl],
    [record.class === 1 ? 'IN' : `CLASS${String(record.class)}`, COLUMNS.class],
    [typeName(record.type), COLUMNS.type],
    [dataText(record), COLUMNS.data],
  ]);
}

function questionText({ name, type, class: kind }: DnsQuestion): string {
  return columns([
    [`;${name}`, 0],
    [kind === 1 ? 'IN' : `CLASS${String(kind)}`, COLUMNS.class],
    [typeName(type), COLUMNS.type],
  ]);
}

/** The data of a record, all that `+short` prints. */
export function dataText({ data }: DnsRecord): string {
  switch (data.kind) {
    case 'a':
      return formatIpv4(data.addr);
    case 'aaaa':
      return formatIpv6(data.addr);
    case 'name':
      return data.name;
    case 'soa': {
      const { primary, mailbox, serial, refresh, retry, expire, minimum } = data;
      return [primary, mailbox, serial, refresh, retry, expire, minimum].join(' ');
    }
    case 'srv':
      return [data.priority, data.weight, data.port, data.target].join(' ');
    case 'txt':
      return data.strings.map((string) => `"${[...string].map(quotedByte).join('')}"`).join(' ');
    case 'bytes':
      return `\\# ${String(data.bytes.length)} ${[...data.bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('')}`;
  }
}

function quotedByte(byte: number): string {
  const char = String.fromCharCode(byte);
  if (char === '"' || char === '\\') return `\\${char}`;
  return byte >= 0x20 && byte < 0x7f ? char : `\\${String(byte).padStart(3, '0')}`;
}

/** From "Got answer" to the last section, each followed by an empty line. */
export function messageText(message: DnsMessage): string[] {
  const { questions, answers, authority, additional, edns } = message;
  const flags = [
    ...(message.response ? ['qr'] : []),
    ...(message.authoritative ? ['aa'] : []),
    ...(message.truncated ? ['tc'] : []),
    ...(message.recursionDesired ? ['rd'] : []),
    ...(message.recursionAvailable ? ['ra'] : []),
    ...(message.authenticData ? ['ad'] : []),
    ...(message.checkingDisabled ? ['cd'] : []),
  ];
  const count = additional.length + (edns === null ? 0 : 1);
  const lines = [';; Got answer:'];
  if (questions.some(({ name }) => /(^|\.)local\.$/i.test(name))) {
    lines.push(
      ';; WARNING: .local is reserved for Multicast DNS',
      ';; You are currently testing what happens when an mDNS query is leaked to DNS',
    );
  }
  lines.push(
    `;; ->>HEADER<<- opcode: ${OPCODES[message.opcode] ?? 'RESERVED'}, status: ${rcodeName(message.rcode)}, id: ${message.id}`,
    `;; flags:${flags.map((flag) => ` ${flag}`).join('')}; QUERY: ${questions.length}, ANSWER: ${answers.length}, AUTHORITY: ${authority.length}, ADDITIONAL: ${count}`,
  );
  if (message.recursionDesired && !message.recursionAvailable) {
    lines.push(';; WARNING: recursion requested but not available');
  }
  lines.push('');
  if (edns !== null) {
    lines.push(
      ';; OPT PSEUDOSECTION:',
      `; EDNS: version: ${edns.version}, flags:${edns.dnssecOk ? ' do' : ''}; udp: ${edns.udpSize}`,
    );
  }
  const section = (title: string, texts: readonly string[]): void => {
    if (texts.length > 0) lines.push(`;; ${title} SECTION:`, ...texts, '');
  };
  section('QUESTION', questions.map(questionText));
  section('ANSWER', answers.map(recordText));
  section('AUTHORITY', authority.map(recordText));
  section('ADDITIONAL', additional.map(recordText));
  return lines;
}
