/**
 * Process ids. Each container of a pod counts its own, and so does the pause container: they are PID namespaces. Seen from the
 * machine each process has another one, which is told from the netns it is in. Whoever types in a pod is in its first container.
 */
import type { Process } from '../model/process';
import type { Netns, World } from '../model/world';
import { isPod } from './identity';
import { machineOf, netnsList, netnsNamed, onMachine } from './netns';

/** Ids that one netns may use up on its machine. */
const PER_NETNS = 10_000;

/** The id by which the machine of `ns` knows a process of it. */
export function hostPid(world: World, ns: Netns, pid: number): number {
  return onMachine(world, ns.name) ? pid : ns.id * PER_NETNS + pid;
}

/** The id as it is seen by who asks from within `ns`. */
export function shownPid(world: World, ns: Netns, pid: number): number {
  return isPod(world, ns) ? (containerPid(ns, pid) ?? 0) : hostPid(world, ns, pid);
}

/** Of the shell that somebody types into in a container. */
export const SHELL_PID = 2;

/** Whether kubelet started it: it is a container's first process. */
function isContainer({ shell, job }: Process): boolean {
  return shell === undefined && job === undefined;
}

/** The id of a process in a pod's first container; null for one of another container. */
export function containerPid(ns: Netns, pid: number): number | null {
  let containers = 0;
  let commands = 0;
  for (const process of ns.processes.entries.values()) {
    if (!isContainer(process) || process.pid > pid) continue;
    containers += 1;
    if (process.app !== 'pause') commands += 1;
    if (process.pid === pid) return process.app !== 'pause' && commands === 1 ? 1 : null;
  }
  return pid - containers + SHELL_PID;
}

/** The process with an id as seen from `here`, and its netns. */
export function processWithPid(
  world: World,
  here: string,
  id: number,
): { ns: Netns; process: Process } | null {
  const ns = netnsNamed(world, here);
  if (isPod(world, ns)) {
    const found = [...ns.processes.entries.values()].find(
      (one) => one.exitCode === null && containerPid(ns, one.pid) === id,
    );
    return found === undefined ? null : { ns, process: found };
  }
  for (const one of [netnsNamed(world, machineOf(world, here).name), ...netnsList(world, here)]) {
    const pid = onMachine(world, one.name) ? id : id - one.id * PER_NETNS;
    const process = one.processes.entries.get(pid);
    if (process?.exitCode === null) return { ns: one, process };
  }
  return null;
}
