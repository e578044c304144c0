/** Sessions of the BGP daemons of all machines. */
import { mapEach } from '../base/persistent-map';
import { bgpStateWord, type BirdState } from '../model/bird';
import type { World } from '../model/world';

/** How many are up: a session is where both ends say so, and counts once. */
export function sessionsUp(world: World): number {
  const ends = new Set<string>();
  let up = 0;
  for (const ns of world.netns) {
    for (const { app, exitCode, state } of ns?.processes.entries.values() ?? []) {
      if (app !== 'bird' || exitCode !== null) continue;
      mapEach((state as BirdState).protocols, (protocol) => {
        const { config, session } = protocol;
        if (config.kind !== 'bgp' || session === null || bgpStateWord(protocol) !== 'Established') return;
        const [here, there] = [session.localAddress, config.neighbor];
        if (ends.has(`${there} ${here}`)) up += 1;
        ends.add(`${here} ${there}`);
      });
    }
  }
  return up;
}
