/**
 * The Kubernetes side of a lab: objects as the API server keeps them, with upstream's field names, and the control
 * loops that watch them. Plain data; what a controller does is looked up by `kind` in cluster/controllers and cni.
 */
import type { JsonObject } from '../base/json';
import type { NetnsId } from './link';
import type { NetOp } from './op';
import { emptyTable, writable } from './table';
import type { Table } from './table';

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

export interface ObjectMeta {
  readonly name: string;
  readonly generateName?: string;
  /** Missing for objects of the cluster as a whole. */
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
  /** Present while the object waits for somebody to clean up after it. */
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

/** Any object. Narrow it with {@link isKind}. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
  /** ConfigMap. */
  readonly data?: JsonObject;
}

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly hostIP?: string;
  readonly protocol?: string;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly ContainerPort[];
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly hostNetwork?: boolean;
  readonly terminationGracePeriodSeconds?: number;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly containerID?: string;
  readonly state: JsonObject;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

export interface PodStatus {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly podIP?: string;
  readonly podIPs?: readonly { readonly ip: string }[];
  readonly hostIP?: string;
  readonly startTime?: string;
  readonly conditions?: readonly Condition[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

export interface NodeSpec {
  readonly podCIDR?: string;
  readonly podCIDRs?: readonly string[];
  readonly unschedulable?: boolean;
  readonly taints?: readonly { readonly key: string; readonly effect: string; readonly value?: string }[];
}

export interface NodeStatus {
  readonly addresses?: readonly { readonly type: string; readonly address: string }[];
  readonly conditions?: readonly Condition[];
}

export interface DeploymentSpec {
  readonly replicas: number;
  readonly selector: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly template: {
    readonly metadata?: Pick<Partial<ObjectMeta>, 'labels' | 'annotations'>;
    readonly spec: PodSpec;
  };
}

interface Typed<K extends string, Spec, Status> {
  readonly apiVersion: string;
  readonly kind: K;
  readonly metadata: ObjectMeta;
  readonly spec: Spec;
  readonly status: Status;
}

export type Pod = Typed<'Pod', PodSpec, PodStatus>;
export type Node = Typed<'Node', NodeSpec, NodeStatus>;
export type Deployment = Typed<'Deployment', DeploymentSpec, JsonObject>;

interface KindMap {
  readonly Pod: Pod;
  readonly Node: Node;
  readonly Deployment: Deployment;
}

/** An object as what its kind says it is; null for another kind. The API server lets nothing in that is not. */
export function asKind<K extends keyof KindMap>(object: ApiObject | null, kind: K): KindMap[K] | null {
  return object?.kind === kind ? (object as unknown as KindMap[K]) : null;
}

/** `Pod/default/web`; the namespace is empty for objects of the cluster as a whole. */
export function objectKey(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

/** How a pod's netns is called: by its name, outside the namespace `default` with that in front. */
export function podNetnsName({ metadata }: Pick<Pod, 'metadata'>): string {
  const { namespace = 'default', name } = metadata;
  return namespace === 'default' ? name : `${namespace}_${name}`;
}

/** Key of an object as it stands. */
export function keyOf({ kind, metadata }: ApiObject): string {
  return objectKey(kind, metadata.namespace ?? '', metadata.name);
}

/** Why a controller is woken. */
export type ControllerRequest =
  /** Its process starts. */
  | { readonly reason: 'start' }
  /** A watch delivers a change: the object as it then was, for a deleted one as it was last. */
  | { readonly reason: 'added' | 'deleted'; readonly key: string; readonly object: ApiObject }
  /** An informer has both: what it knew of the object, and what it knows now. */
  | {
      readonly reason: 'modified';
      readonly key: string;
      readonly before: ApiObject;
      readonly object: ApiObject;
    }
  /** A timer it set. */
  | { readonly reason: 'timer'; readonly timer: string }
  /** A file of its node was written or removed. */
  | { readonly reason: 'file'; readonly path: string }
  /** A device of its node is gone (RTM_DELLINK). */
  | { readonly reason: 'link'; readonly name: string }
  /** Somebody configured its node's kernel by hand. */
  | { readonly reason: 'kernel'; readonly op: NetOp['kind'] };

/** A watch delivers a change. */
export type ObjectRequest = Extract<ControllerRequest, { readonly object: ApiObject }>;

/** A control loop: which kind of them it is, where it runs, what it remembers. An immutable value. */
export interface ControllerState {
  /** `node-1/kubelet`; for a loop of the control plane its kind alone. */
  readonly id: string;
  readonly kind: string;
  /** The node it runs on; empty for the control plane. */
  readonly node: string;
  /** Root netns of its machine: its events run there. */
  readonly netns: NetnsId;
  /** Plain data that only its kind reads. */
  readonly state: unknown;
  /** Its process was stopped: it hears nothing until it is started again. */
  readonly stopped?: true;
}

/** The route table of a cloud's network, for a route controller to write the nodes' pod ranges into. */
export interface CloudRoutes {
  /** The machine whose main table it is. */
  readonly machine: string;
  /** How many routes it holds, those of the subnets not counted. */
  readonly limit: number;
  /** How many of them others have. */
  readonly inUse: number;
  /** By node: what takes the source/destination check off its instance. */
  readonly unchecked: Readonly<
    Record<string, { readonly netns: string; readonly commands: readonly string[] }>
  >;
}

/** What a lab says about its cluster. */
export interface ClusterConfig {
  /** Range that the nodes' pod ranges are cut from, null when nobody hands them out. */
  readonly podCIDR: string | null;
  readonly nodeCIDRMaskSize: number;
  /** Ranges, from the first on, that others have, a control plane that is not drawn for example; none when missing. */
  readonly rangesInUse?: number;
  /** Which network solution runs on the nodes. */
  readonly network: string;
  /** Present where a cloud route controller runs. */
  readonly cloudRoutes?: CloudRoutes | null;
}

/** The keys under one index key: a table of its own, since a Deployment may own thousands. */
export type IndexEntries = Table<string, true>;

export interface ClusterState {
  readonly config: ClusterConfig;
  /** By `kind/namespace/name`. */
  readonly objects: Table<string, ApiObject>;
  /** Keys of objects by a field that is searched for: `Pod/spec.nodeName=node-1`, `Node`. In order of arrival. */
  readonly index: Table<string, IndexEntries>;
  /** By id. */
  readonly controllers: Table<string, ControllerState>;
  /** Version of the last change. */
  readonly resourceVersion: number;
}

/** An index with a key put under an index key, or taken away. An index key without keys is not kept. */
export function withIndexEntry(
  index: ClusterState['index'],
  generation: number,
  key: string,
  entry: string,
  present: boolean,
): ClusterState['index'] {
  const own = writable(index, generation);
  const entries = writable(own.entries.get(key) ?? emptyTable<string, true>(), generation);
  if (present) entries.entries.set(entry, true);
  else entries.entries.delete(entry);
  if (entries.entries.size === 0) own.entries.delete(key);
  else own.entries.set(key, entries);
  return own;
}

/** A cluster in which nothing is yet. */
export function emptyCluster(config: ClusterConfig): ClusterState {
  return {
    config,
    objects: emptyTable(),
    index: emptyTable(),
    controllers: emptyTable(),
    resourceVersion: 0,
  };
}
