/** Sessions of the BGP daemons of a netns. */
import { mapEach } from '../base/persistent-map';
import { bgpStateWord, type BirdState } from '../model/bird';
import type { Netns } from '../model/world';

/** How many are Established. */
export function sessionsUp(ns: Netns): number {
  let up = 0;
  for (const { app, exitCode, state } of ns.processes.entries.values()) {
    if (app !== 'bird' || exitCode !== null) continue;
    mapEach((state as BirdState).protocols, (protocol) => {
      if (protocol.config.kind === 'bgp' && bgpStateWord(protocol) === 'Established') up += 1;
    });
  }
  return up;
}
