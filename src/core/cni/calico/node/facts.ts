/** What calico-node reads of the API server, in the forms that felix calculates with. */
import type { JsonObject } from '../../../base/json';
import { isJsonObject, listAt, objectAt, textAt } from '../../../base/json';
import { remembered, rememberedText } from '../../../base/remember';
import { objectsIn } from '../../../cluster/apiserver';
import type { ControllerIo } from '../../../cluster/controller';
import { clusterOf } from '../../../cluster/write';
import { ANNOTATION, readAsNumber } from '../../../cluster/objects/calico';
import { asKind, objectKey, type ApiObject, type ClusterState } from '../../../model/cluster';
import { formatCidr4, formatIpv4, parseCidr4, parseIpv4, type Cidr4 } from '../../../wire/addr';
import {
  activePolicy,
  policyLabels,
  type ActivePolicy,
  type PolicyFacts,
  type PolicyPod,
} from '../felix/desired';
import { checkKey } from '../../flannel/backend/wireguard-key';
import type { ScannedSet } from '../felix/rule-scanner';
import { felixSettings } from '../felix/settings';
import { TUNNEL_DEVICE, TUNNEL_KINDS, tunnelsInUse } from '../felix/tunnels-in-use';
import type { KubernetesPolicy, KubernetesRule } from '../knp';
import { POD_IP_ANNOTATION } from '../plugin';
import { sortPolicies } from '../policy-order';
import { readPools } from '../pool';
import { selects } from '../selector';
import { vethName } from '../veth-name';

export interface CalicoNode {
  readonly name: string;
  /** With the length of its subnet's prefix. */
  readonly address: Cidr4;
  /** Its vxlan.calico's, null for none. */
  readonly tunnel: Cidr4 | null;
  readonly ipipTunnel: Cidr4 | null;
  /** Public key and address of its wireguard.cali; null where it has none. */
  readonly wireguardKey: string | null;
  readonly wireguardAddress: Cidr4 | null;
  readonly labels: ReadonlyMap<string, string>;
  /** Null for that of the whole cluster. */
  readonly asNumber: number | null;
  /** '' for a node that reflects no routes. */
  readonly routeReflectorClusterId: string;
}

function annotatedCidr(annotations: Readonly<Record<string, string>>, key: string): Cidr4 | null {
  const text = annotations[key] ?? '';
  const parsed = parseCidr4(text.includes('/') ? text : `${text}/32`);
  return parsed.ok ? parsed.value : null;
}

/** Null for a node whose calico-node has not said where it is. */
export const calicoNode = remembered(({ metadata }: ApiObject): CalicoNode | null => {
  const { name, annotations = {}, labels = {} } = metadata;
  const address = annotatedCidr(annotations, ANNOTATION.address);
  if (address === null) return null;
  const wireguardKey = checkKey(annotations[ANNOTATION.wireguardKey] ?? '');
  const clusterId = annotations[ANNOTATION.routeReflectorClusterId] ?? '';
  return {
    ...{ name, address },
    tunnel: annotatedCidr(annotations, ANNOTATION.vxlanTunnel),
    ipipTunnel: annotatedCidr(annotations, ANNOTATION.ipipTunnel),
    wireguardKey: wireguardKey.ok ? wireguardKey.value : null,
    wireguardAddress: annotatedCidr(annotations, ANNOTATION.wireguardAddress),
    labels: new Map(Object.entries(labels)),
    asNumber: readAsNumber(annotations[ANNOTATION.asNumber]),
    routeReflectorClusterId: parseIpv4(clusterId).ok ? clusterId : '',
  };
});

/** What all nodes read of the cluster in the same words. A write to it makes another value. */
export interface CalicoNodes {
  readonly all: readonly CalicoNode[];
  readonly byName: ReadonlyMap<string, CalicoNode>;
  /** Sorted; of those with a tunnel of VXLAN the same. */
  readonly addresses: readonly string[];
  readonly vteps: readonly string[];
}

/** Lists that say the same are the same: what follows from one need not be worked out again. */
const sameList = rememberedText(64, (text: string): readonly string[] =>
  text === '' ? [] : text.split(' '),
);

const textOfAddress = remembered(({ address }: CalicoNode): string => formatIpv4(address.addr));

/** As `before` where it says the same: what changes of a cluster is seldom an address. */
function sorted(nodes: readonly CalicoNode[], before: readonly string[]): readonly string[] {
  const texts = nodes.map(textOfAddress);
  const known = new Set(before);
  const fresh = texts.filter((text) => !known.has(text));
  // Nothing is gone, and nothing stands twice.
  const grows = known.size === before.length && texts.length === known.size + fresh.length;
  if (!grows || new Set(texts).size < texts.length) return sameList(texts.sort().join(' '));
  if (fresh.length === 0) return before;
  const all = [...before];
  for (const text of fresh.sort()) {
    const at = all.findIndex((other) => other > text);
    all.splice(at === -1 ? all.length : at, 0, text);
  }
  return sameList(all.join(' '));
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

const NO_NODES: CalicoNodes = { all: [], byName: new Map(), addresses: [], vteps: [] };

/** What was answered last: it is nearly always a part of what comes next. */
let lastNodes = NO_NODES;

export const calicoNodes = remembered((cluster: ClusterState): CalicoNodes => {
  const all = objectsIn(cluster, 'Node').flatMap((object) => calicoNode(object) ?? []);
  const last = lastNodes;
  if (isSameList(all, last.all)) return last;
  lastNodes = {
    all,
    byName: new Map(all.map((node) => [node.name, node])),
    addresses: sorted(all, last.addresses),
    vteps: sorted(
      all.filter(({ tunnel }) => tunnel !== null),
      last.vteps,
    ),
  };
  return lastNodes;
});

/** As a set has it: of a single address it keeps no length. */
function memberText(cidr: Cidr4): string {
  return cidr.len === 32 ? formatIpv4(cidr.addr) : formatCidr4(cidr);
}

export const poolsIn = remembered((cluster: ClusterState) => {
  const pools = readPools(objectsIn(cluster, 'IPPool'));
  const texts = pools.map(({ cidr, natOutgoing }) => ({ cidr: memberText(cidr), natOutgoing }));
  return { pools, texts };
});

/** The cluster as it is now; a control loop runs only where there is one. */
export function clusterNow({ ctx }: Pick<ControllerIo, 'ctx'>): ClusterState {
  return clusterOf(ctx);
}

/** Null for what has no address, or that of its node, or has ended. */
const policyPod = remembered((object: ApiObject): PolicyPod | null => {
  const pod = asKind(object, 'Pod');
  if (pod === null) return null;
  const { metadata, spec, status } = pod;
  const annotated = metadata.annotations?.[POD_IP_ANNOTATION]?.split('/')[0];
  const address = annotated ?? status.podIP;
  const over = status.phase === 'Succeeded' || status.phase === 'Failed';
  if (address === undefined || spec.hostNetwork === true || spec.nodeName === undefined || over) return null;
  const { namespace = 'default', name, labels = {} } = metadata;
  const ports = spec.containers.flatMap((container) =>
    (container.ports ?? []).flatMap(({ name: called, containerPort, protocol = 'TCP' }) =>
      called === undefined ? [] : [{ name: called, protocol: protocol.toLowerCase(), port: containerPort }],
    ),
  );
  return { namespace, name, node: spec.nodeName, address, device: vethName(namespace, name), labels, ports };
});

function podsOn(cluster: ClusterState, node: string): readonly PolicyPod[] {
  return objectsIn(cluster, `Pod/spec.nodeName=${node}`).flatMap((object) => policyPod(object) ?? []);
}

function rulesOf(spec: JsonObject, direction: string, side: string): readonly KubernetesRule[] {
  return entriesAt(spec, direction).map((rule) => ({
    peers: entriesAt(rule, side),
    ports: entriesAt(rule, 'ports'),
  }));
}

/** As the API server checked them: an entry that is null is an empty one. */
function entriesAt(object: JsonObject, key: string): readonly JsonObject[] {
  return listAt(object, key).map((entry) => (isJsonObject(entry) ? entry : {}));
}

const policyOf = remembered(({ metadata, spec = {} }: ApiObject): ActivePolicy => {
  const policy: KubernetesPolicy = {
    name: metadata.name,
    namespace: metadata.namespace ?? 'default',
    podSelector: objectAt(spec, 'podSelector'),
    ingress: rulesOf(spec, 'ingress', 'from'),
    egress: rulesOf(spec, 'egress', 'to'),
    policyTypes: listAt(spec, 'policyTypes').map(String),
  };
  return activePolicy(policy);
});

/** Policies of the cluster in their order, and who belongs to their sets. */
const policiesIn = remembered((cluster: ClusterState) => {
  const policies = sortPolicies(objectsIn(cluster, 'NetworkPolicy').map(policyOf));
  const members = new Map<string, readonly string[]>();
  const labels = new Map<PolicyPod, ReadonlyMap<string, string>>();
  const labelsOf = (pod: PolicyPod): ReadonlyMap<string, string> => {
    const known = labels.get(pod) ?? policyLabels(pod, namespaceLabels(cluster, pod.namespace));
    labels.set(pod, known);
    return known;
  };
  const membersOf = (set: ScannedSet): readonly string[] => {
    const known = members.get(set.id);
    if (known !== undefined) return known;
    const pods = objectsIn(cluster, 'Node').flatMap(({ metadata }) => podsOn(cluster, metadata.name));
    const found = sameList(
      pods
        .filter((pod) => selects(set.selector, labelsOf(pod)))
        .flatMap((pod) => memberTexts(set, pod))
        .join(' '),
    );
    members.set(set.id, found);
    return found;
  };
  return { policies, labelsOf, membersOf };
});

function memberTexts({ namedPort }: ScannedSet, { address, ports }: PolicyPod): readonly string[] {
  if (namedPort === null) return [address];
  return ports
    .filter(({ name, protocol }) => name === namedPort.name && protocol === namedPort.protocol)
    .map(({ protocol, port }) => `${address},${protocol}:${String(port)}`);
}

function namespaceLabels(cluster: ClusterState, name: string): Readonly<Record<string, string>> {
  return cluster.objects.entries.get(objectKey('Namespace', '', name))?.metadata.labels ?? {};
}

/** Whether policies name a pod in their rules: then it is every node's business. */
export function isNamed(cluster: ClusterState, object: ApiObject): boolean {
  const { policies } = policiesIn(cluster);
  const pod = policies.length === 0 ? null : policyPod(object);
  if (pod === null) return false;
  const labels = policyLabels(pod, namespaceLabels(cluster, pod.namespace));
  return policies.some(({ sets }) => sets.some(({ selector }) => selects(selector, labels)));
}

export function policyFacts(io: ControllerIo, backend: string): PolicyFacts {
  const cluster = clusterNow(io);
  const { pools, texts } = backend === 'none' ? { pools: [], texts: NO_POOLS } : poolsIn(cluster);
  const { byName, addresses, vteps } = calicoNodes(cluster);
  const settings = felixSettings(io, io.node);
  const own = byName.get(io.node);
  const { policies, labelsOf, membersOf } = policiesIn(cluster);
  const ownAddress = own === undefined ? '' : formatIpv4(own.address.addr);
  const links = io.ctx.own(io.netns).links;
  return {
    ...{ pods: podsOn(cluster, io.node), policies, labelsOf, membersOf, pools: texts },
    tunnels: tunnelsInUse(pools, settings),
    tunnelDevices: ownTunnels(own),
    settings,
    nodeAddresses: addresses,
    otherVteps:
      own === undefined || own.tunnel === null ? vteps : vteps.filter((text) => text !== ownAddress),
    ownAddresses: links
      .flatMap((link) => (link?.addrs ?? []).map(({ local }) => formatIpv4(local)))
      .filter((text) => !text.startsWith('127.'))
      .sort(),
  };
}

const NO_POOLS: PolicyFacts['pools'] = [];

/** Devices of tunnels that have an address. */
function ownTunnels(node: CalicoNode | undefined): readonly string[] {
  const addresses = { ipip: node?.ipipTunnel ?? null, vxlan: node?.tunnel ?? null };
  return TUNNEL_KINDS.filter((kind) => addresses[kind] !== null).map((kind) => TUNNEL_DEVICE[kind]);
}

/** Text of a key in a ConfigMap's data, '' when it is not there. */
export function configText(object: ApiObject, key: string): string {
  return textAt(object.data ?? {}, key);
}
