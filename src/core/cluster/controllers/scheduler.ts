/**
 * kube-scheduler, as far as choosing a node goes: of those that will have the pod, the one with the fewest pods.
 * Source of the words: kubernetes v1.34 pkg/scheduler/framework/types.go FitError.
 */
import { rfc3339 } from '../../base/instant';
import type { Json } from '../../base/json';
import { asKind, keyOf } from '../../model/cluster';
import type { ApiObject, Node, Pod } from '../../model/cluster';
import type { ControllerIo, ControllerKind } from '../controller';
import { theOne } from '../watch';

interface State {
  /** Keys of pods that no node would have. */
  readonly pending: readonly string[];
  /** Where the look at the nodes begins: each gets its turn among equals. */
  readonly next: number;
  /** The nodes there are, in order of arrival. */
  readonly nodes: readonly KnownNode[];
}

/** A node with the keys it is looked up by. */
interface KnownNode {
  readonly name: string;
  readonly key: string;
  /** Index of the pods bound to it. */
  readonly pods: string;
}

const KIND = 'kube-scheduler';
const ITSELF: readonly string[] = [KIND];
const NOBODY: readonly string[] = [];
/** Pods a kubelet takes (`--max-pods`). */
const PODS_MAX = 110;
/** Nodes looked at for one pod; of more than this only a part, in turn (numFeasibleNodesToFind). */
const NODES_LOOKED_AT = 100;

export const scheduler: ControllerKind<State> = {
  kind: KIND,
  initial: { pending: [], next: 0, nodes: [] },
  watches: {
    Pod: ({ spec }) => (spec?.['nodeName'] === undefined ? ITSELF : NOBODY),
    Node: theOne(KIND),
  },
  /** Pods that came at one instant: nodes do not change between them but by what is bound here. */
  several(io, before, deliveries, from) {
    let state = before;
    let at = from;
    const seen = sight(before.nodes);
    for (; at < deliveries.length; at += 1) {
      const request = deliveries[at]?.request;
      if (request === undefined || !('object' in request) || request.object.kind !== 'Pod') break;
      if (request.reason === 'deleted') break;
      state = tryPod(io, state, request.key, seen);
    }
    return { count: at - from, state };
  },
  reconcile(io, state, request) {
    switch (request.reason) {
      case 'added':
      case 'modified': {
        const known = request.object.kind === 'Pod' ? state : withNode(state, request.object);
        const seen = sight(known.nodes);
        if (request.object.kind === 'Pod') return tryPod(io, known, request.key, seen);
        // A node came, or is ready now: whoever waits tries again.
        return known.pending.reduce((now, key) => tryPod(io, now, key, seen), known);
      }
      case 'deleted': {
        const { key } = request;
        if (request.object.kind === 'Pod') return state.pending.includes(key) ? without(state, key) : state;
        return { ...state, nodes: state.nodes.filter((node) => node.key !== key) };
      }
      case 'start':
      case 'timer':
      case 'file':
      case 'link':
      case 'kernel':
        return state;
    }
  },
};

function withNode(state: State, object: ApiObject): State {
  const key = keyOf(object);
  if (state.nodes.some((node) => node.key === key)) return state;
  const { name } = object.metadata;
  return { ...state, nodes: [...state.nodes, { name, key, pods: `Pod/spec.nodeName=${name}` }] };
}

function without(state: State, key: string): State {
  return state.pending.includes(key)
    ? { ...state, pending: state.pending.filter((other) => other !== key) }
    : state;
}

/** The nodes as the scheduler sees them: each is looked up once, and the pods bound meanwhile are counted along. */
interface Sight {
  readonly nodes: readonly KnownNode[];
  /** By place in the list, as far as they were looked at. */
  readonly found: (Node | null | undefined)[];
  readonly counts: number[];
}

function sight(nodes: readonly KnownNode[]): Sight {
  return { nodes, found: [], counts: [] };
}

function nodeAt(io: ControllerIo, { nodes, found, counts }: Sight, at: number): Node | null {
  const seen = found[at];
  if (seen !== undefined) return seen;
  const known = nodes[at];
  const node = known === undefined ? null : asKind(io.byKey(known.key), 'Node');
  found[at] = node;
  counts[at] = known === undefined ? 0 : io.count(known.pods);
  return node;
}

function tryPod(io: ControllerIo, state: State, key: string, seen: Sight): State {
  const [, namespace = '', podName = ''] = key.split('/');
  const pod = asKind(io.byKey(key), 'Pod');
  if (pod === null || pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined) {
    return without(state, key);
  }
  const shown = namespace === 'default' ? podName : `${namespace}/${podName}`;
  const refusals = new Map<string, number>();
  const at = choose(io, state, seen, pod, refusals);
  const chosen = state.nodes[at];
  if (chosen === undefined) return wait(io, state, pod, shown, refusals);
  const count = seen.counts[at] ?? 0;
  io.decide('acts', 'bindPod', { pod: shown, node: chosen.name, count });
  if (io.bind({ namespace, name: podName }, chosen.name).ok) seen.counts[at] = count + 1;
  return { ...without(state, key), next: (at + 1) % state.nodes.length };
}

/** The place of the best node in the list, -1 when none will have the pod; why not is counted in `refusals`. */
function choose(
  io: ControllerIo,
  { nodes, next: from }: State,
  seen: Sight,
  pod: Pod,
  refusals: Map<string, number>,
): number {
  const { nodeSelector } = pod.spec;
  const wanted = nodeSelector === undefined ? NOTHING_WANTED : Object.entries(nodeSelector);
  let best = -1;
  let fewest = 0;
  let looked = 0;
  for (let i = 0; i < nodes.length && looked < NODES_LOOKED_AT; i += 1) {
    const at = (from + i) % nodes.length;
    const node = nodeAt(io, seen, at);
    if (node === null) continue;
    const count = seen.counts[at] ?? 0;
    const refusal = refusalOf(node, pod, wanted, count);
    if (refusal !== null) {
      refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
      continue;
    }
    looked += 1;
    if (best === -1 || count < fewest) {
      best = at;
      fewest = count;
    }
  }
  return best;
}

const NOTHING_WANTED: readonly (readonly [string, string])[] = [];

/** Why a node will not have a pod, in the scheduler's words; null when it will. `wanted`: the labels of its node selector. */
function refusalOf(
  node: Node,
  pod: Pod,
  wanted: readonly (readonly [string, string])[],
  count: number,
): string | null {
  if (node.spec.unschedulable === true) return 'node(s) were unschedulable';
  const taint = node.spec.taints === undefined ? null : taintFault(node.spec.taints, pod);
  if (taint !== null) return taint;
  if (wanted.length > 0 && !hasLabels(node, wanted))
    return "node(s) didn't match Pod's node affinity/selector";
  return count >= PODS_MAX ? 'Too many pods' : null;
}

function taintFault(taints: NonNullable<Node['spec']['taints']>, pod: Pod): string | null {
  const taint = taints.find(({ key, effect }) => effect !== 'PreferNoSchedule' && !tolerates(pod, key));
  return taint === undefined ? null : `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
}

function hasLabels({ metadata }: Node, wanted: readonly (readonly [string, string])[]): boolean {
  return wanted.every(([key, value]) => metadata.labels?.[key] === value);
}

function tolerates({ spec }: Pod, key: string): boolean {
  const tolerations = (spec as { readonly tolerations?: readonly { key?: string; operator?: string }[] })
    .tolerations;
  return (tolerations ?? []).some(
    (one) => one.key === key || (one.operator === 'Exists' && (one.key ?? '') === ''),
  );
}

/** The pod waits until a node comes or changes, and says why. */
function wait(
  io: ControllerIo,
  state: State,
  pod: Pod,
  shown: string,
  refusals: ReadonlyMap<string, number>,
): State {
  const total = [...refusals.values()].reduce((sum, count) => sum + count, 0);
  const reasons = [...refusals].map(([reason, count]) => `${count} ${reason}`).sort();
  const message =
    total === 0
      ? 'no nodes available to schedule pods'
      : `0/${total} nodes are available: ${reasons.join(', ')}.`;
  const key = keyOf(pod as never);
  const known = pod.status.conditions?.find(({ type }) => type === 'PodScheduled')?.message;
  if (known === message) return state;
  io.decide('waits', 'noNode', { pod: shown, message });
  const condition: Json = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastTransitionTime: rfc3339(io.ctx.world.nowNs),
  };
  const { namespace = '', name } = pod.metadata;
  io.patch({ kind: 'Pod', namespace, name, status: true }, { status: { conditions: [condition] } });
  return state.pending.includes(key) ? state : { ...state, pending: [...state.pending, key] };
}
