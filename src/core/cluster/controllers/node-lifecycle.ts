/**
 * node-lifecycle: marks Nodes that are not ready, so that nothing is scheduled there; removes the pods of Nodes that are
 * gone. Source: kubernetes v1.34 pkg/controller/nodelifecycle, pkg/controller/podgc.
 */
import { asKind } from '../../model/cluster';
import type { Node } from '../../model/cluster';
import { rfc3339 } from '../../base/instant';
import { asJson } from '../../base/json';
import { controllerRuns, type ControllerIo, type ControllerKind } from '../controller';
import { theOne } from '../watch';

const KIND = 'node-lifecycle-controller';
export const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';
const TAINTS: readonly string[] = [NOT_READY, UNREACHABLE];
/** A kubelet that renews its lease no more is waited for this long (node-monitor-grace-period). */
export const GRACE_NS = 40e9;
const LEASE = 'lease ';

/** The timer that looks whether a node's kubelet is still there. */
export function leaseTimer(node: string): { readonly controller: string; readonly timer: string } {
  return { controller: KIND, timer: `${LEASE}${node}` };
}

export const nodeLifecycle: ControllerKind<null> = {
  kind: KIND,
  initial: null,
  watches: { Node: theOne(KIND) },
  reconcile(io, state, request) {
    if (request.reason === 'timer') lookFor(io, request.timer.slice(LEASE.length));
    if (request.reason !== 'added' && request.reason !== 'modified' && request.reason !== 'deleted')
      return state;
    const node = asKind(request.object, 'Node');
    if (node !== null && request.reason === 'deleted') removePods(io, node.metadata.name);
    else if (node !== null) taint(io, node.metadata.name);
    return state;
  },
};

function readyStatus(node: Node): string | undefined {
  return node.status.conditions?.find(({ type }) => type === 'Ready')?.status;
}

/** A Node that is not ready bears a taint, `unreachable` when nobody knows; a ready one bears none. */
function taint(io: ControllerIo, name: string): void {
  const node = asKind(io.get('Node', '', name), 'Node');
  if (node === null) return;
  const taints = node.spec.taints ?? [];
  const status = readyStatus(node);
  const wanted = status === 'True' ? null : status === 'Unknown' ? UNREACHABLE : NOT_READY;
  const own = taints.filter(({ key }) => TAINTS.includes(key)).map(({ key }) => key);
  if (own.length === (wanted === null ? 0 : 1) && own.every((key) => key === wanted)) return;
  const others = taints.filter(({ key }) => !TAINTS.includes(key));
  const left = wanted === null ? others : [...others, { key: wanted, effect: 'NoSchedule' }];
  const shown = wanted ?? own[0] ?? NOT_READY;
  io.decide('acts', wanted === null ? 'untaintNode' : 'taintNode', { node: name, taint: shown });
  io.patch(
    { kind: 'Node', namespace: '', name },
    { spec: { taints: left.length === 0 ? null : left.map(asJson) } },
  );
}

/** Of a kubelet that is silent for too long nobody knows anything. */
function lookFor(io: ControllerIo, name: string): void {
  const node = asKind(io.get('Node', '', name), 'Node');
  if (node === null || controllerRuns(io.ctx, `${name}/kubelet`)) return;
  if (readyStatus(node) === 'Unknown') return;
  io.decide('acts', 'nodeLost', { node: name });
  const condition = {
    type: 'Ready',
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
    lastTransitionTime: rfc3339(io.ctx.world.nowNs),
  };
  const others = (node.status.conditions ?? []).filter(({ type }) => type !== 'Ready').map(asJson);
  io.patch(
    { kind: 'Node', namespace: '', name, status: true },
    { status: { conditions: [...others, condition] } },
  );
}

function removePods(io: ControllerIo, name: string): void {
  const pods = io.find(`Pod/spec.nodeName=${name}`);
  if (pods.length === 0) return;
  io.decide('acts', 'removePods', { owner: `Node ${name}`, count: pods.length });
  for (const { metadata } of pods) {
    io.delete({ kind: 'Pod', namespace: metadata.namespace ?? '', name: metadata.name }, 0);
  }
}
