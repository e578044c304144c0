/**
 * node-lifecycle: marks Nodes that are not ready, so that nothing is scheduled there; removes the pods of Nodes that are
 * gone. Source: kubernetes v1.34 pkg/controller/nodelifecycle, pkg/controller/podgc.
 */
import { asJson } from '../../base/json';
import { asKind } from '../../model/cluster';
import type { Node } from '../../model/cluster';
import type { ControllerIo, ControllerKind } from '../controller';
import { theOne } from '../watch';

const KIND = 'node-lifecycle-controller';
export const NOT_READY = 'node.kubernetes.io/not-ready';

export const nodeLifecycle: ControllerKind<null> = {
  kind: KIND,
  initial: null,
  watches: { Node: theOne(KIND) },
  reconcile(io, state, request) {
    if (request.reason !== 'added' && request.reason !== 'modified' && request.reason !== 'deleted')
      return state;
    const node = asKind(request.object, 'Node');
    if (node !== null && request.reason === 'deleted') removePods(io, node.metadata.name);
    else if (node !== null) taint(io, node.metadata.name);
    return state;
  },
};

export function isReady(node: Node): boolean {
  return node.status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}

/** A Node that is not ready bears a taint, a ready one does not. */
function taint(io: ControllerIo, name: string): void {
  const node = asKind(io.get('Node', '', name), 'Node');
  if (node === null) return;
  const taints = node.spec.taints ?? [];
  const tainted = taints.some(({ key }) => key === NOT_READY);
  if (tainted === !isReady(node)) return;
  const left = tainted
    ? taints.filter(({ key }) => key !== NOT_READY)
    : [...taints, { key: NOT_READY, effect: 'NoSchedule' }];
  io.decide('acts', tainted ? 'untaintNode' : 'taintNode', { node: name, taint: NOT_READY });
  io.patch(
    { kind: 'Node', namespace: '', name },
    { spec: { taints: left.length === 0 ? null : left.map(asJson) } },
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
