/** How felix calls a policy. Source: calico felix/types/policy_id.go, libcalico-go/lib/backend/model KindIsStaged. */

export interface PolicyId {
  readonly kind: string;
  /** Empty for a policy of the whole cluster. */
  readonly namespace: string;
  readonly name: string;
}

const SHORT_KINDS: ReadonlyMap<string, string> = new Map([
  ['NetworkPolicy', 'np'],
  ['GlobalNetworkPolicy', 'gnp'],
  ['StagedNetworkPolicy', 'snp'],
  ['StagedGlobalNetworkPolicy', 'sgnp'],
  ['StagedKubernetesNetworkPolicy', 'sknp'],
  ['KubernetesNetworkPolicy', 'knp'],
  ['KubernetesClusterNetworkPolicy', 'kcnp'],
]);

/** `knp/default/allow-web`, `gnp/allow-dns`: v3.32. */
export function policyIdText({ kind, namespace, name }: PolicyId): string {
  const short = SHORT_KINDS.get(kind) ?? kind;
  return namespace === '' ? `${short}/${name}` : `${short}/${namespace}/${name}`;
}

/** A staged policy is looked at, never enforced. */
export function isStaged({ kind }: PolicyId): boolean {
  return kind.startsWith('Staged');
}

/** Kind and name as comments say them: `KubernetesNetworkPolicy default/allow-web`. */
export function policyTitle({ kind, namespace, name }: PolicyId): string {
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
