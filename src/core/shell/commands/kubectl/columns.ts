/**
 * Which columns `kubectl get` shows of a kind. The server makes these tables.
 * Source: kubernetes v1.34 pkg/printers/internalversion/printers.go.
 */
import { sinceStart } from '../../../base/instant';
import type { Json } from '../../../base/json';
import { isJsonObject, listAt, objectAt, textAt } from '../../../base/json';
import { asKind } from '../../../model/cluster';
import type { ApiObject, Container, Node, Pod } from '../../../model/cluster';
import { labelSelectorText } from '../../../model/label-selector';
import { humanDuration } from './table';

export interface Columns {
  readonly heads: readonly string[];
  /** Further columns of `-o wide`. */
  readonly wide: readonly string[];
  cells(object: ApiObject, nowNs: number): readonly string[];
  wideCells(object: ApiObject): readonly string[];
}

const NONE = '<none>';

export function ageOf(timestamp: string | undefined, nowNs: number): string {
  const since = timestamp === undefined ? null : sinceStart(timestamp);
  return since === null ? '<unknown>' : humanDuration(nowNs - since);
}

const age = ({ metadata }: ApiObject, nowNs: number): string => ageOf(metadata.creationTimestamp, nowNs);

/** The phase, or why it is not what it seems. Source: printPod. */
export function podStatus({ metadata, status }: Pod): string {
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  for (const { state } of status.containerStatuses ?? []) {
    const reason = textAt(objectAt(state, 'waiting'), 'reason');
    if (reason !== '') return reason;
  }
  return status.phase;
}

const pods: Columns = {
  heads: ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'],
  wide: ['IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES'],
  cells(object, nowNs) {
    const pod = asKind(object, 'Pod');
    if (pod === null) return [];
    const statuses = pod.status.containerStatuses ?? [];
    const ready = statuses.filter((one) => one.ready).length;
    const restarts = statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
    const { name } = pod.metadata;
    return [
      name,
      `${ready}/${pod.spec.containers.length}`,
      podStatus(pod),
      String(restarts),
      age(object, nowNs),
    ];
  },
  wideCells(object) {
    const pod = asKind(object, 'Pod');
    return [pod?.status.podIP ?? NONE, pod?.spec.nodeName ?? NONE, NONE, NONE];
  },
};

export function nodeStatus({ spec, status }: Node): string {
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

/** Roles are labels: `node-role.kubernetes.io/control-plane`. */
export function nodeRoles({ metadata }: Pick<ApiObject, 'metadata'>): string {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, text]) => {
    if (key.startsWith('node-role.kubernetes.io/')) return [key.slice('node-role.kubernetes.io/'.length)];
    return key === 'kubernetes.io/role' && text !== '' ? [text] : [];
  });
  return roles.length === 0 ? NONE : roles.sort().join(',');
}

const nodes: Columns = {
  heads: ['NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION'],
  wide: ['INTERNAL-IP', 'EXTERNAL-IP', 'OS-IMAGE', 'KERNEL-VERSION', 'CONTAINER-RUNTIME'],
  cells(object, nowNs) {
    const node = asKind(object, 'Node');
    if (node === null) return [];
    const version = textAt(objectAt(object.status ?? {}, 'nodeInfo'), 'kubeletVersion');
    return [node.metadata.name, nodeStatus(node), nodeRoles(object), age(object, nowNs), version];
  },
  wideCells(object) {
    const addresses = asKind(object, 'Node')?.status.addresses ?? [];
    const address = (kind: string) => addresses.find(({ type }) => type === kind)?.address ?? NONE;
    const info = objectAt(object.status ?? {}, 'nodeInfo');
    const known = (key: string) => (textAt(info, key) === '' ? '<unknown>' : textAt(info, key));
    return [
      address('InternalIP'),
      address('ExternalIP'),
      known('osImage'),
      known('kernelVersion'),
      known('containerRuntimeVersion'),
    ];
  },
};

const count = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);

const deployments: Columns = {
  heads: ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE'],
  wide: ['CONTAINERS', 'IMAGES', 'SELECTOR'],
  cells(object, nowNs) {
    const { spec = {}, status = {}, metadata } = object;
    return [
      metadata.name,
      `${count(status['readyReplicas'])}/${count(spec['replicas'])}`,
      String(count(status['updatedReplicas'])),
      String(count(status['availableReplicas'])),
      age(object, nowNs),
    ];
  },
  wideCells({ spec = {} }) {
    const template = objectAt(objectAt(spec, 'template'), 'spec');
    const containers = listAt(template, 'containers').filter(isJsonObject);
    const list = (key: keyof Container) => containers.map((one) => textAt(one, key)).join(',');
    const labels = Object.entries(objectAt(objectAt(spec, 'selector'), 'matchLabels'));
    return [
      list('name'),
      list('image'),
      labels.map(([key, text]) => `${key}=${typeof text === 'string' ? text : ''}`).join(','),
    ];
  },
};

const namespaces: Columns = {
  heads: ['NAME', 'STATUS', 'AGE'],
  wide: [],
  cells: (object, nowNs) => [object.metadata.name, textAt(object.status ?? {}, 'phase'), age(object, nowNs)],
  wideCells: () => [],
};

const configMaps: Columns = {
  heads: ['NAME', 'DATA', 'AGE'],
  wide: [],
  cells: (object, nowNs) => [
    object.metadata.name,
    String(Object.keys(object.data ?? {}).length),
    age(object, nowNs),
  ],
  wideCells: () => [],
};

/** Source: printNetworkPolicy. */
const networkPolicies: Columns = {
  heads: ['NAME', 'POD-SELECTOR', 'AGE'],
  wide: [],
  cells: (object, nowNs) => [
    object.metadata.name,
    labelSelectorText(objectAt(object.spec ?? {}, 'podSelector')),
    age(object, nowNs),
  ],
  wideCells: () => [],
};

/** What every kind without columns of its own shows. */
const others: Columns = {
  heads: ['NAME', 'AGE'],
  wide: [],
  cells: (object, nowNs) => [object.metadata.name, age(object, nowNs)],
  wideCells: () => [],
};

const BY_KIND: Readonly<Record<string, Columns>> = {
  Pod: pods,
  Node: nodes,
  Deployment: deployments,
  Namespace: namespaces,
  ConfigMap: configMaps,
  NetworkPolicy: networkPolicies,
};

export function columnsOf(kind: string): Columns {
  return BY_KIND[kind] ?? others;
}
