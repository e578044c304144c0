/**
 * A NetworkPolicy of Kubernetes as a policy of Calico's: one rule for each protocol and peer.
 * Source: calico libcalico-go/lib/backend/k8s/conversion/conversion.go K8sNetworkPolicyToCalico.
 */
import { err, ok, type Result } from '../../base/result';
import { formatCidr4, networkOf, parseCidr4 } from '../../wire/addr';
import { formatCidr6, network6Of, parseCidr6 } from '../../wire/addr6';
import { parsePolicyPort, simplifyPorts, type PolicyPort } from './policy-ports';

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export interface KubernetesPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface KubernetesPort {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

/** `peers` stand for `from` or `to`. */
export interface KubernetesRule {
  readonly peers: readonly KubernetesPeer[];
  readonly ports: readonly KubernetesPort[];
}

export interface KubernetesPolicy {
  readonly name: string;
  readonly namespace: string;
  readonly podSelector: LabelSelector;
  readonly ingress: readonly KubernetesRule[];
  readonly egress: readonly KubernetesRule[];
  readonly policyTypes: readonly string[];
}

/** What is empty says nothing. */
export interface EntityRule {
  readonly selector: string;
  readonly namespaceSelector: string;
  readonly nets: readonly string[];
  readonly notNets: readonly string[];
  readonly ports: readonly PolicyPort[];
}

export interface CalicoRule {
  readonly action: 'Allow';
  readonly protocol: string | null;
  readonly source: EntityRule;
  readonly destination: EntityRule;
}

export interface CalicoPolicy {
  readonly kind: 'KubernetesNetworkPolicy';
  readonly name: string;
  readonly namespace: string;
  readonly tier: 'default';
  readonly order: number;
  readonly selector: string;
  readonly types: readonly ('Ingress' | 'Egress')[];
  readonly ingress: readonly CalicoRule[];
  readonly egress: readonly CalicoRule[];
}

/** All of Kubernetes' policies stand here. */
const ORDER = 1000;

const ANYBODY: EntityRule = { selector: '', namespaceSelector: '', nets: [], notNets: [], ports: [] };

function terms({ matchLabels = {}, matchExpressions = [] }: LabelSelector): readonly string[] {
  const labels = Object.entries(matchLabels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key} == '${value}'`);
  const expressions = matchExpressions.flatMap(({ key, operator, values = [] }): readonly string[] => {
    const list = values.join("', '");
    switch (operator) {
      case 'In':
        return [`${key} in { '${list}' }`];
      case 'NotIn':
        return [`${key} not in { '${list}' }`];
      case 'Exists':
        return [`has(${key})`];
      case 'DoesNotExist':
        return [`! has(${key})`];
      default:
        return [];
    }
  });
  return [...labels, ...expressions];
}

/** Only what Kubernetes runs: a Calico cluster may hold other workloads. */
function podSelectorText(selector: LabelSelector | undefined): string {
  return ["projectcalico.org/orchestrator == 'k8s'", ...terms(selector ?? {})].join(' && ');
}

/** '' for none at all, which means the policy's own namespace. */
function namespaceSelectorText(selector: LabelSelector | undefined): string {
  if (selector === undefined) return '';
  const words = terms(selector);
  return words.length === 0 ? 'all()' : words.join(' && ');
}

/** The network a text names, without host bits; null for what is none. */
function networkText(text: string): string | null {
  const four = parseCidr4(text);
  if (four.ok) return formatCidr4({ addr: networkOf(four.value.addr, four.value.len), len: four.value.len });
  const six = parseCidr6(text);
  return six.ok ? formatCidr6({ addr: network6Of(six.value.addr, six.value.len), len: six.value.len }) : null;
}

/** A block that cannot be read stands for anybody, and nothing is left out after an exception that cannot be read. */
function peerEntity(peer: KubernetesPeer): EntityRule {
  if (peer.ipBlock === undefined) {
    return {
      ...ANYBODY,
      selector: podSelectorText(peer.podSelector),
      namespaceSelector: namespaceSelectorText(peer.namespaceSelector),
    };
  }
  const net = networkText(peer.ipBlock.cidr);
  if (net === null) return ANYBODY;
  const notNets: string[] = [];
  for (const exception of peer.ipBlock.except ?? []) {
    const text = networkText(exception);
    if (text === null) break;
    notNets.push(text);
  }
  return { ...ANYBODY, nets: [net], notNets };
}

/** The ports of each protocol, in the order of their names; no ports for all. Null stands for any protocol. */
function protocolPorts(
  ports: readonly KubernetesPort[],
): Result<readonly (readonly [string | null, readonly PolicyPort[]])[], string> {
  if (ports.length === 0) return ok([[null, []]]);
  const byProtocol = new Map<string, readonly PolicyPort[]>();
  for (const { protocol = 'TCP', port, endPort } of ports) {
    if (port === undefined) {
      byProtocol.set(protocol, []);
      continue;
    }
    const text = endPort === undefined ? String(port) : `${String(port)}:${String(endPort)}`;
    const parsed = parsePolicyPort(text);
    if (!parsed.ok) return err(`failed to parse k8s port: invalid port ${text}: ${parsed.error}`);
    const known = byProtocol.get(protocol);
    // Once all ports are allowed none adds to them.
    if (known?.length !== 0) byProtocol.set(protocol, [...(known ?? []), parsed.value]);
  }
  return ok([...byProtocol].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Nothing where a port cannot be read: the rule is left out. */
function convertedRules({ peers, ports }: KubernetesRule, ingress: boolean): readonly CalicoRule[] {
  const protocols = protocolPorts(ports);
  if (!protocols.ok) return [];
  const entities = peers.length === 0 ? [ANYBODY] : peers.map(peerEntity);
  return protocols.value.flatMap(([protocol, list]) => {
    const simple = simplifyPorts(list);
    return entities.map((entity): CalicoRule => ({
      action: 'Allow',
      protocol,
      source: ingress ? entity : ANYBODY,
      destination: { ...(ingress ? ANYBODY : entity), ports: simple },
    }));
  });
}

export function convertKubernetesPolicy(policy: KubernetesPolicy): CalicoPolicy {
  const types = (['Ingress', 'Egress'] as const).filter((type) => policy.policyTypes.includes(type));
  return {
    kind: 'KubernetesNetworkPolicy',
    name: policy.name,
    namespace: policy.namespace,
    tier: 'default',
    order: ORDER,
    selector: podSelectorText(policy.podSelector),
    types: types.length === 0 ? ['Ingress'] : types,
    ingress: policy.ingress.flatMap((rule) => convertedRules(rule, true)),
    egress: policy.egress.flatMap((rule) => convertedRules(rule, false)),
  };
}
