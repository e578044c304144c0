/** Where the BGP daemons are. */
import type { BirdState } from '../model/bird';
import type { Netns, World } from '../model/world';

/** The BGP daemons that run in a netns. */
export function birdsIn(ns: Netns): readonly { readonly pid: number; readonly state: BirdState }[] {
  const birds: { readonly pid: number; readonly state: BirdState }[] = [];
  for (const { pid, app, exitCode, state } of ns.processes.entries.values())
    if (app === 'bird' && exitCode === null) birds.push({ pid, state: state as BirdState });
  return birds;
}

/** Whether anybody speaks BGP. */
export function speaksBgp(world: World): boolean {
  return world.netns.some((ns) => ns !== undefined && birdsIn(ns).length > 0);
}
