/** Who plays the cases of golden/calico. */
import type { Player } from '../played';
import { birdConfig } from './bird';
import { dispatchChains, endpointChains, natOutgoing, staticChains } from './chains';
import { cniPlugin } from './cni-plugin';
import { chainNames, ipsetNames, legacyChainNames, lengthLimitedIds, vethNames, vtepMacs } from './names';
import { markBits, mtu, portSplit } from './numbers';
import { policyGroups, policyOrder, policyRuleBlocks, policyRuleMatches, profiles } from './policies';
import { routeTargets } from './routes';
import { actionFragments, hashes, matchFragments } from './rules';
import { fullRuleset } from './ruleset';
import { knpConversion, policySelectors, selectors } from './selectors';

export const calicoPlayers: Readonly<Record<string, Player>> = {
  'calico/action-fragments.json': actionFragments,
  'calico/bird-config.json': birdConfig,
  'calico/chain-names-legacy.json': legacyChainNames,
  'calico/chain-names.json': chainNames,
  'calico/cni-plugin.json': cniPlugin,
  'calico/dispatch-chains.json': dispatchChains,
  'calico/endpoint-chains.json': endpointChains,
  'calico/full-ruleset.json': fullRuleset,
  'calico/ipset-names.json': ipsetNames,
  'calico/knp-conversion.json': knpConversion,
  'calico/length-limited-id.json': lengthLimitedIds,
  'calico/mark-bits.json': markBits,
  'calico/match-fragments.json': matchFragments,
  'calico/mtu.json': mtu,
  'calico/nat-outgoing.json': natOutgoing,
  'calico/policy-groups.json': policyGroups,
  'calico/policy-order.json': policyOrder,
  'calico/policy-rule-blocks.json': policyRuleBlocks,
  'calico/policy-rule-match.json': policyRuleMatches,
  'calico/policy-selectors.json': policySelectors,
  'calico/port-split.json': portSplit,
  'calico/profiles.json': profiles,
  'calico/route-targets.json': routeTargets,
  'calico/rule-hashes.json': hashes,
  'calico/selectors.json': selectors,
  'calico/static-chains.json': staticChains,
  'calico/veth-names.json': vethNames,
  'calico/vtep-macs.json': vtepMacs,
};
