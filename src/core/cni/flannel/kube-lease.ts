/**
 * Kubernetes as the subnet manager: a lease is the podCIDR of a Node and flannel's annotations on it.
 * Source: flannel pkg/subnet/kube/kube.go nodeToLease, AcquireLease, handleAddLeaseEvent, handleUpdateLeaseEvent.
 */
import { err, ok, type Result } from '../../base/result';
import { formatCidr4, formatIpv4, type Cidr4 } from '../../wire/addr';
import type { AnnotationKeys } from './annotations';
import type { Lease, LeaseAttrs, LeaseEvent } from './lease';
import { NO_NET4, containsNet, invalidCidr, isNoNet4, parseIp, parseNet, type ParsedNet } from './net';
import { annotationsOf, type NodeObject } from './node-object';

/** The networks of a node's pods. `self` is the daemon's own node, which its messages name in any case. */
function podNets(node: NodeObject, self: string): Result<readonly ParsedNet[], string> {
  const { podCIDR = '', podCIDRs = [] } = node.spec ?? {};
  if (podCIDRs.length > 2) return err(`node "${self}" pod cidrs should be IPv4/IPv6 only or dualstack`);
  const nets: ParsedNet[] = [];
  for (const text of podCIDRs.length === 0 ? [podCIDR] : podCIDRs) {
    const net = parseNet(text);
    if (net === null) return err(invalidCidr(text));
    nets.push(net);
  }
  return ok(nets);
}

/** What a Node says about its lease, or why it says nothing. All nodes read the same Nodes, so each is read once. */
export function nodeToLease(node: NodeObject, keys: AnnotationKeys, self: string): Result<Lease, string> {
  const known = LEASES.get(node);
  if (known?.key === keys.publicIp) return ok(known.lease);
  const read = readLease(node, keys, self);
  if (read.ok) LEASES.set(node, { key: keys.publicIp, lease: read.value });
  return read;
}

const LEASES = new WeakMap<NodeObject, { readonly key: string; readonly lease: Lease }>();

function readLease(node: NodeObject, keys: AnnotationKeys, self: string): Result<Lease, string> {
  const annotations = annotationsOf(node);
  const publicIp = parseIp(annotations[keys.publicIp] ?? '');
  if (publicIp === null) return err('invalid IP address format');
  if (publicIp.family === 6) return err('invalid IPv4 address format');
  const nets = podNets(node, self);
  if (!nets.ok) return nets;
  const four = nets.value.find((net) => net.family === 4);
  if (four === undefined) return err('missing IPv4 address on n.Spec.PodCIDRs');
  return ok({
    subnet: four.net,
    publicIp: publicIp.addr,
    backendType: annotations[keys.backendType] ?? '',
    backendData: annotations[keys.backendData] ?? '',
  });
}

/** A Node as the watch shows it before and after; null where there is none. */
export interface NodeChange {
  readonly before: NodeObject | null;
  readonly after: NodeObject | null;
}

/**
 * What a change of a Node means for the leases; null when it means nothing. A changed lease is simply added again, and
 * nothing is ever said about what it was before. `complaint` goes to the log.
 */
export function leaseEventOf(change: NodeChange, keys: AnnotationKeys, self: string): LeaseNews {
  const { before, after } = change;
  const node = after ?? before;
  if (node === null) return null;
  const known = NEWS.get(node);
  if (known?.keys === keys && known.before === before && known.after === after) return known.news;
  const news = readChange(change, keys, self);
  // A complaint names the daemon's own node; the rest is the same for all of them.
  if (news === null || 'event' in news) NEWS.set(node, { keys, before, after, news });
  return news;
}

type LeaseNews = { readonly event: LeaseEvent } | { readonly complaint: string } | null;

const NEWS = new WeakMap<
  NodeObject,
  NodeChange & { readonly keys: AnnotationKeys; readonly news: LeaseNews }
>();

function readChange({ before, after }: NodeChange, keys: AnnotationKeys, self: string): LeaseNews {
  const node = after ?? before;
  if (node === null || annotationsOf(node)[keys.subnetKubeManaged] !== 'true') return null;
  if (before !== null && after !== null) {
    const [old, now] = [annotationsOf(before), annotationsOf(after)];
    const watched = [keys.backendData, keys.backendType, keys.publicIp];
    if (watched.every((key) => (old[key] ?? '') === (now[key] ?? ''))) return null;
  }
  const lease = nodeToLease(node, keys, self);
  if (!lease.ok) return { complaint: `Error turning node "${node.metadata.name}" to lease: ${lease.error}` };
  return { event: { type: after === null ? 'removed' : 'added', lease: lease.value } };
}

export interface Acquired {
  /** Annotations that are new or different; null when the API is not called at all. */
  readonly patch: Readonly<Record<string, string>> | null;
  /** The patch is sent even when the lease is then refused. */
  readonly lease: Result<Lease, string>;
  /** For the log: the published address is not the interface's. */
  readonly notice: string | null;
}

/** Publishes what the backend has to say and takes the node's podCIDR as the lease. */
export function acquireLease(
  node: NodeObject,
  keys: AnnotationKeys,
  network: Cidr4,
  attrs: LeaseAttrs,
): Acquired {
  const self = node.metadata.name;
  const refused = (error: string): Acquired => ({ patch: null, lease: err(error), notice: null });
  if ((node.spec?.podCIDR ?? '') === '') return refused(`node "${self}" pod cidr not assigned`);
  const nets = podNets(node, self);
  if (!nets.ok) return refused(nets.error);
  const published = publish(node, keys, attrs);
  return { ...published, lease: leaseOf(nets.value, self, network, attrs) };
}

function publish(
  node: NodeObject,
  keys: AnnotationKeys,
  attrs: LeaseAttrs,
): Pick<Acquired, 'patch' | 'notice'> {
  const present = annotationsOf(node);
  const own = formatIpv4(attrs.publicIp);
  const overwrite = present[keys.publicIpOverwrite] ?? '';
  const upToDate =
    (present[keys.backendData] ?? '') === attrs.backendData &&
    (present[keys.backendType] ?? '') === attrs.backendType &&
    present[keys.publicIp] === own &&
    present[keys.subnetKubeManaged] === 'true' &&
    (overwrite === '' || overwrite === own);
  if (upToDate) return { patch: null, notice: null };
  const wanted: readonly (readonly [string, string])[] = [
    [keys.backendType, attrs.backendType],
    [keys.backendData, attrs.backendData],
    [keys.publicIp, overwrite === '' ? own : overwrite],
    [keys.subnetKubeManaged, 'true'],
  ];
  const patch = Object.fromEntries(wanted.filter(([key, value]) => present[key] !== value));
  const overriding = overwrite !== '' && present[keys.publicIp] !== overwrite;
  const notice = overriding
    ? `Overriding public ip with '${overwrite}' from node annotation '${keys.publicIpOverwrite}'`
    : null;
  return { patch, notice };
}

/** The lease carries the backend's own address, whatever was published instead of it. */
function leaseOf(
  nets: readonly ParsedNet[],
  self: string,
  network: Cidr4,
  attrs: LeaseAttrs,
): Result<Lease, string> {
  const four = nets.findLast((net) => net.family === 4);
  if (four === undefined) return ok({ ...attrs, subnet: NO_NET4 });
  if (isNoNet4(network) || !containsNet(network, four.net)) {
    const [outer, inner] = [formatCidr4(network), formatCidr4(four.net)];
    return err(
      `subnet "${outer}" specified in the flannel net config doesn't contain "${inner}" PodCIDR of the "${self}" node`,
    );
  }
  return ok({ ...attrs, subnet: four.net });
}
