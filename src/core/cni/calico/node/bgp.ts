/** What calico-node reads of the API server for its node's BIRD. Source: calico confd/pkg/backends/calico/client.go. */
import { listAt, textAt } from '../../../base/json';
import type { ControllerIo } from '../../../cluster/controller';
import { DEFAULT_AS_NUMBER, readAsNumber, readDuration, readPeerIp } from '../../../cluster/objects/calico';
import type { ApiObject } from '../../../model/cluster';
import { formatCidr4, formatIpv4, networkOf, parseCidr4 } from '../../../wire/addr';
import type { BirdBlock, BirdFacts } from '../bird/config';
import {
  PEER_SETTINGS,
  type BgpCluster,
  type BgpNode,
  type BgpPeerObject,
  type PeerSettings,
} from '../bird/peers';
import { readPools } from '../pool';
import { parseSelector } from '../selector.parse';
import { calicoNodes, type CalicoNode } from './facts';

const DEFAULT = 'default';

/** BGPConfiguration of the cluster, or of a node; nothing where there is none. */
function configuration(io: ControllerIo, name: string): NonNullable<ApiObject['spec']> {
  return io.get('BGPConfiguration', '', name)?.spec ?? {};
}

function numberAt(spec: NonNullable<ApiObject['spec']>, key: string): number | null {
  const value = spec[key];
  return typeof value === 'number' ? value : null;
}

function bgpNode(io: ControllerIo, node: CalicoNode): BgpNode {
  const listenPort = numberAt(configuration(io, `node.${node.name}`), 'listenPort');
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

const byName = (a: ApiObject, b: ApiObject): number => (a.metadata.name < b.metadata.name ? -1 : 1);

/** Null while the node has not said where it is. */
export function birdFacts(io: ControllerIo): BirdFacts | null {
  const nodes = calicoNodes(io);
  const node = nodes.find(({ name }) => name === io.node);
  const bgpNodes = nodes.map((each) => bgpNode(io, each));
  const self = bgpNodes.find(({ name }) => name === io.node);
  if (node === undefined || self === undefined) return null;
  const all = configuration(io, DEFAULT);
  const own = configuration(io, `node.${io.node}`);
  const { addr, len } = node.address;
  const listenPort = numberAt(all, 'listenPort');
  const restart = restartTimeOf(all, 'nodeMeshMaxRestartTime');
  const cluster: BgpCluster = {
    asNumber: readAsNumber(all['asNumber']) ?? DEFAULT_AS_NUMBER,
    mesh: all['nodeToNodeMeshEnabled'] !== false,
    nodes: bgpNodes,
    peers: [...io.find('BGPPeer')].sort(byName).flatMap(peerObject),
    ...(listenPort === null ? {} : { listenPort }),
    ...(restart === null ? {} : { meshRestartTimeSec: restart }),
  };
  const said = (key: string): string => textAt(own, key) || textAt(all, key);
  const ignored = Array.isArray(own['ignoredInterfaces']) ? own : all;
  return {
    own: self,
    cluster,
    network: formatCidr4({ addr: networkOf(addr, len), len }),
    pools: readPools(io.find('IPPool')).map((pool) => ({
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
