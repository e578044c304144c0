/** What calico-node reads of the API server for its node's BIRD. Source: calico confd/pkg/backends/calico/client.go. */
import { listAt, textAt } from '../../../base/json';
import { remembered } from '../../../base/remember';
import { objectsIn } from '../../../cluster/apiserver';
import type { ControllerIo } from '../../../cluster/controller';
import { DEFAULT_AS_NUMBER, readAsNumber, readDuration, readPeerIp } from '../../../cluster/objects/calico';
import { objectKey, type ApiObject, type ClusterState } from '../../../model/cluster';
import { formatCidr4, formatIpv4, networkOf, parseCidr4 } from '../../../wire/addr';
import type { BirdBlock, BirdFacts } from '../bird/config';
import {
  PEER_SETTINGS,
  type BgpCluster,
  type BgpNode,
  type BgpPeerObject,
  type PeerSettings,
} from '../bird/peers';
import { parseSelector } from '../selector.parse';
import { calicoNodes, clusterNow, poolsIn, type CalicoNode, type CalicoNodes } from './facts';

const DEFAULT = 'default';

/** BGPConfiguration of the cluster, or of a node; nothing where there is none. */
function configuration(cluster: ClusterState, name: string): NonNullable<ApiObject['spec']> {
  return cluster.objects.entries.get(objectKey('BGPConfiguration', '', name))?.spec ?? {};
}

function numberAt(spec: NonNullable<ApiObject['spec']>, key: string): number | null {
  const value = spec[key];
  return typeof value === 'number' ? value : null;
}

/** `cluster` is null where no node has a configuration of its own. */
function bgpNode(cluster: ClusterState | null, node: CalicoNode): BgpNode {
  const own = cluster === null ? {} : configuration(cluster, `node.${node.name}`);
  const listenPort = numberAt(own, 'listenPort');
  return {
    name: node.name,
    address: formatIpv4(node.address.addr),
    labels: node.labels,
    asNumber: node.asNumber,
    routeReflectorClusterId: node.routeReflectorClusterId,
    ...(listenPort === null ? {} : { listenPort }),
  };
}

/** Its field of the capability has twelve bits (RFC 4724 section 3). */
const RESTART_TIME_MAX_SEC = 0xfff;

function restartTimeOf(spec: NonNullable<ApiObject['spec']>, key: string): number | null {
  const seconds = readDuration(textAt(spec, key));
  return seconds === null ? null : Math.min(Math.max(Math.round(seconds), 0), RESTART_TIME_MAX_SEC);
}

function settingsOf(spec: NonNullable<ApiObject['spec']>): PeerSettings {
  const mode = textAt(spec, 'nextHopMode');
  const localAs = readAsNumber(spec['localASNumber']);
  return {
    ...PEER_SETTINGS,
    usesNodeIp: textAt(spec, 'sourceAddress') !== 'None',
    nextHop: mode === 'Self' ? 'self' : mode === 'Keep' ? 'keep' : null,
    keepsNextHopOutside: spec['keepOriginalNextHop'] === true,
    restartTimeSec: restartTimeOf(spec, 'maxRestartTime'),
    allowLocalAs: numberAt(spec, 'numAllowedLocalASNumbers') ?? 0,
    ttlSecurity: numberAt(spec, 'ttlSecurity') ?? 0,
    localAs: localAs === 0 ? null : localAs,
    reachableBy: textAt(spec, 'reachableBy'),
    reverse: textAt(spec, 'reversePeering') !== 'Manual',
  };
}

/** What names peers of IPv6 or workloads leads to no session here. */
function peerObject({ spec = {} }: ApiObject): readonly BgpPeerObject[] {
  const peer = readPeerIp(textAt(spec, 'peerIP'));
  const peerSelector = textAt(spec, 'peerSelector');
  const meant = peerSelector !== '' || (peer !== null && !peer.ip.includes(':'));
  if (!meant || textAt(spec, 'localWorkloadSelector') !== '') return [];
  return [
    {
      node: textAt(spec, 'node'),
      nodeSelector: textAt(spec, 'nodeSelector'),
      peerIp: peer?.ip ?? '',
      peerSelector,
      asNumber: readAsNumber(spec['asNumber']) ?? 0,
      port: peer?.port ?? 0,
      settings: settingsOf(spec),
    },
  ];
}

/** Selectors that cannot be read select nobody. */
export function unreadableSelectors(peers: readonly ApiObject[]): readonly string[] {
  return peers.flatMap(({ metadata, spec = {} }) =>
    ['nodeSelector', 'peerSelector'].flatMap((key) => {
      const text = textAt(spec, key);
      const parsed = text === '' ? null : parseSelector(text);
      return parsed?.ok === false
        ? [`BGPPeer ${metadata.name}: ${key} ${JSON.stringify(text)}: ${parsed.error}`]
        : [];
    }),
  );
}

/** What is no network of IPv4 is nobody's block: its name comes into BIRD's file. */
function blocksOf(io: ControllerIo): readonly BirdBlock[] {
  return io
    .find(`BlockAffinity/node=${io.node}`)
    .flatMap(({ spec = {} }): readonly BirdBlock[] => {
      const cidr = parseCidr4(textAt(spec, 'cidr'));
      if (!cidr.ok || networkOf(cidr.value.addr, cidr.value.len) !== cidr.value.addr) return [];
      const state = textAt(spec, 'state') === 'confirmed' ? 'confirmed' : 'pending';
      return [{ cidr: formatCidr4(cidr.value), state }];
    })
    .sort((a, b) => (a.cidr < b.cidr ? -1 : 1));
}

const DEFAULTS_ONLY = 1;

/** Where no node has a configuration of its own all that follows from the Nodes alone. */
const plainNodes = remembered(({ all }: CalicoNodes) => withNames(all.map((node) => bgpNode(null, node))));

function bgpNodes(cluster: ClusterState): BgpNodes {
  const known = calicoNodes(cluster);
  const configurations = objectsIn(cluster, 'BGPConfiguration').length;
  const isPlain = configurations === 0 || (configurations === DEFAULTS_ONLY && hasDefault(cluster));
  return isPlain ? plainNodes(known) : withNames(known.all.map((node) => bgpNode(cluster, node)));
}

interface BgpNodes {
  readonly nodes: readonly BgpNode[];
  readonly byName: ReadonlyMap<string, BgpNode>;
}

function withNames(nodes: readonly BgpNode[]): BgpNodes {
  return { nodes, byName: new Map(nodes.map((node) => [node.name, node])) };
}

function hasDefault({ objects }: ClusterState): boolean {
  return objects.entries.has(objectKey('BGPConfiguration', '', DEFAULT));
}

const byName = (a: ApiObject, b: ApiObject): number => (a.metadata.name < b.metadata.name ? -1 : 1);

/** What all nodes read alike. */
const bgpIn = remembered((cluster: ClusterState): BgpCluster & BgpNodes => {
  const all = configuration(cluster, DEFAULT);
  const listenPort = numberAt(all, 'listenPort');
  const restart = restartTimeOf(all, 'nodeMeshMaxRestartTime');
  return {
    asNumber: readAsNumber(all['asNumber']) ?? DEFAULT_AS_NUMBER,
    mesh: all['nodeToNodeMeshEnabled'] !== false,
    ...bgpNodes(cluster),
    peers: objectsIn(cluster, 'BGPPeer').sort(byName).flatMap(peerObject),
    ...(listenPort === null ? {} : { listenPort }),
    ...(restart === null ? {} : { meshRestartTimeSec: restart }),
  };
});

/** Null while the node has not said where it is. */
export function birdFacts(io: ControllerIo): BirdFacts | null {
  const state = clusterNow(io);
  const cluster = bgpIn(state);
  const node = calicoNodes(state).byName.get(io.node);
  const self = cluster.byName.get(io.node);
  if (node === undefined || self === undefined) return null;
  const all = configuration(state, DEFAULT);
  const own = configuration(state, `node.${io.node}`);
  const { addr, len } = node.address;
  const said = (key: string): string => textAt(own, key) || textAt(all, key);
  const ignored = Array.isArray(own['ignoredInterfaces']) ? own : all;
  return {
    own: self,
    cluster,
    network: formatCidr4({ addr: networkOf(addr, len), len }),
    pools: poolsIn(state).pools.map((pool) => ({
      cidr: formatCidr4(pool.cidr),
      ipipMode: pool.ipipMode,
      vxlanMode: pool.vxlanMode,
      disableBgpExport: pool.disableBgpExport,
    })),
    blocks: blocksOf(io),
    logLevel: said('logSeverityScreen'),
    bindsNodeIp: said('bindMode') === 'NodeIP',
    ignoredInterfaces: listAt(ignored, 'ignoredInterfaces').map(String),
  };
}
