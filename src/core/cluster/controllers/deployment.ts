/**
 * Deployment, the small way: as many pods of the present template as are wanted, owned by the Deployment itself. There
 * are no ReplicaSets, and a new template replaces all pods at once.
 */
import { hashOf } from '../../base/canonical';
import { asJson } from '../../base/json';
import type { JsonObject } from '../../base/json';
import { asKind } from '../../model/cluster';
import type { ApiObject, Deployment, Pod } from '../../model/cluster';
import { nameSuffix } from '../given-names';
import type { ControllerIo, ControllerKind } from '../controller';
import { theOne } from '../watch';
import type { ObjectChange } from '../watch';

const KIND = 'deployment-controller';
const ITSELF: readonly string[] = [KIND];
const NOBODY: readonly string[] = [];
const HASH_LABEL = 'pod-template-hash';

interface State {
  /** Deployments, `namespace/name`, that a timer will look after. */
  readonly queued: readonly string[];
}

/** News of pods is collected for so long: a thousand pods that come at once are one look (client-go workqueue). */
const COLLECTED_NS = 1_000_000;
const LOOK = 'look after ';

export const deployment: ControllerKind<State> = {
  kind: KIND,
  initial: { queued: [] },
  watches: {
    Deployment: theOne(KIND),
    Pod: (object, _cluster, change) =>
      ownerOf(object) !== undefined && isNews(object, change) ? ITSELF : NOBODY,
  },
  reconcile(io, state, request) {
    switch (request.reason) {
      case 'timer':
        return lookAfter(io, state, request.timer.slice(LOOK.length));
      case 'added':
      case 'modified':
      case 'deleted': {
        const { object } = request;
        if (object.kind !== 'Deployment') return queue(io, state, object);
        if (request.reason === 'deleted') removePods(io, object);
        else lookAfter(io, state, nameOf(object.metadata.namespace, object.metadata.name));
        return state;
      }
      case 'start':
      case 'file':
      case 'link':
      case 'kernel':
        return state;
    }
  },
};

function nameOf(namespace = '', name = ''): string {
  return `${namespace}/${name}`;
}

function ownerOf({ metadata }: ApiObject): string | undefined {
  return metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment')?.name;
}

/** What the controller counts: pods there are, pods that are going, pods that run, pods of its template. */
function isNews(pod: ApiObject, change: ObjectChange): boolean {
  if (change.reason !== 'modified') return true;
  const { before } = change;
  return (
    pod.status?.['phase'] !== before.status?.['phase'] ||
    pod.metadata.deletionTimestamp !== before.metadata.deletionTimestamp ||
    pod.metadata.labels !== before.metadata.labels
  );
}

function queue(io: ControllerIo, state: State, pod: ApiObject): State {
  const name = nameOf(pod.metadata.namespace, ownerOf(pod));
  if (state.queued.includes(name)) return state;
  io.after(`${LOOK}${name}`, COLLECTED_NS);
  return { queued: [...state.queued, name] };
}

function lookAfter(io: ControllerIo, state: State, name: string): State {
  const [namespace = '', own = ''] = name.split('/');
  const found = asKind(io.get('Deployment', namespace, own), 'Deployment');
  if (found !== null) keep(io, found);
  return state.queued.includes(name) ? { queued: state.queued.filter((other) => other !== name) } : state;
}

function podsOf(io: ControllerIo, uid: string): Pod[] {
  return io.find(`owner=${uid}`).flatMap((object) => asKind(object, 'Pod') ?? []);
}

function keep(io: ControllerIo, owner: Deployment): void {
  const hash = nameSuffix(hashOf(asJson(owner.spec.template)), 10);
  const pods = podsOf(io, owner.metadata.uid).filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined,
  );
  const isCurrent = ({ metadata }: Pod): boolean => metadata.labels?.[HASH_LABEL] === hash;
  const current = pods.filter(isCurrent);
  const old = pods.filter((pod) => !isCurrent(pod));
  const { namespace = '', name } = owner.metadata;
  const want = owner.spec.replicas;
  const have = current.length;
  const shown = { deployment: name, have, want };
  if (have < want) io.decide('acts', 'scaleUp', shown);
  else if (have > want || old.length > 0) io.decide('acts', 'scaleDown', { ...shown, have: pods.length });
  const manifest = podOf(owner, hash);
  for (let i = have; i < want; i += 1) {
    // A refusal would be repeated for each of the others.
    if (!io.create(manifest, namespace).ok) break;
  }
  const extra = have > want ? [...current].sort(leastWanted).slice(0, have - want) : [];
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
