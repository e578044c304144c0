/**
 * node-ipam: cuts a range of pod addresses for each Node from the cluster's range.
 * Source: kubernetes v1.34 pkg/controller/nodeipam/ipam/cidrset/cidr_set.go.
 */
import { formatCidr4, parseCidr4, asIpv4, networkOf } from '../../wire/addr';
import { asKind } from '../../model/cluster';
import type { ApiObject } from '../../model/cluster';
import type { ControllerIo, ControllerKind } from '../controller';
import { theOne } from '../watch';
import { clusterOf } from '../write';

interface State {
  /** Where the search for a free range begins: after the last one given out, so that freed ones are used last. */
  readonly next: number;
  /** Number of the range by node. */
  readonly given: ReadonlyMap<string, number>;
}

const KIND = 'node-ipam-controller';

export const nodeIpam: ControllerKind<State> = {
  kind: KIND,
  initial: { next: 0, given: new Map() },
  watches: { Node: theOne(KIND) },
  /** Nodes that came at one instant: what each gets is written into one map, which nobody else has seen. */
  several(io, before, deliveries, from) {
    const row = rowOf(before);
    let at = from;
    for (; at < deliveries.length; at += 1) {
      const request = deliveries[at]?.request;
      if (request === undefined || !('object' in request) || request.reason === 'deleted') break;
      onNode(io, row, request.object);
    }
    return { count: at - from, state: stateAfter(row, before) };
  },
  reconcile(io, state, request) {
    if (request.reason !== 'added' && request.reason !== 'modified' && request.reason !== 'deleted')
      return state;
    if (request.reason === 'deleted') {
      const given = new Map(state.given);
      return given.delete(request.object.metadata.name) ? { ...state, given } : state;
    }
    if (state.given.has(request.object.metadata.name)) return state;
    const row = rowOf(state);
    onNode(io, row, request.object);
    return stateAfter(row, state);
  },
};

/** A state in the making. */
interface Row {
  next: number;
  readonly given: Map<string, number>;
  /** The numbers that are given. */
  readonly taken: Set<number>;
}

function rowOf({ next, given }: State): Row {
  return { next, given: new Map(given), taken: new Set(given.values()) };
}

function stateAfter({ next, given }: Row, before: State): State {
  return given.size === before.given.size ? before : { next, given };
}

/** Gives a node that has none a range of its own. */
function onNode(io: ControllerIo, row: Row, object: ApiObject): void {
  const node = asKind(object, 'Node');
  if (node === null || row.given.has(node.metadata.name)) return;
  const { podCIDR, nodeCIDRMaskSize: len, rangesInUse = 0 } = clusterOf(io.ctx).config;
  const range = podCIDR === null ? null : parseCidr4(podCIDR);
  if (range?.ok !== true || podCIDR === null) return;
  const count = 2 ** Math.max(0, len - range.value.len);
  const base = networkOf(range.value.addr, range.value.len);
  const text = (index: number): string => formatCidr4({ addr: asIpv4(base + index * 2 ** (32 - len)), len });
  const { name } = node.metadata;
  const own = node.spec.podCIDR;
  const { taken } = row;
  // A Node that brings a range, from before, keeps it.
  const index =
    own === undefined
      ? firstFree(Math.max(row.next, rangesInUse), { count, taken, rangesInUse })
      : Array.from({ length: count }, (_, i) => i).find((i) => text(i) === own);
  if (index === undefined) {
    io.decide('fails', 'noCidr', { node: name, range: podCIDR });
    return;
  }
  if (own === undefined) {
    io.decide('acts', 'assignCidr', { node: name, cidr: text(index) });
    io.patch(
      { kind: 'Node', namespace: '', name },
      { spec: { podCIDR: text(index), podCIDRs: [text(index)] } },
    );
  }
  row.next = (index + 1) % count;
  row.given.set(name, index);
  taken.add(index);
}

function firstFree(
  from: number,
  { count, taken, rangesInUse }: { count: number; taken: ReadonlySet<number>; rangesInUse: number },
): number | undefined {
  for (let i = 0; i < count; i += 1) {
    const index = (from + i) % count;
    if (index >= rangesInUse && !taken.has(index)) return index;
  }
  return undefined;
}
