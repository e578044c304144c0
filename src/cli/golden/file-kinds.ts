/** Kinds of golden cases that stand in a file together, and who plays them. */
import { calicoPlayers } from './calico';
import { cniPlayers } from './cni';
import { flannelPlayers } from './flannel';
import { networkPolicyPlayers } from './networkpolicy';
import type { JsonObject } from './json';
import { textOf } from './json';
import type { Player } from './played';
import type { CaseResult } from './result';

const PLAYERS: Readonly<Record<string, Player>> = {
  ...flannelPlayers,
  ...calicoPlayers,
  ...cniPlayers,
  ...networkPolicyPlayers,
};

/** Plays the cases of a file in order; they are skipped when nobody knows their kind. */
export function playFile(file: string, cases: readonly JsonObject[]): readonly CaseResult[] {
  const play = Object.hasOwn(PLAYERS, file) ? PLAYERS[file] : undefined;
  if (play === undefined) return [{ outcome: 'skipped', name: file, cases: cases.length }];
  return cases.map((golden): CaseResult => {
    const name = `${file.replace(/\.json$/, '')}/${textOf(golden, 'name')}`;
    try {
      const played = play(golden);
      if ('unknown' in played) return { outcome: 'skipped', name: `${name} (${played.unknown})`, cases: 1 };
      if ('notModelled' in played) return { outcome: 'not modelled', name, why: played.notModelled };
      if (played.difference !== null) return { outcome: 'failed', name, why: played.difference };
      return { outcome: 'passed', name, leftOut: played.leftOut ?? [] };
    } catch (error) {
      const why = `thrown: ${error instanceof Error ? error.message : String(error)}`;
      return { outcome: 'failed', name, why };
    }
  });
}
