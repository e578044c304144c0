/** What a resolver takes from the answers of a server. */
import type { Ipv4Addr } from '../wire/addr';
import type { DnsMessage, DnsRecord } from '../wire/dns';
import { nameKey } from '../wire/dns.name';
import { DNS_TYPES } from '../wire/dns.types';
import { formatIpv6 } from '../wire/addr6';

export type LookupResult =
  | {
      readonly kind: 'found';
      /** The name that the addresses are at, or the name of an address; without the dot at its end. */
      readonly canonical: string;
      /** Other names it goes by: those the canonical one was found through. */
      readonly aliases: readonly string[];
      readonly addresses: readonly Ipv4Addr[];
      /** As text: nobody here talks IPv6. */
      readonly addresses6: readonly string[];
    }
  /** `again`: nobody could say; `noname`: there is no such name; `nodata`: there is, without an address. */
  | { readonly kind: 'failed'; readonly why: 'again' | 'noname' | 'nodata' };

/** Words of gai_strerror(3). */
export const LOOKUP_FAULTS: Readonly<Record<'again' | 'noname' | 'nodata', string>> = {
  again: 'Temporary failure in name resolution',
  noname: 'Name or service not known',
  nodata: 'No address associated with hostname',
};

/** Follows aliases from `name`; null where no answer holds an address or a name. */
export function answered(name: string, answers: readonly DnsMessage[]): LookupResult | null {
  let owner = name;
  const passed: string[] = [];
  const records = answers.flatMap((answer) => answer.answers);
  // Each record is followed once at most.
  const aliases = new Map(
    records.flatMap(({ name: alias, type, data }) =>
      type === DNS_TYPES.CNAME && data.kind === 'name' ? [[nameKey(alias), data.name] as const] : [],
    ),
  );
  for (let next = aliases.get(nameKey(owner)); next !== undefined; next = aliases.get(nameKey(owner))) {
    aliases.delete(nameKey(owner));
    passed.push(undotted(owner));
    owner = next;
  }
  const own = records.filter((record) => nameKey(record.name) === nameKey(owner));
  const pointer = own.find(({ type }) => type === DNS_TYPES.PTR);
  if (pointer?.data.kind === 'name') {
    return {
      kind: 'found',
      canonical: undotted(pointer.data.name),
      aliases: [],
      addresses: [],
      addresses6: [],
    };
  }
  const addresses = own.flatMap(addressOf);
  const addresses6 = own.flatMap(({ data }) => (data.kind === 'aaaa' ? [formatIpv6(data.addr)] : []));
  if (addresses.length + addresses6.length === 0) return null;
  return { kind: 'found', canonical: undotted(owner), aliases: passed, addresses, addresses6 };
}

function addressOf({ data }: DnsRecord): readonly Ipv4Addr[] {
  return data.kind === 'a' ? [data.addr] : [];
}

function undotted(name: string): string {
  return name.replace(/\.$/, '');
}
