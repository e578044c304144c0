/** The API server's objects as kubectl writes them. */
import type { ApiObject } from '../model/cluster';

/** Where `kubectl apply` notes the manifest it was given. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** `Pod web`, `Pod kube-system/coredns` from a key. */
export function objectText(key: string): string {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  return `${kind} ${namespace === '' || namespace === 'default' ? '' : `${namespace}/`}${name}`;
}

/** What a reader looks at first: where a pod runs and how it is, a node's pod range. */
export function objectLine(object: ApiObject): string {
  const { spec, status, metadata } = object as {
    spec?: { nodeName?: string; podCIDR?: string; replicas?: number };
    status?: {
      phase?: string;
      podIP?: string;
      readyReplicas?: number;
      conditions?: readonly { type: string; status: string }[];
    };
    metadata: ApiObject['metadata'];
  };
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status;
  const words = {
    Pod: [status?.phase, status?.podIP, spec?.nodeName],
    Node: [ready === undefined ? undefined : ready === 'True' ? 'Ready' : 'NotReady', spec?.podCIDR],
    Deployment: [`${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`],
  }[object.kind] ?? [status?.phase];
  const deleting = metadata.deletionTimestamp === undefined ? [] : ['Terminating'];
  // What kubectl notes for itself repeats the whole manifest.
  const annotations = Object.entries(metadata.annotations ?? {})
    .filter(([key]) => key !== LAST_APPLIED)
    .map(([key, value]) => `${key}=${value}`);
  return [...words, ...deleting, ...annotations]
    .filter((word) => word !== undefined && word !== '')
    .join(' ');
}
