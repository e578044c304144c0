/** Rules and sets as iptables-save, nft and ipset print them. */
import { printIpset } from '../kernel/ipset/text';
import { printRule } from '../kernel/netfilter/text';
import { printNftRule } from '../kernel/nftables/text';
import type { NftTable } from '../model/nftables';
import type { IpSet } from '../model/ipset';
import type { NfRule, NfTable, NfTableName } from '../model/netfilter';

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
