/** The kinds calicoctl knows, and their tables. Source: calico v3.31 calicoctl/calicoctl/resourcemgr. */
import type { Json, JsonObject } from '../../../base/json';
import { objectAt, textAt } from '../../../base/json';
import { asJson } from '../../../base/json';
import { ANNOTATION, readAsNumber } from '../../../cluster/objects/calico';
import { asKind, type ApiObject } from '../../../model/cluster';

export interface CalicoKind {
  /** As the API server calls it. */
  readonly kind: string;
  readonly plural: string;
  /** What is typed. */
  readonly names: readonly string[];
  readonly heads: readonly string[];
  readonly wide: readonly string[];
  cells(object: ApiObject, asNumber: string): Readonly<Record<string, string>>;
}

/** A value as Go's templates print one. */
export function plain(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const shown = (value: Json | undefined, otherwise: string): string =>
  value === undefined || value === null ? otherwise : plain(value);

const pool: CalicoKind = {
  kind: 'IPPool',
  plural: 'ippools',
  names: ['ippool', 'ippools', 'ipp', 'ipps', 'pool', 'pools'],
  heads: ['NAME', 'CIDR', 'SELECTOR'],
  wide: [
    ...['NAME', 'CIDR', 'NAT', 'IPIPMODE', 'VXLANMODE', 'DISABLED'],
    ...['DISABLEBGPEXPORT', 'SELECTOR', 'ASSIGNMENTMODE'],
  ],
  cells: ({ metadata, spec = {} }) => ({
    NAME: metadata.name,
    CIDR: textAt(spec, 'cidr'),
    NAT: shown(spec['natOutgoing'], 'false'),
    IPIPMODE: shown(spec['ipipMode'], 'Never'),
    VXLANMODE: shown(spec['vxlanMode'], 'Never'),
    DISABLED: shown(spec['disabled'], 'false'),
    DISABLEBGPEXPORT: shown(spec['disableBGPExport'], 'false'),
    SELECTOR: textAt(spec, 'nodeSelector'),
    ASSIGNMENTMODE: shown(spec['assignmentMode'], 'Automatic'),
  }),
};

const peer: CalicoKind = {
  kind: 'BGPPeer',
  plural: 'bgppeers',
  names: ['bgppeer', 'bgppeers', 'bgpp', 'bgpps', 'bp', 'bps'],
  heads: ['NAME', 'PEERIP', 'NODE', 'ASN'],
  wide: ['NAME', 'PEERIP', 'NODE', 'ASN'],
  cells: ({ metadata, spec = {} }) => ({
    NAME: metadata.name,
    PEERIP: textAt(spec, 'peerIP'),
    NODE: textAt(spec, 'node') || textAt(spec, 'nodeSelector') || '(global)',
    ASN: String(readAsNumber(spec['asNumber']) ?? 0),
  }),
};

const configuration: CalicoKind = {
  kind: 'BGPConfiguration',
  plural: 'bgpconfigurations',
  names: ['bgpconfiguration', 'bgpconfigurations', 'bgpconfig', 'bgpconfigs'],
  heads: ['NAME', 'LOGSEVERITY', 'MESHENABLED', 'ASNUMBER'],
  wide: ['NAME', 'LOGSEVERITY', 'MESHENABLED', 'ASNUMBER'],
  cells: ({ metadata, spec = {} }) => ({
    NAME: metadata.name,
    LOGSEVERITY: textAt(spec, 'logSeverityScreen'),
    MESHENABLED: shown(spec['nodeToNodeMeshEnabled'], '-'),
    ASNUMBER: shown(readAsNumber(spec['asNumber']), '-'),
  }),
};

const felix: CalicoKind = {
  kind: 'FelixConfiguration',
  plural: 'felixconfigurations',
  names: ['felixconfiguration', 'felixconfigurations', 'felixconfig', 'felixconfigs'],
  heads: ['NAME'],
  wide: ['NAME'],
  cells: ({ metadata }) => ({ NAME: metadata.name }),
};

/** Fields of a Calico node are annotations of the Kubernetes Node. Source: libcalico-go/lib/backend/k8s/resources/node.go. */
const NODE_FIELDS: Readonly<Record<string, string>> = {
  ipv4Address: ANNOTATION.address,
  ipv4IPIPTunnelAddr: ANNOTATION.ipipTunnel,
  asNumber: ANNOTATION.asNumber,
  routeReflectorClusterID: ANNOTATION.routeReflectorClusterId,
};

const node: CalicoKind = {
  kind: 'Node',
  plural: 'nodes',
  names: ['node', 'nodes', 'no', 'nos'],
  heads: ['NAME'],
  wide: ['NAME', 'ASN', 'IPV4', 'IPV6'],
  cells({ metadata: { name, annotations = {} } }, asNumber) {
    const address = annotations[ANNOTATION.address] ?? '';
    const own = annotations[ANNOTATION.asNumber];
    return { NAME: name, ASN: address === '' ? '' : (own ?? `(${asNumber})`), IPV4: address, IPV6: '' };
  },
};

export const CALICO_KINDS: readonly CalicoKind[] = [node, pool, peer, configuration, felix];

/** The kind a word means, null for none. */
export function calicoKind(word: string): CalicoKind | null {
  return CALICO_KINDS.find(({ names }) => names.includes(word.toLowerCase())) ?? null;
}

/** An object as Calico's own API has it. */
export function calicoObject(object: ApiObject): JsonObject {
  const { metadata } = object;
  const { name, creationTimestamp, resourceVersion, uid, labels, annotations } = metadata;
  const meta = { creationTimestamp, name, resourceVersion, uid };
  if (object.kind !== 'Node')
    return asJson({ ...object, metadata: { ...meta, ...(labels ? { labels } : {}) } });
  const bgp = Object.entries(NODE_FIELDS).flatMap(([field, key]): readonly [string, Json][] => {
    const text = annotations?.[key];
    return text === undefined ? [] : [[field, field === 'asNumber' ? (readAsNumber(text) ?? text) : text]];
  });
  const own = annotations?.[ANNOTATION.address];
  const internal = asKind(object, 'Node')?.status.addresses ?? [];
  const tunnel = annotations?.[ANNOTATION.vxlanTunnel];
  return {
    apiVersion: 'projectcalico.org/v3',
    kind: 'Node',
    metadata: asJson({ ...(annotations ? { annotations } : {}), ...(labels ? { labels } : {}), ...meta }),
    spec: {
      addresses: [
        ...(own === undefined ? [] : [{ address: own, type: 'CalicoNodeIP' }]),
        ...internal.flatMap(({ address, type }) => (type === 'InternalIP' ? [{ address, type }] : [])),
      ],
      ...(bgp.length === 0 ? {} : { bgp: Object.fromEntries(bgp) }),
      ...(tunnel === undefined ? {} : { ipv4VXLANTunnelAddr: tunnel }),
      orchRefs: [{ nodeName: name, orchestrator: 'k8s' }],
    },
    status: {},
  };
}

/** What a patch of a Calico node changes in the Kubernetes Node: labels and those fields that are annotations. */
export function nodePatch(patch: JsonObject): JsonObject {
  const bgp = objectAt(objectAt(patch, 'spec'), 'bgp');
  const annotations = Object.entries(NODE_FIELDS).flatMap(([field, key]): readonly [string, Json][] => {
    const value = bgp[field];
    return value === undefined ? [] : [[key, value === null ? null : plain(value)]];
  });
  const labels = objectAt(patch, 'metadata')['labels'];
  return {
    metadata: { ...(labels === undefined ? {} : { labels }), annotations: Object.fromEntries(annotations) },
  };
}

/** What takes the place of a Calico node: fields that are not said go. Source: node.go mergeCalicoNodeIntoK8sNode. */
export function nodeUpdate(manifest: JsonObject): JsonObject {
  const spec = objectAt(manifest, 'spec');
  const tunnel = textAt(spec, 'ipv4VXLANTunnelAddr');
  const { metadata } = nodePatch(manifest);
  const fields = Object.values(NODE_FIELDS).map((key): readonly [string, Json] => [key, null]);
  const annotations: JsonObject = {
    ...Object.fromEntries(fields),
    [ANNOTATION.vxlanTunnel]: tunnel === '' ? null : tunnel,
    ...objectAt(objectAt({ metadata: metadata ?? null }, 'metadata'), 'annotations'),
  };
  return { metadata: { ...objectAt({ metadata: metadata ?? null }, 'metadata'), annotations } };
}
