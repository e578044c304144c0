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
/** Pods a kubelet takes (`--max-pods`). */
const PODS_MAX = 110;
/** Nodes looked at for one pod; of more than this only a part, in turn (numFeasibleNodesToFind). */
const NODES_LOOKED_AT = 100;

export const scheduler: ControllerKind<State> = {
  kind: KIND,
  initial: { pending: [], next: 0, nodes: [] },
  watches: {
    Pod: ({ spec }) => (spec?.['nodeName'] === undefined ? [KIND] : []),
    Node: theOne(KIND),
  },
  reconcile(io, state, request) {
    switch (request.reason) {
      case 'added':
      case 'modified':
        if (request.object.kind === 'Pod') return tryPod(io, state, request.key);
        // A node came, or is ready now: whoever waits tries again.
        return state.pending.reduce((now, key) => tryPod(io, now, key), withNode(state, request.object));
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

function tryPod(io: ControllerIo, state: State, key: string): State {
  const [, namespace = '', podName = ''] = key.split('/');
  const pod = asKind(io.byKey(key), 'Pod');
  if (pod === null || pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined) {
    return without(state, key);
  }
  const shown = namespace === 'default' ? podName : `${namespace}/${podName}`;
  const { chosen, count, refusals, next } = choose(io, state, pod);
  if (chosen === null) return wait(io, state, pod, shown, refusals);
  io.decide('acts', 'bindPod', { pod: shown, node: chosen, count });
  io.bind({ namespace, name: podName }, chosen);
  return { ...without(state, key), next };
}

interface Choice {
  readonly chosen: string | null;
  /** Pods it has already. */
  readonly count: number;
  /** Number of nodes by why they will not. */
  readonly refusals: ReadonlyMap<string, number>;
  readonly next: number;
}

function choose(io: ControllerIo, { nodes, next: from }: State, pod: Pod): Choice {
  const refusals = new Map<string, number>();
  const wanted = Object.entries(pod.spec.nodeSelector ?? {});
  let best: { readonly name: string; readonly count: number; readonly at: number } | null = null;
  let looked = 0;
  for (let i = 0; i < nodes.length && looked < NODES_LOOKED_AT; i += 1) {
    const at = (from + i) % nodes.length;
    const known = nodes[at];
    const node = known === undefined ? null : asKind(io.byKey(known.key), 'Node');
    if (known === undefined || node === null) continue;
    const count = io.count(known.pods);
    const refusal = refusalOf(node, pod, wanted, count);
    if (refusal !== null) {
      refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
      continue;
    }
    looked += 1;
    if (best === null || count < best.count) best = { name: known.name, count, at };
  }
  const next = best === null || nodes.length === 0 ? from : (best.at + 1) % nodes.length;
  return { chosen: best?.name ?? null, count: best?.count ?? 0, refusals, next };
}

/** Why a node will not have a pod, in the scheduler's words; null when it will. `wanted`: the labels of its node selector. */
function refusalOf(
  node: Node,
  pod: Pod,
  wanted: readonly (readonly [string, string])[],
  count: number,
): string | null {
  if (node.spec.unschedulable === true) return 'node(s) were unschedulable';
  const taint = node.spec.taints?.find(
    ({ key, effect }) => effect !== 'PreferNoSchedule' && !tolerates(pod, key),
  );
  if (taint !== undefined) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
  const { labels } = node.metadata;
  if (wanted.some(([key, value]) => labels?.[key] !== value)) {
    return "node(s) didn't match Pod's node affinity/selector";
  }
  return count >= PODS_MAX ? 'Too many pods' : null;
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
