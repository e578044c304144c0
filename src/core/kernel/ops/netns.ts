/** New network namespaces and machines. */
import { sha256Start } from '../../base/sha256';
import { ZERO_MAC, asMac } from '../../wire/addr';
import type { MacAddr } from '../../wire/addr';
import type { CableEnd, FabricOp, OpError } from '../../model/op';
import { FIRST_OP } from '../../model/op';
import type { Link } from '../../model/link';
import type { MachineId, Netns, World } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { CABLE_DELAY_NS } from '../link/physical';
import { emptyNetns, netnsByName } from '../netns';
import { addLink, patchLink } from '../write';
import { carrierLost, linkUp, newLinkBase, ofKind } from './link.state';
import { noDevice, refuse } from './error';
import { ETHERNET_MTU, LOOPBACK_MTU } from './netns.defaults';

/** Makes a netns with its `lo`. Null when the name is taken. */
export function addNetns(ctx: Ctx, name: string, machine: MachineId): Netns | null {
  const { world } = ctx;
  if (netnsByName(world, name) !== null) return null;
  const id = world.netns.length;
  const ns = emptyNetns(id, name, machine, world.generation, 0);
  world.netns.push(ns);
  if (ctx.trace.on) ctx.changed({ slot: 'netns', netns: id, before: undefined, after: { name, machine } });
  const lo: Link = ofKind(newLinkBase(ns, 'lo', ZERO_MAC, LOOPBACK_MTU, 0), { kind: 'loopback' as const });
  addLink(ctx, ns, lo);
  return ns;
}

/** A stable address for a device that is given none: drawn from seed and names, locally administered, unicast. */
export function derivedMac(world: World, netns: string, dev: string): MacAddr {
  // The canonical text of [seed, netns, dev]: every device of every pod has its address from here.
  const text = `[${String(world.seed)},${JSON.stringify(netns)},${JSON.stringify(dev)}]`;
  const { high, low } = sha256Start(text);
  const firstBytes = ((high & 0xfcff_ffff) | 0x0200_0000) >>> 0;
  return asMac(firstBytes * 2 ** 16 + (low >>> 16));
}

/** Machines and cables: what is there before anything is configured. */
export function applyFabricOp(ctx: Ctx, op: FabricOp, id: number): OpError | null {
  switch (op.kind) {
    case 'machine.add':
      return addMachine(ctx, op, id);
    case 'cable.add':
      return addCable(ctx, op, id);
    case 'cable.set':
      return setCable(ctx, op);
  }
}

function addMachine(ctx: Ctx, op: FabricOp & { kind: 'machine.add' }, opId: number): OpError | null {
  const { world } = ctx;
  const id = world.machines.length;
  if (netnsByName(world, op.name) !== null) return refuse('EEXIST');
  const machine = { id, name: op.name, role: op.role, root: world.netns.length };
  world.machines = [...world.machines, machine];
  world.nextOps.push(FIRST_OP);
  if (ctx.trace.on) ctx.changed({ slot: 'machine', netns: machine.root, before: undefined, after: machine });
  const ns = addNetns(ctx, op.name, id);
  const lo = ns === null ? null : linkByName(ns, 'lo');
  // A machine's init brings its loopback up; a fresh netns leaves that to whoever made it.
  if (ns !== null && lo !== null) linkUp(ctx, ns, lo, opId);
  return null;
}

function addCable(ctx: Ctx, op: FabricOp & { kind: 'cable.add' }, opId: number): OpError | null {
  const [a, b] = op.ends;
  const nsA = ownByName(ctx, a);
  const nsB = ownByName(ctx, b);
  if (nsA === null || nsB === null) return refuse('ENODEV');
  if (
    linkByName(nsA, a.dev) !== null ||
    linkByName(nsB, b.dev) !== null ||
    (nsA === nsB && a.dev === b.dev)
  ) {
    return refuse('EEXIST');
  }
  const delayNs = op.delayNs ?? CABLE_DELAY_NS;
  const left = addCard(ctx, nsA, a, delayNs, opId);
  const right = addCard(ctx, nsB, b, delayNs, opId);
  left.peer = { netns: nsB.id, ifindex: right.ifindex };
  right.peer = { netns: nsA.id, ifindex: left.ifindex };
  addLink(ctx, nsA, left);
  addLink(ctx, nsB, right);
  linkUp(ctx, nsA, left, opId);
  linkUp(ctx, nsB, right, opId);
  return null;
}

/** A cable is pulled out or plugged in: nothing else changes, and both ends notice. */
function setCable(ctx: Ctx, { end, plugged }: FabricOp & { kind: 'cable.set' }): OpError | null {
  const ns = ownByName(ctx, end);
  const card = ns === null ? null : linkByName(ns, end.dev);
  if (ns === null || card?.kind !== 'physical' || card.peer === null) return noDevice(end.dev);
  const farNs = ctx.own(card.peer.netns);
  const far = farNs.links[card.peer.ifindex];
  if (far?.kind !== 'physical' || card.unplugged === !plugged) return null;
  patchLink(ctx, ns, card, { unplugged: !plugged });
  patchLink(ctx, farNs, far, { unplugged: !plugged });
  if (plugged) return null;
  carrierLost(ctx, { netns: ns.id, ifindex: card.ifindex });
  carrierLost(ctx, { netns: farNs.id, ifindex: far.ifindex });
  return null;
}

function ownByName(ctx: Ctx, end: CableEnd): Netns | null {
  const id = netnsByName(ctx.world, end.netns);
  return id === null ? null : ctx.own(id);
}

function addCard(
  ctx: Ctx,
  ns: Netns,
  end: CableEnd,
  delayNs: number,
  opId: number,
): Link & { kind: 'physical' } {
  const address = derivedMac(ctx.world, end.netns, end.dev);
  const base = newLinkBase(ns, end.dev, address, ETHERNET_MTU, opId);
  const card: Link & { kind: 'physical' } = ofKind(base, {
    kind: 'physical' as const,
    peer: null,
    unplugged: false,
    delayNs,
  });
  ns.links[card.ifindex] = card;
  return card;
}
