/** Names of felix's IP sets. Source: calico felix/ipsets/ipset_defs.go, felix/rules/rule_defs.go. */

/** IDs that are no hash of a selector. */
export const IPSET_ID = {
  allHostNets: 'all-hosts-net',
  allVxlanSourceNets: 'all-vxlan-net',
  thisHostIps: 'this-host',
  networkPools: 'network-ip-pools',
  natOutgoingMasqPools: 'masq-ipam-pools',
  dscpEndpoints: 'dscp-src-net',
} as const;

/** IPSET_MAXNAMELEN without the zero at its end. */
const MAX_LENGTH = 31;

/** `cali40all-hosts-net`. IDs that are too long are hashes, so they are cut. NameForMainIPSet. */
export function mainIpsetName(id: string, family: 4 | 6): string {
  return `cali${String(family)}0${id}`.slice(0, MAX_LENGTH);
}
