/** What the screens ask of a session about the API server's objects: part of the contract of views. Plain data. */
import type { ApiObject } from '../model/cluster';

export interface ObjectRow {
  /** `Pod/default/web` */
  readonly key: string;
  readonly kind: string;
  /** Empty for objects of the cluster as a whole. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** In kubectl's words: `Running`, `Ready`, `2/3`, the number of a ConfigMap's keys. */
  readonly status: string;
  /** Whether that is how it should be: a running pod, a node that is ready. */
  readonly well: boolean;
  /** Address of a pod, range of a node, keys of a ConfigMap. */
  readonly detail: string;
  /** Where a pod runs. */
  readonly node: string | null;
  /** False for a node that is cordoned. */
  readonly schedulable: boolean;
  /** Wanted of a Deployment. */
  readonly replicas: number | null;
  /** The controller it belongs to: a pod's Deployment. */
  readonly owner: string | null;
  /** Where it is on the map, null for what has no place there. */
  readonly element: string | null;
  /** The record that wrote it last, and whose request that was; null for what was there from the beginning. */
  readonly written: { readonly seq: number; readonly by: string } | null;
}

export interface ObjectsView {
  /** resourceVersion of the last change. */
  readonly version: number;
  readonly namespaces: readonly string[];
  /** By kind, namespace and name. */
  readonly rows: readonly ObjectRow[];
  /** A machine on which `kubectl` can be typed, null without nodes. */
  readonly kubectlOn: string | null;
  /** Machines of role node that have not joined. */
  readonly spare: readonly string[];
}

export interface ObjectView {
  readonly row: ObjectRow;
  readonly object: ApiObject;
}
