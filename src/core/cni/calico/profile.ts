/**
 * Profiles that Calico makes of Kubernetes' namespaces and service accounts: what a pod may do that no policy selects, and
 * labels it has because of where it is. Source: calico libcalico-go/lib/backend/k8s/conversion/conversion.go
 * NamespaceToProfile, ServiceAccountToProfile.
 */
import type { PolicyRule } from './felix/policy-rule';

export interface Profile {
  readonly name: string;
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
  readonly labelsToApply: Readonly<Record<string, string>>;
}

type Labels = Readonly<Record<string, string>>;

const NAME_LABEL = 'projectcalico.org/name';

/** Labels of namespaces and of accounts have prefixes of their own, so that they are not taken for the pod's. */
function prefixed(prefix: string, labels: Labels, name: string): Labels {
  const all = [...Object.entries(labels), [NAME_LABEL, name] as const];
  return Object.fromEntries(all.map(([label, value]) => [prefix + label, value]));
}

/** Everything is allowed to a pod that no policy selects. */
export function namespaceProfile(namespace: string, labels: Labels): Profile {
  const allow: readonly PolicyRule[] = [{ action: 'allow' }];
  return {
    name: `kns.${namespace}`,
    ingress: allow,
    egress: allow,
    labelsToApply: prefixed('pcns.', labels, namespace),
  };
}

/** Brings labels only. */
export function serviceAccountProfile(namespace: string, account: string, labels: Labels): Profile {
  return {
    name: `ksa.${namespace}.${account}`,
    ingress: [],
    egress: [],
    labelsToApply: prefixed('pcsa.', labels, account),
  };
}
