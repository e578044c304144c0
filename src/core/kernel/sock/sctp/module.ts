/**
 * Whether the kernel of a machine has SCTP: the module is loaded when a process there opens the first socket of it, and stays
 * (socket(2), request_module `net-pf-2-proto-132`). Until then packets of it are for nobody. Source: net/sctp/protocol.c.
 */
import { rootOf } from '../../../model/machine';
import type { Netns, World } from '../../../model/world';
import type { Ctx } from '../../ctx';
import { putSysctl } from '../../write';
import { INIT_RETRIES } from './limits';

/** The module's settings appear with it; this one stands for all, with its default. */
const SETTING = 'net/sctp/max_init_retransmits';

export function hasSctp(world: World, ns: Netns): boolean {
  return rootOf(world, ns).sysctl.entries.has(SETTING);
}

export function loadSctp(ctx: Ctx, ns: Netns): void {
  if (hasSctp(ctx.world, ns)) return;
  const root = rootOf(ctx.world, ns);
  putSysctl(ctx, root === ns ? ns : ctx.own(root.id), SETTING, INIT_RETRIES);
}
