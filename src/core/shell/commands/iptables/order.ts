/**
 * The order in which the tools show chains: the kernel's own as their hooks come, then those of users by name.
 * Source: iptables 1.8.11 iptables/nft-cache.c nft_chain_insert_sorted.
 */
import type { NfChain, NfTable, NfTableName } from '../../../model/netfilter';
import { NF_BUILT_IN } from '../../../model/netfilter';

/** Built-in chains that nothing made so far are shown as well (nft.c nft_xt_fake_builtin_chains). */
export function chainsInOrder({ name, chains }: Pick<NfTable, 'name' | 'chains'>): readonly NfChain[] {
  const own = [...chains.values()]
    .filter(({ policy }) => policy === null)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const builtIn = NF_BUILT_IN[name].map(
    (hook): NfChain => chains.get(hook) ?? { name: hook, policy: 'ACCEPT', policyId: -1, rules: [] },
  );
  return [...builtIn, ...own];
}

/** Tables as iptables-save goes through them (iptables/nft.h enum nft_table_type). */
const TABLES: readonly NfTableName[] = ['mangle', 'raw', 'filter', 'nat'];

export function tablesInOrder<T extends { readonly name: NfTableName }>(all: Iterable<T>): readonly T[] {
  return [...all].sort((a, b) => TABLES.indexOf(a.name) - TABLES.indexOf(b.name));
}
