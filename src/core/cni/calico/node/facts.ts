/** What calico-node reads of the API server, in the forms that felix calculates with. */
import type { JsonObject } from '../../../base/json';
import { isJsonObject, listAt, objectAt, textAt } from '../../../base/json';
import type { ControllerIo } from '../../../cluster/controller';
import { ANNOTATION, readAsNumber } from '../../../cluster/objects/calico';
import { asKind, type ApiObject, type Pod } from '../../../model/cluster';
import { formatCidr4, formatIpv4, parseCidr4, parseIpv4, type Cidr4 } from '../../../wire/addr';
import type { PolicyFacts, PolicyPod } from '../felix/desired';
import { felixSettings } from '../felix/settings';
import { TUNNEL_DEVICE, TUNNEL_KINDS, tunnelsInUse } from '../felix/tunnels-in-use';
import type { KubernetesPolicy, KubernetesRule } from '../knp';
import { POD_IP_ANNOTATION } from '../plugin';
import { readPools } from '../pool';
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

/** Nodes whose calico-node has said where they are. */
export function calicoNodes(io: Pick<ControllerIo, 'find'>): readonly CalicoNode[] {
  return io.find('Node').flatMap(({ metadata: { name, annotations = {}, labels = {} } }) => {
    const address = annotatedCidr(annotations, ANNOTATION.address);
    if (address === null) return [];
    const clusterId = annotations[ANNOTATION.routeReflectorClusterId] ?? '';
    return [
      {
        ...{ name, address },
        tunnel: annotatedCidr(annotations, ANNOTATION.vxlanTunnel),
        ipipTunnel: annotatedCidr(annotations, ANNOTATION.ipipTunnel),
        wireguardKey: annotations[ANNOTATION.wireguardKey] ?? null,
        wireguardAddress: annotatedCidr(annotations, ANNOTATION.wireguardAddress),
        labels: new Map(Object.entries(labels)),
        asNumber: readAsNumber(annotations[ANNOTATION.asNumber]),
        routeReflectorClusterId: parseIpv4(clusterId).ok ? clusterId : '',
      },
    ];
  });
}

/** `io.list` looks through all objects: pods of every node are found by node instead. */
function podsOf(io: ControllerIo): readonly Pod[] {
  return io
    .find('Node')
    .flatMap(({ metadata }) => io.find(`Pod/spec.nodeName=${metadata.name}`))
    .flatMap((object) => asKind(object, 'Pod') ?? []);
}

function policyPod({ metadata, spec, status }: Pod): readonly PolicyPod[] {
  const annotated = metadata.annotations?.[POD_IP_ANNOTATION]?.split('/')[0];
  const address = annotated ?? status.podIP;
  const over = status.phase === 'Succeeded' || status.phase === 'Failed';
  if (address === undefined || spec.hostNetwork === true || spec.nodeName === undefined || over) return [];
  const { namespace = 'default', name, labels = {} } = metadata;
  const ports = spec.containers.flatMap((container) =>
    (container.ports ?? []).flatMap(({ name: called, containerPort, protocol = 'TCP' }) =>
      called === undefined ? [] : [{ name: called, protocol: protocol.toLowerCase(), port: containerPort }],
    ),
  );
  return [
    { namespace, name, node: spec.nodeName, address, device: vethName(namespace, name), labels, ports },
  ];
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

function policyOf({ metadata, spec = {} }: ApiObject): KubernetesPolicy {
  return {
    name: metadata.name,
    namespace: metadata.namespace ?? 'default',
    podSelector: objectAt(spec, 'podSelector'),
    ingress: rulesOf(spec, 'ingress', 'from'),
    egress: rulesOf(spec, 'egress', 'to'),
    policyTypes: listAt(spec, 'policyTypes').map(String),
  };
}

export function policyFacts(io: ControllerIo, backend: string): PolicyFacts {
  const pools = backend === 'none' ? [] : readPools(io.find('IPPool'));
  const nodes = calicoNodes(io);
  const settings = felixSettings(io, io.node);
  const links = io.ctx.own(io.netns).links;
  return {
    node: io.node,
    pods: podsOf(io).flatMap(policyPod),
    namespaces: new Map(io.find('Namespace').map(({ metadata }) => [metadata.name, metadata.labels ?? {}])),
    policies: io.find('NetworkPolicy').map(policyOf),
    pools: pools.map(({ cidr, natOutgoing }) => ({ cidr: formatCidr4(cidr), natOutgoing })),
    tunnels: tunnelsInUse(pools, settings),
    tunnelDevices: ownTunnels(nodes.find(({ name }) => name === io.node)),
    settings,
    nodeAddresses: nodes.map(({ address }) => formatIpv4(address.addr)).sort(),
    otherVteps: nodes
      .filter(({ name, tunnel }) => name !== io.node && tunnel !== null)
      .map(({ address }) => formatIpv4(address.addr))
      .sort(),
    ownAddresses: links
      .flatMap((link) => (link?.addrs ?? []).map(({ local }) => formatIpv4(local)))
      .filter((text) => !text.startsWith('127.'))
      .sort(),
  };
}

/** Devices of tunnels that have an address. */
function ownTunnels(node: CalicoNode | undefined): readonly string[] {
  const addresses = { ipip: node?.ipipTunnel ?? null, vxlan: node?.tunnel ?? null };
  return TUNNEL_KINDS.filter((kind) => addresses[kind] !== null).map((kind) => TUNNEL_DEVICE[kind]);
}

/** Text of a key in a ConfigMap's data, '' when it is not there. */
export function configText(object: ApiObject, key: string): string {
  return textAt(object.data ?? {}, key);
}
