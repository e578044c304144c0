/** Looking up network namespaces and links by the names that are typed. */
import type { Link } from '../model/link';
import { machineOf as machineOfNetns, rootOf } from '../model/machine';
import type { Machine, Netns, World } from '../model/world';
import { need } from '../base/assert';
import { failed, type Outcome } from './command';
import type { ShellHost } from './host';

/** The netns a command runs in; its name comes from the session, so it is there. */
export function netnsNamed(world: World, name: string): Netns {
  return need(
    world.netns.find((netns) => netns?.name === name),
    `netns '${name}'`,
  );
}

/** The machine that a netns is on. */
export function machineOf(world: World, netns: string): Machine {
  return machineOfNetns(world, netnsNamed(world, netns));
}

/** Whether a netns is a machine's own: tools of the machine are there, and in no pod. */
export function onMachine(world: World, netns: string): boolean {
  return machineOf(world, netns).root === netnsNamed(world, netns).id;
}

/** What `ip netns list` knows on the machine of `here`: all its netns but the root one. */
export function netnsList(world: World, here: string): readonly Netns[] {
  const { machine } = netnsNamed(world, here);
  const root = rootOf(world, netnsNamed(world, here));
  return world.netns.filter(
    (netns): netns is Netns => netns !== undefined && netns.machine === machine && netns !== root,
  );
}

/** A netns by the name one types on the machine of `here`; null when that machine has none of this name. */
export function findNetns(world: World, here: string, name: string): Netns | null {
  return netnsList(world, here).find((netns) => netns.name === name) ?? null;
}

/** The value of a `netns` keyword: a name, or 1 for the machine's own (the netns of its init process). */
export function netnsOrPid(world: World, here: string, word: string): Netns | null {
  if (word === '1') return rootOf(world, netnsNamed(world, here));
  return findNetns(world, here, word);
}

export function cannotOpenNetns(name: string): Outcome {
  return failed(255, `Cannot open network namespace "${name}": No such file or directory`);
}

export function findLink(host: ShellHost, netns: string, name: string): Link | null {
  return netnsNamed(host.world, netns).links.find((link) => link?.name === name) ?? null;
}

/** The first of `kind0`, `kind1`, … that is free, as the kernel names a link made without a name. */
export function freeName(
  host: ShellHost,
  netns: string,
  kind: string,
  taken: readonly string[] = [],
): string {
  for (let i = 0; ; i += 1) {
    const name = `${kind}${i}`;
    if (!taken.includes(name) && !findLink(host, netns, name)) return name;
  }
}
