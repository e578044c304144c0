/** What nslookup and host print. Source: BIND 9.18 bin/dig/nslookup.c, host.c. */
import { formatIpv4 } from '../wire/addr';
import { formatIpv6 } from '../wire/addr6';
import type { DnsMessage, DnsRecord } from '../wire/dns';
import { nameKey } from '../wire/dns.name';
import { DNS_TYPES, RCODE_NXDOMAIN } from '../wire/dns.types';
import { dataText, rcodeName, typeName } from './dig.text';

export type NslookupTool = 'nslookup' | 'host';

interface Asked {
  readonly name: string;
  readonly type: number | null;
}

interface NslookupWords {
  failed(name: string, rcode: number): string;
  records(message: DnsMessage): readonly string[];
  /** At the end, when there were no records. */
  nothing(asked: Asked, answered: boolean): readonly string[];
}

const undotted = (name: string): string => name.replace(/\.$/, '');

export const nslookupWords: Readonly<Record<NslookupTool, NslookupWords>> = {
  nslookup: {
    failed: (name, rcode) => `** server can't find ${undotted(name)}: ${rcodeName(rcode)}`,
    records: (message) => {
      const lines = message.answers.flatMap(nslookupRecord);
      return lines.length > 0 && !message.authoritative ? ['Non-authoritative answer:', ...lines] : lines;
    },
    nothing: ({ name }, answered) => (answered ? [] : [`*** Can't find ${undotted(name)}: No answer`]),
  },
  host: {
    // Only a name that is not there is told as it was typed.
    failed: (name, rcode) =>
      `Host ${rcode === RCODE_NXDOMAIN ? name : undotted(name)} not found: ${String(rcode)}(${rcodeName(rcode)})`,
    records: (message) => message.answers.map(hostRecord),
    nothing: ({ name, type }, answered) =>
      answered || type === null ? [] : [`${undotted(name)} has no ${typeName(type)} record`],
  },
};

function nslookupRecord(record: DnsRecord): readonly string[] {
  const owner = undotted(record.name);
  const { data } = record;
  if (data.kind === 'a') return [`Name:\t${owner}`, `Address: ${formatIpv4(data.addr)}`];
  if (data.kind === 'aaaa') return [`Name:\t${owner}`, `Address: ${formatIpv6(data.addr)}`];
  if (data.kind === 'soa') {
    return [
      owner,
      `\torigin = ${undotted(data.primary)}`,
      `\tmail addr = ${undotted(data.mailbox)}`,
      `\tserial = ${String(data.serial)}`,
      `\trefresh = ${String(data.refresh)}`,
      `\tretry = ${String(data.retry)}`,
      `\texpire = ${String(data.expire)}`,
      `\tminimum = ${String(data.minimum)}`,
    ];
  }
  const words = NSLOOKUP_WORDS[record.type] ?? `rdata_${String(record.type)}`;
  return [`${owner}\t${words} = ${dataText(record)}`];
}

const NSLOOKUP_WORDS: Readonly<Record<number, string>> = {
  [DNS_TYPES.CNAME]: 'canonical name',
  [DNS_TYPES.NS]: 'nameserver',
  [DNS_TYPES.PTR]: 'name',
  [DNS_TYPES.MX]: 'mail exchanger',
  [DNS_TYPES.TXT]: 'text',
  [DNS_TYPES.SRV]: 'service',
};

function hostRecord(record: DnsRecord): string {
  const words = HOST_WORDS[record.type] ?? `has ${typeName(record.type)} record`;
  return `${undotted(record.name)} ${words} ${dataText(record)}`;
}

const HOST_WORDS: Readonly<Record<number, string>> = {
  [DNS_TYPES.A]: 'has address',
  [DNS_TYPES.NS]: 'name server',
  [DNS_TYPES.CNAME]: 'is an alias for',
  [DNS_TYPES.MX]: 'mail is handled by',
  [DNS_TYPES.PTR]: 'domain name pointer',
  [DNS_TYPES.TXT]: 'descriptive text',
  [DNS_TYPES.AAAA]: 'has IPv6 address',
};

/** The name at the end of the aliases in an answer. */
export function aliasTarget({ answers }: DnsMessage, name: string): string {
  let owner = name;
  for (const { name: alias, type, data } of answers) {
    if (type === DNS_TYPES.CNAME && data.kind === 'name' && nameKey(alias) === nameKey(owner))
      owner = data.name;
  }
  return owner;
}
