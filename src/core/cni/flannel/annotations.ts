/**
 * The annotations of a Node in which flannel keeps a lease. Source: flannel pkg/subnet/kube/annotations.go.
 */
import { err, ok, type Result } from '../../base/result';

/** `--kube-annotation-prefix`, unless somebody says otherwise. */
export const DEFAULT_PREFIX = 'flannel.alpha.coreos.com';

export interface AnnotationKeys {
  readonly subnetKubeManaged: string;
  readonly backendData: string;
  readonly backendType: string;
  /** The outer address other nodes use. */
  readonly publicIp: string;
  /** The operator's choice of the address to be published. */
  readonly publicIpOverwrite: string;
  /** The operator's choice of the external interface's address. */
  readonly nodePublicIp: string;
}

/** Not anchored at its beginning, so what stands before the last such piece may be anything. */
const PREFIX = /(?:[a-z0-9_-]+\.)+[a-z0-9_-]+\/(?:[a-z0-9_-]+-)?$/;

export function annotationKeys(prefix: string): Result<AnnotationKeys, string> {
  // All daemons of a cluster have the same prefix: with the same value for it, what is read by it is known to be the same.
  if (last?.prefix !== prefix) last = { prefix, keys: keysFor(prefix) };
  return last.keys;
}

let last: { readonly prefix: string; readonly keys: Result<AnnotationKeys, string> } | null = null;

function keysFor(prefix: string): Result<AnnotationKeys, string> {
  const slashes = prefix.split('/').length - 1;
  if (slashes > 1) return err('subnet/kube: prefix can contain at most single slash');
  const closed = slashes === 0 ? `${prefix}/` : prefix;
  const full = closed.endsWith('/') || closed.endsWith('-') ? closed : `${closed}-`;
  if (!PREFIX.test(full)) return err('subnet/kube: prefix must be in a format: fqdn/[0-9a-z-_]*');
  return ok({
    subnetKubeManaged: `${full}kube-subnet-manager`,
    backendData: `${full}backend-data`,
    backendType: `${full}backend-type`,
    publicIp: `${full}public-ip`,
    publicIpOverwrite: `${full}public-ip-overwrite`,
    nodePublicIp: `${full}node-public-ip`,
  });
}
