/** Where one can open a terminal at an instant: every network namespace there is. */
import type { World } from '../model/world';
import { podsByNetns } from './cluster-facts';
import type { TerminalPlace } from './contract';

/** Machine by machine, its own netns first. */
export function terminalPlaces(world: World): readonly TerminalPlace[] {
  const pods = podsByNetns(world);
  return world.machines.flatMap((machine) => {
    const netnses = world.netns.filter((ns) => ns?.machine === machine.id);
    const places = netnses.flatMap((ns): TerminalPlace[] => {
      if (ns === undefined) return [];
      const root = ns.id === machine.root;
      const pod = root ? undefined : pods.get(ns.name);
      return [
        {
          netns: ns.name,
          machine: machine.name,
          role: machine.role,
          root,
          host: pod?.name ?? machine.name,
          pod: pod === undefined ? null : { namespace: pod.namespace, name: pod.name },
        },
      ];
    });
    return [...places.filter(({ root }) => root), ...places.filter(({ root }) => !root)];
  });
}
