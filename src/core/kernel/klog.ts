/** The kernel log: a ring of lines each machine keeps, read by `dmesg`. Source: kernel/printk/printk.c. */
import type { Netns } from '../model/world';
import type { Ctx } from './ctx';
import { putKlog } from './write';

/** Lines a machine keeps. */
const LINES_MAX = 200;
const WARNING = 4;

/** Writes a line into the log of the netns's machine. `level`: 0 emergency to 7 debug. */
export function kernelLog(ctx: Ctx, ns: Netns, text: string, level = WARNING): void {
  const machine = ctx.world.machines.find(({ id }) => id === ns.machine);
  const root = machine === undefined || machine.root === ns.id ? ns : ctx.own(machine.root);
  let number = 0;
  for (const key of root.klog.entries.keys()) number = Math.max(number, key + 1);
  putKlog(ctx, root, number, { atNs: ctx.world.nowNs, level, text });
  if (number >= LINES_MAX) putKlog(ctx, root, number - LINES_MAX, undefined);
}
