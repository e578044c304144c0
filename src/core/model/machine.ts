/** What machine a netns is on. */
import { need } from '../base/assert';
import type { Machine, Netns, World } from './world';

/** Machines are numbered as they stand in their list. */
export function machineOf(
  { machines }: Pick<World, 'machines'>,
  { machine }: Pick<Netns, 'machine'>,
): Machine {
  return need(machines[machine], 'machine of a netns');
}

/** The root netns of the machine that `netns` is on. */
export function rootOf(world: Pick<World, 'machines' | 'netns'>, netns: Netns): Netns {
  const { root } = machineOf(world, netns);
  return root === netns.id ? netns : need(world.netns[root], 'root netns of a machine');
}
