/**
 * With whom a node's BIRD speaks: the mesh of all nodes, and peers that BGPPeer objects name.
 * Source: calico v3.32 confd/pkg/backends/calico/bgp_processor.go processMeshPeers, buildPeerFromData; client.go
 * updatePeersV1.
 */
import { remembered, rememberedText } from '../../../base/remember';
import { selects } from '../selector';
import { parseSelector } from '../selector.parse';

export interface BgpNode {
  readonly name: string;
  /** Without the length of its network. */
  readonly address: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Null for that of the whole cluster. */
  readonly asNumber: number | null;
  /** '' for a node that reflects no routes. */
  readonly routeReflectorClusterId: string;
  /** Where its BIRD listens; none for where all do. */
  readonly listenPort?: number;
}

/** What a BGPPeer says of the sessions it makes. */
export interface PeerSettings {
  /** The session comes from the node's own address; else from where the route leads. */
  readonly usesNodeIp: boolean;
  /** Null for BIRD's own choice. */
  readonly nextHop: 'self' | 'keep' | null;
  /** keepOriginalNextHop: as `keep` for peers of other autonomous systems. */
  readonly keepsNextHopOutside: boolean;
  readonly restartTimeSec: number | null;
  readonly allowLocalAs: number;
  /** Hops; 0 for no check of the TTL. */
  readonly ttlSecurity: number;
  /** Another number to be known by. */
  readonly localAs: number | null;
  /** A gateway to the peer's address, '' for none. */
  readonly reachableBy: string;
  /** Whoever is named as a peer has the other as a peer. */
  readonly reverse: boolean;
}

export const PEER_SETTINGS: PeerSettings = {
  ...{ usesNodeIp: true, nextHop: null, keepsNextHopOutside: false, restartTimeSec: null, allowLocalAs: 0 },
  ...{ ttlSecurity: 0, localAs: null, reachableBy: '', reverse: true },
};

/** A BGPPeer object; '' for what it does not say. */
export interface BgpPeerObject {
  readonly node: string;
  readonly nodeSelector: string;
  readonly peerIp: string;
  readonly peerSelector: string;
  readonly asNumber: number;
  /** 0 for BGP's own. */
  readonly port: number;
  readonly settings?: PeerSettings;
}

export interface BgpCluster {
  readonly asNumber: number;
  readonly mesh: boolean;
  readonly nodes: readonly BgpNode[];
  readonly peers: readonly BgpPeerObject[];
  /** Where BIRD listens on nodes that say nothing else. */
  readonly listenPort?: number;
  /** Of sessions of the mesh. */
  readonly meshRestartTimeSec?: number;
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
  /** '' for what the route says. */
  readonly sourceAddress: string;
  /** 0 for BGP's own. */
  readonly port: number;
  readonly localAs: number | null;
  readonly ttlSecurity: number;
  readonly restartTimeSec: number | null;
  readonly nextHop: 'self' | 'keep' | null;
  readonly allowLocalAs: number;
  readonly reachableBy: string;
}

interface Peering {
  readonly address: string;
  readonly asNumber: number;
  readonly port: number;
  /** A node of the cluster. */
  readonly isNode: boolean;
  readonly clusterId: string;
  readonly settings: PeerSettings;
}

/** Selectors of which the answer is kept. */
const SELECTORS_MAX = 256;

const underscored = (address: string): string => address.replace(/[.:]/g, '_');

function portOf(node: BgpNode, cluster: BgpCluster): number {
  return node.listenPort ?? cluster.listenPort ?? 0;
}

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
      port: portOf(node, cluster),
      ...{ localAs: null, ttlSecurity: 0, nextHop: null, allowLocalAs: 0, reachableBy: '' },
      restartTimeSec: cluster.meshRestartTimeSec ?? null,
    }));
}

/** Every node asks the same of one cluster. */
const selections = remembered(({ nodes }: BgpCluster) =>
  rememberedText(SELECTORS_MAX, (selector) => {
    const parsed = parseSelector(selector);
    return new Set(parsed.ok ? nodes.filter(({ labels }) => selects(parsed.value, labels)) : []);
  }),
);

function selected(selector: string, cluster: BgpCluster): ReadonlySet<BgpNode> {
  return selections(cluster)(selector);
}

function nodePeering(node: BgpNode, cluster: BgpCluster, settings: PeerSettings): Peering {
  return {
    address: node.address,
    asNumber: asNumberOf(node, cluster),
    port: portOf(node, cluster),
    ...{ isNode: true, clusterId: node.routeReflectorClusterId, settings },
  };
}

function peeringsOf(peer: BgpPeerObject, cluster: BgpCluster): readonly Peering[] {
  const { peerIp: address, asNumber, settings = PEER_SETTINGS } = peer;
  if (peer.peerSelector !== '') {
    return [...selected(peer.peerSelector, cluster)].map((node) => nodePeering(node, cluster, settings));
  }
  if (address === '') return [];
  const node = cluster.nodes.find((one) => one.address === address);
  const listens = node !== undefined && asNumberOf(node, cluster) === asNumber ? portOf(node, cluster) : 0;
  const port = peer.port === 0 ? listens : peer.port;
  return [{ address, asNumber, port, isNode: node !== undefined, clusterId: '', settings }];
}

/** Nodes an object is about; null for all. */
function localNodes(peer: BgpPeerObject, cluster: BgpCluster): ReadonlySet<BgpNode> | null {
  if (peer.nodeSelector !== '') return selected(peer.nodeSelector, cluster);
  return peer.node === '' ? null : new Set(cluster.nodes.filter(({ name }) => name === peer.node));
}

/** Whether an object names this node as the peer of others. */
function names(
  { peerSelector, peerIp, asNumber }: BgpPeerObject,
  own: BgpNode,
  cluster: BgpCluster,
): boolean {
  if (peerSelector !== '') return selected(peerSelector, cluster).has(own);
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
  const about = cluster.peers.map((peer) => ({ peer, local: localNodes(peer, cluster) }));
  const global = about.flatMap(({ peer, local }) => (local === null ? take(peeringsOf(peer, cluster)) : []));
  const forward = about.flatMap(({ peer, local }) =>
    local?.has(own) === true ? take(peeringsOf(peer, cluster)) : [],
  );
  const reverse = about.flatMap(({ peer, local }) => {
    const { settings = PEER_SETTINGS } = peer;
    if (!settings.reverse || !names(peer, own, cluster)) return [];
    return take([...(local ?? cluster.nodes)].map((node) => nodePeering(node, cluster, settings)));
  });
  return { global, own: [...forward, ...reverse] };
}

function explicitPeer(
  kind: 'Global' | 'Node',
  peering: Peering,
  own: BgpNode,
  cluster: BgpCluster,
): BirdPeer {
  const { address, asNumber, port, isNode, clusterId, settings } = peering;
  const { localAs, ttlSecurity, restartTimeSec, allowLocalAs, reachableBy } = settings;
  const internal = asNumber === (localAs ?? asNumberOf(own, cluster));
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
    sourceAddress: settings.usesNodeIp ? own.address : '',
    ...{ port, localAs, ttlSecurity, restartTimeSec, allowLocalAs, reachableBy },
    nextHop: settings.nextHop ?? (settings.keepsNextHopOutside && !internal ? 'keep' : null),
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
