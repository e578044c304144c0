/**
 * Process ids. A pod counts its own (it is in a PID namespace); seen from the machine each process has another one, which
 * is told from the netns it is in.
 */
import type { Process } from '../model/process';
import type { Netns, World } from '../model/world';
import { isPod } from './files';
import { machineOf, netnsList, netnsNamed, onMachine } from './netns';

/** Ids that one netns may use up on its machine. */
const PER_NETNS = 10_000;

/** The id by which the machine of `ns` knows a process of it. */
export function hostPid(world: World, ns: Netns, pid: number): number {
  return onMachine(world, ns.name) ? pid : ns.id * PER_NETNS + pid;
}

/** The id as it is seen by who asks from within `ns`. */
export function shownPid(world: World, ns: Netns, pid: number): number {
  return isPod(world, ns) ? pid : hostPid(world, ns, pid);
}

/** The process with an id as seen from `here`, and its netns. */
export function processWithPid(
  world: World,
  here: string,
  id: number,
): { ns: Netns; process: Process } | null {
  const ns = netnsNamed(world, here);
  const all = isPod(world, ns)
    ? [ns]
    : [netnsNamed(world, machineOf(world, here).name), ...netnsList(world, here)];
  for (const one of all) {
    const pid = isPod(world, ns) || onMachine(world, one.name) ? id : id - one.id * PER_NETNS;
    const process = one.processes.entries.get(pid);
    if (process?.exitCode === null) return { ns: one, process };
  }
  return null;
}
