/**
 * The one write path: `applyOp` for everything that configures a network namespace. Validated once, with the kernel's
 * errno and iproute2's words; every change is traced.
 */
import type { CableEnd, FabricOp, NetOp, OpError } from '../model/op';
import { FIRST_OP, NO_OP } from '../model/op';
import type { NetnsId } from '../model/link';
import type { Netns } from '../model/world';
import type { Detail } from '../trace/kinds';
import { linkByName, type Ctx } from './ctx';
import { ipsetOp } from './ipset/ops';
import { deleteFlows } from './netfilter/conntrack';
import { listens, notifyDevices, notifyNetlink, reachedBy } from './netlink';
import { editTable } from './netfilter/edit';
import { replaceTables } from './netfilter/load';
import { restoreTable } from './netfilter/transaction';
import { addAddress, deleteAddress } from './ops/addr';
import { refuse } from './ops/error';
import { vlanOp } from './ops/bridge.vlan';
import { fdbOp } from './ops/fdb';
import { addLinkOp, deleteLinkOp, setLinkOp } from './ops/link';
import { neighOp, neighProxyOp } from './ops/neigh';
import { addNetns, applyFabricOp } from './ops/netns';
import { netnsByName } from './netns';
import { deleteNetns } from './ops/netns.del';
import { routeOp } from './ops/route';
import { isNews, rememberRow, shareRows } from './ops/rows-told';
import { applyNft } from './nftables/apply';
import { qdiscOp } from './ops/qdisc';
import { ruleOp } from './ops/rule';
import { setSysctl } from './ops/sysctl';
import { wireguardOp } from './ops/wireguard';

/**
 * Applies one operation in a netns; null when it was accepted. `command` is what was typed, for the record of who
 * wrote what.
 */
export function applyOp(ctx: Ctx, netns: NetnsId, op: NetOp, command: string | null): OpError | null {
  const ns = ctx.own(netns);
  const { machine } = ns;
  const ordinals = ctx.world.nextOps;
  const id = ordinals[machine] ?? FIRST_OP;
  ordinals[machine] = id + 1;
  const before = reachedBy(ctx, ns, op);
  const error = dispatch(ctx, ns, op, id);
  if (ctx.trace.on) traceOp(ctx, netns, { op, id, machine, command, error });
  if (error !== null) return error;
  notifyNetlink(ctx, netns, op, command);
  const after = op.kind === 'link.add' ? reachedBy(ctx, ns, op) : before;
  for (const reached of after.length < 2 ? after : new Set(after)) notifyDevices(ctx, reached);
  return null;
}

/** How many operations were accepted, and the answer to the one after them; null when there is none. */
export interface OpsDone {
  readonly count: number;
  readonly refused: OpError | null;
}

/** Operations on neighbours, fdb entries and routes: nothing but a table of the netns changes. */
function isEntry({ kind }: NetOp): boolean {
  switch (kind) {
    case 'route.add':
    case 'route.replace':
    case 'route.append':
    case 'route.del':
    case 'neigh.add':
    case 'neigh.replace':
    case 'neigh.del':
    case 'fdb.add':
    case 'fdb.append':
    case 'fdb.replace':
    case 'fdb.del':
      return true;
    default:
      return false;
  }
}

/**
 * Applies operations in order, from number `from` to before `end`, up to the first that is refused, as `applyOp` does with
 * each of them. Without records, and with nobody listening, what a thousand entries have in common is looked at once.
 */
export function applyOps(
  ctx: Ctx,
  netns: NetnsId,
  ops: readonly NetOp[],
  from = 0,
  end = ops.length,
): OpsDone {
  const ns = ctx.own(netns);
  const ordinals = ctx.world.nextOps;
  const { machine } = ns;
  const heard = ctx.trace.on || listens(ns);
  const shared = heard ? null : shareRows(ctx, ns, ops, from, end);
  let occasion = shared?.occasion ?? null;
  for (let at = from + (shared?.done ?? 0); at < end; at += 1) {
    const op = ops[at];
    if (op === undefined) break;
    let refused: OpError | null;
    if (heard || !isEntry(op)) {
      occasion = null;
      refused = applyOp(ctx, netns, op, null);
    } else {
      const id = ordinals[machine] ?? FIRST_OP;
      ordinals[machine] = id + 1;
      if (occasion !== null && !isNews(ns, occasion, op)) occasion = null;
      refused = dispatch(ctx, ns, op, id);
      if (occasion !== null && refused === null) rememberRow(ns, occasion, op);
    }
    if (refused !== null) return { count: at - from, refused };
  }
  return { count: end - from, refused: null };
}

/** Adds a machine or a cable. */
export function applyFabric(ctx: Ctx, op: FabricOp): OpError | null {
  const error = applyFabricOp(ctx, op, NO_OP);
  if (error === null && op.kind === 'cable.set') noteCable(ctx, op.end);
  if (!ctx.trace.on) return error;
  const at = op.kind === 'cable.set' ? netnsByName(ctx.world, op.end.netns) : ctx.world.netns.length - 1;
  const netns = Math.max(0, at ?? 0);
  const machine = ctx.world.netns[netns]?.machine ?? 0;
  traceOp(ctx, netns, { op, id: NO_OP, machine, command: null, error });
  return error;
}

/** Whoever listens at either end of a cable hears that its carrier changed. */
function noteCable(ctx: Ctx, { netns, dev }: CableEnd): void {
  const ns = ctx.world.netns[netnsByName(ctx.world, netns) ?? -1];
  const card = ns === undefined ? null : linkByName(ns, dev);
  if (ns === undefined || card?.kind !== 'physical' || card.peer === null) return;
  for (const end of new Set([ns.id, card.peer.netns])) notifyDevices(ctx, end);
}

function dispatch(ctx: Ctx, ns: Netns, op: NetOp, id: number): OpError | null {
  switch (op.kind) {
    case 'netns.add':
      return addNetns(ctx, op.name, ns.machine) === null ? refuse('EEXIST') : null;
    case 'netns.del':
      return deleteNetns(ctx, ns, op.name);
    case 'link.add':
      return addLinkOp(ctx, ns, op, id);
    case 'link.set':
      return setLinkOp(ctx, ns, op.name, op.set, id);
    case 'link.del':
      return deleteLinkOp(ctx, ns, op.name);
    case 'addr.add':
      return addAddress(ctx, ns, op, id);
    case 'addr.del':
      return deleteAddress(ctx, ns, op);
    case 'route.add':
    case 'route.replace':
    case 'route.append':
    case 'route.del':
      return routeOp(ctx, ns, op, id);
    case 'rule.add':
    case 'rule.del':
      return ruleOp(ctx, ns, op, id);
    case 'neigh.proxy.add':
    case 'neigh.proxy.del':
      return neighProxyOp(ctx, ns, op);
    case 'neigh.add':
    case 'neigh.replace':
    case 'neigh.change':
    case 'neigh.del':
      return neighOp(ctx, ns, op, id);
    case 'fdb.add':
    case 'fdb.append':
    case 'fdb.replace':
    case 'fdb.del':
      return fdbOp(ctx, ns, op, id);
    case 'vlan.add':
    case 'vlan.del':
      return vlanOp(ctx, ns, op, id);
    case 'wg.set':
      return wireguardOp(ctx, ns, op, id);
    case 'nf.replace':
      return replaceTables(ctx, ns, op.tables);
    case 'nf.edit':
      return editTable(ctx, ns, op.table, op.edit);
    case 'nf.restore':
      return restoreTable(ctx, ns, op.table, op.steps);
    case 'qdisc.add':
    case 'qdisc.del':
    case 'filter.add':
      return qdiscOp(ctx, ns, op);
    case 'nft':
      return applyNft(ctx, ns, op.commands);
    case 'ipset':
      return ipsetOp(ctx, ns, op.commands);
    case 'ct.delete':
      return deleteFlows(ctx, ns, op.ids);
    case 'sysctl.set':
      return setSysctl(ctx, ns, op.key, op.value);
  }
}

function traceOp(ctx: Ctx, netns: NetnsId, detail: Detail<'op.apply'>): void {
  const verdict = detail.error === null ? 'applied' : 'refused';
  ctx.emit('op.apply', verdict, netns, 0, null, detail);
}
