/**
 * Which changes concern which node's felix and confd, and what of their work each is. Felix hears of everything in life; its
 * calculation graph passes on what matters on its node. Source: calico felix/calc/calc_graph.go.
 */
import { listAt, textAt } from '../../../base/json';
import { remembered } from '../../../base/remember';
import { objectsIn } from '../../../cluster/apiserver';
import type { Watcher } from '../../../cluster/watch';
import { onEveryNode, type Concerned, type ObjectChange } from '../../../cluster/watch';
import type { ApiObject, ClusterState } from '../../../model/cluster';
import type { Delivery } from '../../../model/event';
import { borrowedOf, readBlock } from '../ipam/block';
import { calicoNode, isNamed, poolsIn } from './facts';

export const KIND = 'calico-node';

/** `rules`: pods and policies. `ways`: blocks of VXLAN pools. `bgp`: what confd writes. `all`: everything. */
export type Part = 'rules' | 'ways' | 'bgp' | 'all';

const PARTS: Readonly<Record<string, Part>> = {
  ...{ Pod: 'rules', NetworkPolicy: 'rules', Namespace: 'rules', IPAMBlock: 'ways' },
  ...{ BlockAffinity: 'bgp', BGPConfiguration: 'bgp', BGPPeer: 'bgp' },
};

export function partOf({ kind }: ApiObject): Part {
  return PARTS[kind] ?? 'all';
}

/** The same of many deliveries from number `from` on, up to the first that no object brings. */
export function partsFrom(deliveries: readonly Delivery[], from: number): readonly Part[] {
  const parts: Part[] = [];
  for (let at = from; at < deliveries.length; at += 1) {
    const request = deliveries[at]?.request;
    if (request === undefined || !('object' in request)) break;
    parts.push(partOf(request.object));
  }
  return parts;
}

const NOBODY: readonly string[] = [];
const everyNode = onEveryNode(KIND);
const on = (node: string): string => `${node}/${KIND}`;

export function watchesOf(isConfigMap: (object: ApiObject) => boolean): Watcher['watches'] {
  return {
    ConfigMap: (object, cluster) => (isConfigMap(object) ? everyNode(object, cluster) : NOBODY),
    IPPool: everyNode,
    IPAMBlock: blockWatchers,
    // Others hear of a block by BGP, or by the block itself.
    BlockAffinity: ({ spec }) => [on(textAt(spec ?? {}, 'node'))],
    BGPConfiguration: everyNode,
    BGPPeer: everyNode,
    FelixConfiguration: everyNode,
    NetworkPolicy: everyNode,
    Namespace: everyNode,
    Node: nodeWatchers,
    Pod: podWatchers,
  };
}

/** Annotations say where it is, labels with whom it speaks: the others know it once it has said the first. */
function nodeWatchers(object: ApiObject, cluster: ClusterState, change: ObjectChange): Concerned {
  const { metadata } = object;
  const before = change.reason === 'modified' ? change.before : null;
  if (before?.metadata.annotations === metadata.annotations && before?.metadata.labels === metadata.labels)
    return before === null ? [on(metadata.name)] : NOBODY;
  const known = calicoNode(object) !== null || (before !== null && calicoNode(before) !== null);
  return known ? everyNode(object, cluster) : [on(metadata.name)];
}

/** A pod counts from the moment it has an address; what else changes but its labels is nobody's business. */
function podWatchers(object: ApiObject, cluster: ClusterState, change: ObjectChange): Concerned {
  if (change.reason === 'added') return NOBODY;
  const before = change.reason === 'modified' ? change.before : null;
  const { labels, annotations } = object.metadata;
  if (before !== null && before.metadata.labels === labels && before.metadata.annotations === annotations)
    return NOBODY;
  if (isNamed(cluster, object) || (before !== null && isNamed(cluster, before)))
    return everyNode(object, cluster);
  const node = textAt(object.spec ?? {}, 'nodeName');
  return node === '' ? NOBODY : [on(node)];
}

/** What of a block is written into kernels: whose it is, and which addresses of it others have. */
const told = remembered((object: ApiObject): string => {
  const block = readBlock(object);
  if (block === null) return '';
  const singles = borrowedOf(block).map(({ address, node }) => `${String(address)}/${node}`);
  return [block.node, ...singles].join(' ');
});

function blockWatchers(object: ApiObject, cluster: ClusterState, change: ObjectChange): Concerned {
  const wrapped = poolsIn(cluster).pools.some(({ vxlanMode }) => vxlanMode !== 'Never');
  const sealed = objectsIn(cluster, 'FelixConfiguration').some(
    ({ spec = {} }) => spec['wireguardEnabled'] === true,
  );
  if (!wrapped && !sealed) return NOBODY;
  if (change.reason === 'modified') {
    // The usual: the node gives one of its own addresses, or takes it back.
    const same = listAt(object.spec ?? {}, 'allocations').length > 0 && told(change.before) === told(object);
    if (same) return NOBODY;
  }
  return everyNode(object, cluster);
}
