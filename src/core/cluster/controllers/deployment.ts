/**
 * Deployment, the small way: as many pods of the present template as are wanted, owned by the Deployment itself. There
 * are no ReplicaSets, and a new template replaces all pods at once.
 */
import { hashOf } from '../../base/canonical';
import { asJson } from '../../base/json';
import type { JsonObject } from '../../base/json';
import { asKind } from '../../model/cluster';
import type { ApiObject, Deployment, Pod } from '../../model/cluster';
import { nameSuffix } from '../apiserver';
import type { ControllerIo, ControllerKind } from '../controller';
import { theOne } from '../watch';

const KIND = 'deployment-controller';
const HASH_LABEL = 'pod-template-hash';

export const deployment: ControllerKind<null> = {
  kind: KIND,
  initial: null,
  watches: {
    Deployment: theOne(KIND),
    Pod: ({ metadata }) =>
      metadata.ownerReferences?.some(({ kind }) => kind === 'Deployment') === true ? [KIND] : [],
  },
  reconcile(io, state, request) {
    if (request.reason !== 'added' && request.reason !== 'modified' && request.reason !== 'deleted')
      return state;
    const { object } = request;
    if (object.kind === 'Deployment' && request.reason === 'deleted') removePods(io, object);
    else {
      const owner = object.metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment');
      const name = object.kind === 'Deployment' ? object.metadata.name : owner?.name;
      const found = asKind(io.get('Deployment', object.metadata.namespace ?? '', name ?? ''), 'Deployment');
      if (found !== null) keep(io, found);
    }
    return state;
  },
};

function podsOf(io: ControllerIo, uid: string): Pod[] {
  return io.find(`owner=${uid}`).flatMap((object) => asKind(object, 'Pod') ?? []);
}

function keep(io: ControllerIo, owner: Deployment): void {
  const hash = nameSuffix(hashOf(asJson(owner.spec.template)), 10);
  const pods = podsOf(io, owner.metadata.uid).filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined,
  );
  const current = pods.filter(({ metadata }) => metadata.labels?.[HASH_LABEL] === hash);
  const old = pods.filter((pod) => !current.includes(pod));
  const { namespace = '', name } = owner.metadata;
  const want = owner.spec.replicas;
  const have = current.length;
  const shown = { deployment: name, have, want };
  if (have < want) io.decide('acts', 'scaleUp', shown);
  else if (have > want || old.length > 0) io.decide('acts', 'scaleDown', { ...shown, have: pods.length });
  for (let i = have; i < want; i += 1) io.create(podOf(owner, hash), namespace);
  const extra = [...current].sort(leastWanted).slice(0, Math.max(0, have - want));
  for (const { metadata } of [...old, ...extra]) io.delete({ kind: 'Pod', namespace, name: metadata.name });
  const ready = current.filter((pod) => pod.status.phase === 'Running').length;
  const status = {
    observedGeneration: owner.metadata.generation ?? 1,
    replicas: want,
    updatedReplicas: want,
  };
  io.patch(
    { kind: 'Deployment', namespace, name, status: true },
    { status: { ...status, readyReplicas: ready, availableReplicas: ready } },
  );
}

/** Those that do not run go first, then the youngest. Source: pkg/controller/controller_utils.go ActivePods. */
function leastWanted(a: Pod, b: Pod): number {
  const running = (pod: Pod): number => (pod.status.phase === 'Running' ? 1 : 0);
  const older = a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1;
  return (
    running(a) - running(b) || (a.metadata.creationTimestamp === b.metadata.creationTimestamp ? 0 : older)
  );
}

function podOf(owner: Deployment, hash: string): JsonObject {
  const { metadata, spec } = owner.spec.template;
  const reference = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${owner.metadata.name}-${hash}-`,
      labels: { ...metadata?.labels, [HASH_LABEL]: hash },
      ...(metadata?.annotations === undefined ? {} : { annotations: metadata.annotations }),
      ownerReferences: [reference],
    },
    spec: asJson(spec),
  };
}

/** What the garbage collector does with the pods of an owner that is gone. */
function removePods(io: ControllerIo, owner: ApiObject): void {
  const pods = podsOf(io, owner.metadata.uid);
  if (pods.length === 0) return;
  io.decide('acts', 'removePods', { owner: `Deployment ${owner.metadata.name}`, count: pods.length });
  for (const { metadata } of pods) {
    io.delete({ kind: 'Pod', namespace: metadata.namespace ?? '', name: metadata.name });
  }
}
