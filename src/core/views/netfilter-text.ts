/** Flows and rules as `conntrack -L` and iptables-save print them. */
import { printIpset } from '../kernel/ipset/text';
import { printRule } from '../kernel/netfilter/text';
import { printNftRule } from '../kernel/nftables/text';
import type { NftTable } from '../model/nftables';
import type { CtEntry, CtTuple } from '../model/conntrack';
import type { IpSet } from '../model/ipset';
import type { NfRule, NfTable, NfTableName } from '../model/netfilter';
import { formatIpv4 } from '../wire/addr';
import { PROTO_ICMP, PROTO_SCTP, PROTO_TCP, PROTO_UDP } from '../wire/ipv4';

const PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [PROTO_ICMP, 'icmp'],
  [PROTO_TCP, 'tcp'],
  [PROTO_UDP, 'udp'],
  [PROTO_SCTP, 'sctp'],
]);

/** Name of an IP protocol as conntrack prints it, its number when it has none. */
export function protocolText(proto: number): string {
  return PROTOCOLS.get(proto) ?? String(proto);
}

/** Both ends of a flow: `10.0.0.1:53`, without a port where the protocol has none. */
export function tupleEnds(tuple: CtTuple): { readonly src: string; readonly dst: string } {
  const ports = [PROTO_TCP, PROTO_UDP, PROTO_SCTP].includes(tuple.proto);
  const end = (addr: CtTuple['src'], port: number): string => formatIpv4(addr) + (ports ? `:${port}` : '');
  return { src: end(tuple.src, tuple.srcPort), dst: end(tuple.dst, tuple.dstPort) };
}

/** What tells ICMP flows apart; empty for other protocols. */
export function icmpText({ proto, icmpType, srcPort }: CtTuple): string {
  return proto === PROTO_ICMP ? `type=${icmpType} code=0 id=${srcPort}` : '';
}

function tupleText(tuple: CtTuple): string {
  const words = [`src=${formatIpv4(tuple.src)}`, `dst=${formatIpv4(tuple.dst)}`];
  if (tuple.proto === PROTO_ICMP) words.push(icmpText(tuple));
  else words.push(`sport=${tuple.srcPort}`, `dport=${tuple.dstPort}`);
  return words.join(' ');
}

/** One line of `conntrack -L`, without its time. */
export function conntrackText(entry: CtEntry): string {
  return [
    protocolText(entry.original.proto),
    ...(entry.tcp === null ? [] : [entry.tcp]),
    ...(entry.sctp === null ? [] : [entry.sctp.state]),
    tupleText(entry.original),
    ...(entry.seenReply ? [] : ['[UNREPLIED]']),
    tupleText(entry.reply),
    ...(entry.assured ? ['[ASSURED]'] : []),
    ...(entry.mark === 0 ? [] : [`mark=${entry.mark}`]),
  ].join(' ');
}

/** A rule in the words of the tool that wrote it. */
export function ruleText(chain: string, rule: NfRule): string {
  return rule.nft === undefined ? printRule(chain, rule) : printNftRule(rule.nft);
}

/** The lines of all tables of nftables. */
export function nftLines(tables: readonly NftTable[] | undefined): string[] {
  return (tables ?? []).flatMap((table) =>
    [...table.chains.values()].flatMap(({ name, base, rules }) => [
      `${table.family} ${table.name} ${name}${base === null ? '' : ` policy ${base.policy}`}`,
      ...rules.map((rule) => `${table.family} ${table.name} ${name} ${printNftRule(rule)}`),
    ]),
  );
}

/** The lines of one table, chains with their policies first. */
export function nfTableLines(table: NfTable): string[] {
  const chains = [...table.chains.values()];
  return [
    ...chains.map(({ name, policy }) => `:${name} ${policy ?? '-'}`),
    ...chains.flatMap(({ name, rules }) => rules.map((rule) => printRule(name, rule))),
  ];
}

/** All sets as `ipset save` prints them. */
export function ipsetLines(sets: ReadonlyMap<string, IpSet> | undefined): string[] {
  return [...(sets?.values() ?? [])].flatMap((set) => printIpset(set, null));
}

/** Names of the tables in either of two sets of rules. */
export function nfTableNames(
  ...sets: readonly (ReadonlyMap<NfTableName, NfTable> | undefined)[]
): NfTableName[] {
  return [...new Set(sets.flatMap((set) => [...(set?.keys() ?? [])]))];
}
