/** `tc qdisc`, `tc filter`. Source: net/sched/sch_api.c tc_modify_qdisc, tc_get_qdisc; cls_api.c tc_new_tfilter; act_mirred.c. */
import type { Link } from '../../model/link';
import type { NetOp, OpError } from '../../model/op';
import type { RedirectFilter } from '../../model/qdisc';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { patchLink } from '../write';
import { explain, noDevice } from './error';

/** First of the handles that the kernel gives by itself. */
const AUTO_HANDLE = 0x8001;
/** Preference of a filter that names none: high, and one less for each that follows. */
const AUTO_PREF = 0xc000;

export function qdiscOp(
  ctx: Ctx,
  ns: Netns,
  op: NetOp & { kind: 'qdisc.add' | 'qdisc.del' | 'filter.add' },
): OpError | null {
  const link = linkByName(ns, op.dev);
  if (link === null) return noDevice(op.dev);
  const { tc } = link;
  switch (op.kind) {
    case 'qdisc.add': {
      const { qdisc } = op;
      if (qdisc.kind === 'ingress') {
        if (tc.ingress !== null) return explain('EEXIST', 'Exclusivity flag on, cannot modify');
        patchLink(ctx, ns, link, { tc: { ...tc, ingress: [] } });
        return null;
      }
      if (tc.root !== null) return explain('EEXIST', 'Exclusivity flag on, cannot modify');
      const { handle, rate, bufferTicks, limit } = qdisc;
      const root = { kind: 'tbf' as const, handle: handle ?? freeHandle(ns), rate, bufferTicks, limit };
      patchLink(ctx, ns, link, { tc: { ...tc, root } });
      return null;
    }
    case 'qdisc.del':
      if (op.where === 'ingress') {
        if (tc.ingress === null) return explain('ENOENT', 'Cannot find specified qdisc on specified device');
        patchLink(ctx, ns, link, { tc: { ...tc, ingress: null } });
        return null;
      }
      if (tc.root === null) return explain('ENOENT', 'Cannot delete qdisc with handle of zero');
      patchLink(ctx, ns, link, { tc: { ...tc, root: null } });
      return null;
    case 'filter.add':
      return addFilter(ctx, ns, link, op);
  }
}

function addFilter(ctx: Ctx, ns: Netns, link: Link, op: NetOp & { kind: 'filter.add' }): OpError | null {
  const { tc } = link;
  if (tc.ingress === null) return explain('EINVAL', "Parent Qdisc doesn't exists");
  const actions: RedirectFilter['actions'][number][] = [];
  for (const { to, control } of op.actions) {
    const target = linkByName(ns, to);
    if (target === null) return noDevice(to);
    const index = freeIndex(ns, actions);
    actions.push({ index, to: target.ifindex, control });
  }
  const last = tc.ingress.at(0)?.pref ?? AUTO_PREF + 1;
  const filter: RedirectFilter = {
    pref: op.pref ?? Math.min(AUTO_PREF, last - 1),
    flowid: op.flowid,
    actions,
  };
  const ingress = [...tc.ingress, filter].sort((a, b) => a.pref - b.pref);
  patchLink(ctx, ns, link, { tc: { ...tc, ingress } });
  return null;
}

function freeHandle(ns: Netns): number {
  let handle = AUTO_HANDLE;
  while (ns.links.some((link) => link?.tc.root?.handle === handle)) handle += 1;
  return handle;
}

/** The lowest number that no action of the netns has. Source: act_api.c tcf_idr_check_alloc. */
function freeIndex(ns: Netns, more: RedirectFilter['actions']): number {
  const used = new Set(more.map(({ index }) => index));
  for (const link of ns.links) {
    for (const { actions } of link?.tc.ingress ?? []) for (const { index } of actions) used.add(index);
  }
  let index = 1;
  while (used.has(index)) index += 1;
  return index;
}

/** A device is gone: what was to be handed to it goes nowhere. Source: act_mirred.c mirred_device_event. */
export function forgetRedirects(ctx: Ctx, ns: Netns, gone: Link): void {
  for (const link of ns.links) {
    const { ingress } = link?.tc ?? {};
    if (link === undefined || ingress === undefined || ingress === null) continue;
    if (!ingress.some(({ actions }) => actions.some(({ to }) => to === gone.ifindex))) continue;
    const without = ingress.map((filter) => ({
      ...filter,
      actions: filter.actions.map((action) => (action.to === gone.ifindex ? { ...action, to: 0 } : action)),
    }));
    patchLink(ctx, ns, link, { tc: { ...link.tc, ingress: without } });
  }
}
