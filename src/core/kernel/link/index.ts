/** The list of link kinds: what is on every node is at hand, `others.ts` lists the rest. */
import { Part } from '../../base/part';
import type { LinkKind } from '../../model/link';
import { bridge } from './bridge';
import { dummy } from './dummy';
import { ifb } from './ifb';
import type { LinkDriver } from './kind';
import { loopback } from './loopback';
import { physical } from './physical';
import { tun } from './tun';
import { veth } from './veth';
import { vxlan } from './vxlan';

const others = new Part('link kinds', async () => (await import('./others')).others);

const atHand = { loopback, veth, physical, bridge, vxlan, dummy, tun, ifb } as const;

/** The driver of a kind. */
export function driverOf(kind: LinkKind): LinkDriver {
  const near: Readonly<Partial<Record<LinkKind, LinkDriver>>> = atHand;
  return near[kind] ?? others.content[kind as Exclude<LinkKind, keyof typeof atHand>];
}
