/** A flood as it is seen: every wire on which the bridge sends a copy, and whether it keeps one for itself. */
import type { Decision, Instant } from '../../core/index';
import type { Scene } from './scene';
import type { Leg } from './leg';

export interface Flood {
  /** The bridge. */
  readonly at: string;
  readonly legs: readonly Leg[];
  /** The machine of the bridge gets a copy as well. */
  readonly up: boolean;
}

const BRIDGE = 'decision.bridgeFdb';

/** The flood this instant is about: the step of the flood itself, and the steps of each of its branches at the bridge. */
export function floodOf(scene: Scene, instant: Instant): Flood | null {
  const decided = instant.decisions.findLast((decision) => decision.title.key === BRIDGE);
  const seen = decided ? decidedFlood(scene, instant.netns, decided) : null;
  if (instant.cue.kind !== 'split') return seen;
  return { at: instant.cue.at, legs: instant.cue.wires, up: seen?.at === instant.cue.at && seen.up };
}

/** A flood by the rows of its table (address, port, flags): each port that gets a copy has one. */
function decidedFlood(scene: Scene, netns: string, decision: Decision): Flood | null {
  const names = decision.rows.filter((row) => row.verdict === 'won').map((row) => row.cells[1] ?? '');
  if (names.length < 2) return null;
  const devices = names.map((name) => `dev:${netns}/${name}`);
  const ports = devices.flatMap((id) => {
    const wire = (scene.joins.get(id) ?? []).find((join) => join.kind === 'port');
    return wire ? [{ id, wire, bridge: wire.from === id ? wire.to : wire.from }] : [];
  });
  const own = devices.find((id) => {
    const element = scene.elements.get(id);
    return element?.kind === 'device' && element.device === 'bridge';
  });
  const at = own ?? ports[0]?.bridge;
  if (at === undefined) return null;
  const legs = ports
    .filter(({ bridge }) => bridge === at)
    .map(({ id, wire }) => ({ wire: wire.id, reversed: wire.from === id }));
  return { at, legs, up: own !== undefined };
}
