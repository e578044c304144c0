/**
 * With whom a node's BIRD speaks: the mesh of all nodes, and peers that BGPPeer objects name.
 * Source: calico v3.32 confd/pkg/backends/calico/bgp_processor.go processMeshPeers, buildPeerFromData; client.go
 * updatePeersV1.
 */
import { selects } from '../selector';
import { parseSelector } from '../selector.parse';

export const DEFAULT_AS_NUMBER = 64512;

export interface BgpNode {
  readonly name: string;
  /** Without the length of its network. */
  readonly address: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Null for that of the whole cluster. */
  readonly asNumber: number | null;
  /** '' for a node that reflects no routes. */
  readonly routeReflectorClusterId: string;
}

/** A BGPPeer object; '' for what it does not say. */
export interface BgpPeerObject {
  readonly node: string;
  readonly nodeSelector: string;
  readonly peerIp: string;
  readonly peerSelector: string;
  readonly asNumber: number;
  /** 0 for BGP's own. */
  readonly port: number;
}

export interface BgpCluster {
  readonly asNumber: number;
  readonly mesh: boolean;
  readonly nodes: readonly BgpNode[];
  readonly peers: readonly BgpPeerObject[];
}

export interface BirdPeer {
  readonly protocol: string;
  readonly neighbor: string;
  readonly asNumber: number;
  /** Waits for the other side to connect. */
  readonly passive: boolean;
  /** The neighbour gets all routes from this reflector. */
  readonly rrClient: boolean;
  readonly rrClusterId: string;
  /** Peers of the mesh are taken to be one hop away. */
  readonly multihop: boolean;
  /** Of the same autonomous system. */
  readonly internal: boolean;
  readonly sourceAddress: string;
}

interface Peering {
  readonly address: string;
  readonly asNumber: number;
  readonly port: number;
  /** A node of the cluster. */
  readonly isNode: boolean;
  readonly clusterId: string;
}

const underscored = (address: string): string => address.replace(/[.:]/g, '_');

export function asNumberOf(node: BgpNode, cluster: BgpCluster): number {
  return node.asNumber ?? cluster.asNumber;
}

/** Of two nodes the one whose address is the smaller text waits, so that they do not both connect. */
function waits(own: string, other: string): boolean {
  return other > own;
}

function meshPeers(own: BgpNode, cluster: BgpCluster): readonly BirdPeer[] {
  if (!cluster.mesh || own.routeReflectorClusterId !== '') return [];
  return cluster.nodes
    .filter(
      ({ address, routeReflectorClusterId }) => address !== own.address && routeReflectorClusterId === '',
    )
    .map((node) => ({
      protocol: `Mesh_${underscored(node.address)}`,
      neighbor: node.address,
      asNumber: asNumberOf(node, cluster),
      passive: waits(own.address, node.address),
      ...{ rrClient: false, rrClusterId: '', multihop: false },
      internal: asNumberOf(node, cluster) === asNumberOf(own, cluster),
      sourceAddress: own.address,
    }));
}

function selected(selector: string, { nodes }: BgpCluster): readonly BgpNode[] {
  const parsed = parseSelector(selector);
  return parsed.ok ? nodes.filter(({ labels }) => selects(parsed.value, labels)) : [];
}

function nodePeering(node: BgpNode, cluster: BgpCluster): Peering {
  return {
    address: node.address,
    asNumber: asNumberOf(node, cluster),
    ...{ port: 0, isNode: true, clusterId: node.routeReflectorClusterId },
  };
}

function peeringsOf(peer: BgpPeerObject, cluster: BgpCluster): readonly Peering[] {
  if (peer.peerSelector !== '') {
    return selected(peer.peerSelector, cluster).map((node) => nodePeering(node, cluster));
  }
  const node = cluster.nodes.find(({ address }) => address === peer.peerIp);
  const { peerIp: address, asNumber, port } = peer;
  return [{ address, asNumber, port, isNode: node !== undefined, clusterId: '' }];
}

/** Nodes an object is about; null for all. */
function localNodes(peer: BgpPeerObject, cluster: BgpCluster): readonly BgpNode[] | null {
  if (peer.nodeSelector !== '') return selected(peer.nodeSelector, cluster);
  return peer.node === '' ? null : cluster.nodes.filter(({ name }) => name === peer.node);
}

/** Whether an object names this node as the peer of others. */
function names(
  { peerSelector, peerIp, asNumber }: BgpPeerObject,
  own: BgpNode,
  cluster: BgpCluster,
): boolean {
  if (peerSelector !== '') return selected(peerSelector, cluster).includes(own);
  return peerIp === own.address && asNumber === asNumberOf(own, cluster);
}

interface Found {
  readonly global: readonly Peering[];
  readonly own: readonly Peering[];
}

const key = ({ address, port }: Peering): string => `${address} ${String(port)}`;

/**
 * Peers of a node: first those of everybody, then its own, then the other side of what names it as a peer. Of several
 * for one address the first counts.
 */
function explicitPeerings(own: BgpNode, cluster: BgpCluster): Found {
  const known = new Set<string>();
  const take = (peerings: readonly Peering[]): readonly Peering[] =>
    peerings.filter((peering) => {
      if (peering.address === own.address || known.has(key(peering))) return false;
      known.add(key(peering));
      return true;
    });
  const forEverybody = cluster.peers.filter((peer) => localNodes(peer, cluster) === null);
  const global = forEverybody.flatMap((peer) => take(peeringsOf(peer, cluster)));
  const forSome = cluster.peers.filter((peer) => localNodes(peer, cluster) !== null);
  const forward = forSome
    .filter((peer) => localNodes(peer, cluster)?.includes(own) === true)
    .flatMap((peer) => take(peeringsOf(peer, cluster)));
  const reverse = cluster.peers
    .filter((peer) => names(peer, own, cluster))
    .flatMap((peer) =>
      take((localNodes(peer, cluster) ?? cluster.nodes).map((node) => nodePeering(node, cluster))),
    );
  return { global, own: [...forward, ...reverse] };
}

function explicitPeer(
  kind: 'Global' | 'Node',
  peering: Peering,
  own: BgpNode,
  cluster: BgpCluster,
): BirdPeer {
  const { address, asNumber, port, isNode, clusterId } = peering;
  const internal = asNumber === asNumberOf(own, cluster);
  const ownCluster = own.routeReflectorClusterId;
  const rrClient = internal && ownCluster !== '' && clusterId !== ownCluster;
  return {
    protocol: `${kind}_${underscored(address)}${port === 0 ? '' : `_port_${String(port)}`}`,
    neighbor: address,
    asNumber,
    passive: kind === 'Global' && isNode && waits(own.address, address),
    rrClient,
    rrClusterId: rrClient ? ownCluster : '',
    multihop: true,
    internal,
    sourceAddress: own.address,
  };
}

/** In the order of their names. */
export function birdPeers(own: BgpNode, cluster: BgpCluster): readonly BirdPeer[] {
  const explicit = explicitPeerings(own, cluster);
  return [
    ...meshPeers(own, cluster),
    ...explicit.global.map((peering) => explicitPeer('Global', peering, own, cluster)),
    ...explicit.own.map((peering) => explicitPeer('Node', peering, own, cluster)),
  ].sort((a, b) => (a.protocol < b.protocol ? -1 : 1));
}
