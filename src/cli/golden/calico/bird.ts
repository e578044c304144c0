/** What confd writes for BIRD: bird-config. */
import { need } from '../../../core/base/assert';
import { DEFAULT_AS_NUMBER } from '../../../core/cluster/objects/calico';
import { aggregationLines, staticBlackholes } from '../../../core/cni/calico/bird/aggregation';
import {
  asNumberOf,
  birdPeers,
  type BgpCluster,
  type BgpNode,
  type BirdPeer,
} from '../../../core/cni/calico/bird/peers';
import { poolFilters, type IpPool, type PoolMode } from '../../../core/cni/calico/bird/pools';
import { formatCidr4, networkOf } from '../../../core/wire/addr';
import { compared, net } from '../compare';
import type { Json, JsonObject } from '../json';
import { isObject, member, objectsOf, omit, pick, textOf } from '../json';
import type { Played } from '../played';
import { textsOf } from './read';

const MODES: readonly PoolMode[] = ['Always', 'CrossSubnet', 'Never'];

function poolOf(pool: JsonObject): IpPool {
  const mode = (key: string): PoolMode => MODES.find((each) => each === textOf(pool, key)) ?? 'Never';
  return {
    cidr: textOf(pool, 'cidr'),
    ipipMode: mode('ipipMode'),
    vxlanMode: mode('vxlanMode'),
    disableBgpExport: pool['disableBGPExport'] === true,
  };
}

function nodeOf(node: JsonObject): BgpNode {
  const labels = member(node, 'labels');
  const [address = ''] = textOf(node, 'ipv4Address').split('/');
  return {
    name: textOf(node, 'name'),
    address,
    labels: new Map(Object.keys(labels).map((key) => [key, textOf(labels, key)])),
    asNumber: typeof node['asNumber'] === 'number' ? node['asNumber'] : null,
    routeReflectorClusterId: textOf(node, 'routeReflectorClusterID'),
  };
}

function clusterOf(input: JsonObject): BgpCluster {
  const { asNumber, nodeToNodeMeshEnabled } = member(input, 'bgpConfiguration');
  return {
    asNumber: typeof asNumber === 'number' ? asNumber : DEFAULT_AS_NUMBER,
    mesh: nodeToNodeMeshEnabled !== false,
    nodes: objectsOf(input['nodes']).map(nodeOf),
    peers: objectsOf(input['bgpPeers']).map((peer) => ({
      node: textOf(peer, 'node'),
      nodeSelector: textOf(peer, 'nodeSelector'),
      peerIp: textOf(peer, 'peerIP'),
      peerSelector: textOf(peer, 'peerSelector'),
      asNumber: Number(peer['asNumber'] ?? 0),
      port: Number(peer['port'] ?? 0),
    })),
  };
}

function peerJson(peer: BirdPeer): JsonObject {
  const { protocol, neighbor, passive, rrClient, multihop, sourceAddress } = peer;
  return {
    ...{ protocol, neighbor, as: peer.asNumber, passive, rrClient, multihop },
    ...{ internalPeer: peer.internal, sourceAddress },
    ...(peer.rrClient ? { rrClusterID: peer.rrClusterId } : {}),
  };
}

/** The parts of each peer that a case names. */
function namedParts(expected: Json | undefined, peers: readonly BirdPeer[]): readonly JsonObject[] {
  const [first] = objectsOf(expected);
  const partial = first !== undefined && !Object.hasOwn(first, 'multihop');
  return peers
    .map(peerJson)
    .map((json) => (partial && isObject(first) ? pick(json, Object.keys(first)) : json));
}

function playCluster(input: JsonObject, expected: JsonObject): JsonObject {
  const cluster = clusterOf(input);
  const name = textOf(input, 'thisNode');
  const own = need(
    cluster.nodes.find((node) => node.name === name),
    `node ${name}`,
  );
  const annotated = objectsOf(input['nodes']).find((node) => textOf(node, 'name') === name);
  const { addr, len } = net(textOf(annotated ?? {}, 'ipv4Address'));
  const filters = poolFilters(
    objectsOf(input['ippools']).map(poolOf),
    formatCidr4({ addr: networkOf(addr, len), len }),
  );
  return {
    routerID: own.address,
    localAS: asNumberOf(own, cluster),
    peers: namedParts(expected['peers'], birdPeers(own, cluster)),
    kernelFilterPoolLines: filters.kernel,
    exportFilterPoolLines: [...filters.exportDisabled, ...filters.exportEnabled],
  };
}

/** Addresses alone are a mesh of nodes of which nothing else is known. */
function playAddresses(input: JsonObject, expected: JsonObject): JsonObject {
  const nodes = textsOf(input['nodeIPs']).map((address) => nodeOf({ name: address, ipv4Address: address }));
  const own = nodeOf({ ipv4Address: textOf(input, 'thisNodeIP') });
  const cluster = { asNumber: DEFAULT_AS_NUMBER, mesh: true, nodes, peers: [] };
  return { peers: namedParts(expected['peers'], birdPeers(own, cluster)) };
}

function playBlocks(input: JsonObject): JsonObject {
  return {
    staticBlackholes: staticBlackholes(textsOf(input['localBlocks'])),
    perBlockRulesInOrder: aggregationLines('BLOCK', true),
  };
}

export function birdConfig(golden: JsonObject): Played {
  const input = member(golden, 'input');
  // Remarks are for readers.
  const expected = omit(member(golden, 'expected'), ['note']);
  if (input['localBlocks'] !== undefined) return compared(expected, playBlocks(input));
  if (input['nodeIPs'] !== undefined) return compared(expected, playAddresses(input, expected));
  return compared(expected, playCluster(input, expected));
}
