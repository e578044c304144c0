/** A table as it is, or as the kernel would make it: a table nobody has touched accepts everything. */
import type { NfChain, NfTable, NfTableName } from '../../model/netfilter';
import { NF_BUILT_IN } from '../../model/netfilter';
import type { Netns } from '../../model/world';

/** For reading only: what is not there yet has no rules and no counters. */
export function readTable(ns: Netns, name: NfTableName): NfTable {
  const present = ns.nfTables.get(name);
  if (present !== undefined) return present;
  const chains = NF_BUILT_IN[name].map((chain): NfChain => ({
    name: chain,
    policy: 'ACCEPT',
    policyId: -1,
    rules: [],
  }));
  return { name, chains: new Map(chains.map((chain) => [chain.name, chain])), needsConntrack: false };
}
