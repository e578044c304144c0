/**
 * node-ipam: cuts a range of pod addresses for each Node from the cluster's range.
 * Source: kubernetes v1.34 pkg/controller/nodeipam/ipam/cidrset/cidr_set.go.
 */
import { formatCidr4, parseCidr4, asIpv4, networkOf } from '../../wire/addr';
import { asKind } from '../../model/cluster';
import type { Node } from '../../model/cluster';
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
  reconcile(io, state, request) {
    if (request.reason !== 'added' && request.reason !== 'modified' && request.reason !== 'deleted')
      return state;
    const node = asKind(request.object, 'Node');
    if (node === null) return state;
    const { name } = node.metadata;
    if (request.reason === 'deleted') {
      const given = new Map(state.given);
      return given.delete(name) ? { ...state, given } : state;
    }
    return state.given.has(name) ? state : assign(io, state, node);
  },
};

function assign(io: ControllerIo, state: State, node: Node): State {
  const { podCIDR, nodeCIDRMaskSize: len, rangesInUse = 0 } = clusterOf(io.ctx).config;
  const range = podCIDR === null ? null : parseCidr4(podCIDR);
  if (range?.ok !== true || podCIDR === null) return state;
  const count = 2 ** Math.max(0, len - range.value.len);
  const base = networkOf(range.value.addr, range.value.len);
  const text = (index: number): string => formatCidr4({ addr: asIpv4(base + index * 2 ** (32 - len)), len });
  const { name } = node.metadata;
  const own = node.spec.podCIDR;
  const taken = new Set(state.given.values());
  // A Node that brings a range, from before, keeps it.
  const index =
    own === undefined
      ? firstFree(Math.max(state.next, rangesInUse), { count, taken, rangesInUse })
      : Array.from({ length: count }, (_, i) => i).find((i) => text(i) === own);
  if (index === undefined) {
    io.decide('fails', 'noCidr', { node: name, range: podCIDR });
    return state;
  }
  if (own === undefined) {
    io.decide('acts', 'assignCidr', { node: name, cidr: text(index) });
    io.patch(
      { kind: 'Node', namespace: '', name },
      { spec: { podCIDR: text(index), podCIDRs: [text(index)] } },
    );
  }
  return { next: (index + 1) % count, given: new Map(state.given).set(name, index) };
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
