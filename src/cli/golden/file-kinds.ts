/** Kinds of golden cases that stand in a file together, and who plays them. */
import { allocatorVector, hostLocalSequence, rangeVector } from './cni/host-local';
import { chainName, derivation } from './cni/derive';
import { nftRules, pluginRun } from './cni/plugin-run';
import type { JsonObject } from './json';
import { textOf } from './json';
import type { Player } from './player';
import type { CaseResult } from './result';

const PLAYERS: Readonly<Record<string, Player>> = {
  'cni/plugin-runs.json': pluginRun,
  'cni/errors.json': pluginRun,
  'cni/hostlocal-sequences.json': hostLocalSequence,
  'cni/allocator-vectors.json': allocatorVector,
  'cni/range-vectors.json': rangeVector,
  'cni/conf-derivation.json': derivation,
  'cni/chain-names.json': chainName,
  'cni/nft-rules.json': nftRules,
  'cni/kube-router-names.json': () => ({ notModelled: 'kube-router' }),
};

/** Plays the cases of a file in order; they are skipped when nobody knows their kind. */
export function playFile(file: string, cases: readonly JsonObject[]): readonly CaseResult[] {
  const play = Object.hasOwn(PLAYERS, file) ? PLAYERS[file] : undefined;
  if (play === undefined) return [{ outcome: 'skipped', name: file, cases: cases.length }];
  return cases.map((golden): CaseResult => {
    const name = `${file.replace(/\.json$/, '')}/${textOf(golden, 'name')}`;
    try {
      const played = play(golden);
      if ('notModelled' in played) return { outcome: 'not modelled', name, why: played.notModelled };
      if (played.difference !== null) return { outcome: 'failed', name, why: played.difference };
      return { outcome: 'passed', name, leftOut: played.leftOut ?? [] };
    } catch (error) {
      const why = `thrown: ${error instanceof Error ? error.message : String(error)}`;
      return { outcome: 'failed', name, why };
    }
  });
}
