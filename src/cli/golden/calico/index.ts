/** Who plays the cases of golden/calico. */
import type { Player } from '../played';
import { dispatchChains, endpointChains, natOutgoing, staticChains } from './chains';
import { chainNames, ipsetNames, legacyChainNames, lengthLimitedIds, vethNames, vtepMacs } from './names';
import { markBits, mtu, portSplit } from './numbers';
import { policyGroups, policyOrder, policyRuleBlocks, policyRuleMatches, profiles } from './policies';
import { actionFragments, hashes, matchFragments } from './rules';

export const calicoPlayers: Readonly<Record<string, Player>> = {
  'calico/action-fragments.json': actionFragments,
  'calico/chain-names-legacy.json': legacyChainNames,
  'calico/chain-names.json': chainNames,
  'calico/dispatch-chains.json': dispatchChains,
  'calico/endpoint-chains.json': endpointChains,
  'calico/ipset-names.json': ipsetNames,
  'calico/length-limited-id.json': lengthLimitedIds,
  'calico/mark-bits.json': markBits,
  'calico/match-fragments.json': matchFragments,
  'calico/mtu.json': mtu,
  'calico/nat-outgoing.json': natOutgoing,
  'calico/policy-groups.json': policyGroups,
  'calico/policy-order.json': policyOrder,
  'calico/policy-rule-blocks.json': policyRuleBlocks,
  'calico/policy-rule-match.json': policyRuleMatches,
  'calico/port-split.json': portSplit,
  'calico/profiles.json': profiles,
  'calico/rule-hashes.json': hashes,
  'calico/static-chains.json': staticChains,
  'calico/veth-names.json': vethNames,
  'calico/vtep-macs.json': vtepMacs,
};
