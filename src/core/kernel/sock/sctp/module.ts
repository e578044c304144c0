/**
 * Whether the kernel of a machine has SCTP: the module is loaded when a process there opens the first socket of it, and stays
 * (socket(2), request_module `net-pf-2-proto-132`). Until then packets of it are for nobody. Source: net/sctp/protocol.c.
 */
import type { Netns, World } from '../../../model/world';
import type { Ctx } from '../../ctx';
import { putSysctl } from '../../write';

/** The module's settings appear with it; this one stands for all, with its default. */
const SETTING = 'net/sctp/max_init_retransmits';
const MAX_INIT_RETRANSMITS = 8;

function rootOf({ machines }: World, { id, machine }: Netns): number {
  return machines.find((one) => one.id === machine)?.root ?? id;
}

export function hasSctp(world: World, ns: Netns): boolean {
  const root = rootOf(world, ns);
  return (root === ns.id ? ns : world.netns[root])?.sysctl.entries.has(SETTING) === true;
}

export function loadSctp(ctx: Ctx, ns: Netns): void {
  if (hasSctp(ctx.world, ns)) return;
  const root = rootOf(ctx.world, ns);
  putSysctl(ctx, root === ns.id ? ns : ctx.own(root), SETTING, MAX_INIT_RETRANSMITS);
}
