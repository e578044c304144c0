/** Who plays the files of golden/cni. */
import type { Player } from '../played';
import { chainName, derivation, kubeRouterName } from './derive';
import { allocatorVector, hostLocalSequence, rangeVector } from './host-local';
import { nftRules } from './nft-rules';
import { pluginRun } from './plugin-run';

export const cniPlayers: Readonly<Record<string, Player>> = {
  'cni/plugin-runs.json': pluginRun,
  'cni/errors.json': pluginRun,
  'cni/hostlocal-sequences.json': hostLocalSequence,
  'cni/allocator-vectors.json': allocatorVector,
  'cni/range-vectors.json': rangeVector,
  'cni/conf-derivation.json': derivation,
  'cni/chain-names.json': chainName,
  'cni/nft-rules.json': nftRules,
  'cni/kube-router-names.json': kubeRouterName,
};
