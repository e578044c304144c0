/**
 * The order in which the tools show chains: the kernel's own as their hooks come, then those of users by name.
 * Source: iptables 1.8.11 iptables/nft-cache.c nft_chain_insert_sorted.
 */
import type { NfTableName } from '../../../model/netfilter';
import type { NfChain } from '../../../model/netfilter';

export function chainsInOrder(chains: Iterable<NfChain>): readonly NfChain[] {
  const all = [...chains];
  const own = all.filter(({ policy }) => policy === null).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...all.filter(({ policy }) => policy !== null), ...own];
}

/** Tables as iptables-save goes through them (iptables/nft.h enum nft_table_type). */
const TABLES: readonly NfTableName[] = ['mangle', 'raw', 'filter', 'nat'];

export function tablesInOrder<T extends { readonly name: NfTableName }>(all: Iterable<T>): readonly T[] {
  return [...all].sort((a, b) => TABLES.indexOf(a.name) - TABLES.indexOf(b.name));
}
