/** Who plays the cases of golden/calico. */
import type { Player } from '../played';
import { chainNames, ipsetNames, legacyChainNames, lengthLimitedIds, vethNames, vtepMacs } from './names';
import { markBits, mtu, portSplit } from './numbers';
import { actionFragments, hashes, matchFragments } from './rules';

export const calicoPlayers: Readonly<Record<string, Player>> = {
  'calico/action-fragments.json': actionFragments,
  'calico/chain-names-legacy.json': legacyChainNames,
  'calico/chain-names.json': chainNames,
  'calico/ipset-names.json': ipsetNames,
  'calico/length-limited-id.json': lengthLimitedIds,
  'calico/mark-bits.json': markBits,
  'calico/match-fragments.json': matchFragments,
  'calico/mtu.json': mtu,
  'calico/port-split.json': portSplit,
  'calico/rule-hashes.json': hashes,
  'calico/veth-names.json': vethNames,
  'calico/vtep-macs.json': vtepMacs,
};
