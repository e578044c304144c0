/** The element of the drawing a record is taken at. */
import type { World } from '../model/world';
import type { TraceRecord } from '../trace/record';
import { elementId } from './contract';
import { coreElement, deviceElement, linkAt, machineOf, netnsName, netnsOf } from './names';
import { hasRoutingCore } from './routing-core';
import type { ViewSource } from './source';
import type { TraceIndex } from './trace-index';

/** Element id of the place where the record at `seq` is decided. */
export function elementAt(source: ViewSource, index: TraceIndex, world: World, seq: number): string {
  const record = source.trace.record(seq);
  switch (record.kind) {
    case 'link.tx':
    case 'link.rx':
    case 'bridge.learn':
    case 'macvlan.forward':
    case 'ipvlan.forward':
    case 'vlan.forward':
    case 'fdb.expire':
    case 'neigh.lookup':
    case 'neigh.update':
    case 'arp.request':
    case 'arp.receive':
    case 'tunnel.lookup':
    case 'tunnel.encap':
    case 'tunnel.decap':
    case 'tunnel.learn':
    case 'wireguard.session':
    case 'user.cross':
      return deviceElement(world, record.netns, record.dev);
    case 'bridge.vlan':
    case 'bridge.forward':
      return deviceElement(world, record.netns, record.detail.bridge);
    case 'route.lookup':
    case 'route.source':
      // A tunnel device asks for the way of its outer packets itself.
      return tunnelAsks(source, index, world, seq) ?? stackElement(world, record);
    case 'route.exception':
    case 'ip.input':
    case 'ip.ttl':
    case 'ip.output':
    case 'ip.fragment':
    case 'ip.reassemble':
    case 'icmp.send':
    case 'icmp.echo':
    case 'bookkeeping':
    case 'nf.rule':
    case 'ct.lookup':
    case 'nat.apply':
      return stackElement(world, record);
    case 'drop': {
      // Dropped by whoever decided last.
      const before = index.parent[seq] ?? -1;
      return before < 0 ? stackElement(world, record) : elementAt(source, index, world, before);
    }
    case 'sock.deliver':
      return record.detail.pid === 0 ? stackElement(world, record) : ownerElement(world, record);
    case 'sock.send':
    case 'sock.state':
    case 'tcp.timer':
    case 'bgp.session':
    case 'bgp.update':
    case 'bird.route':
    case 'bird.kernel':
    case 'process':
      return ownerElement(world, record);
    case 'op.apply':
    case 'api.change':
    case 'ctrl.reconcile':
    case 'cni.call':
    case 'input':
      return configElement(world, record);
  }
}

/** What may lie between a tunnel's own look-up and the look-up of its way out. */
const ASKING: ReadonlySet<TraceRecord['kind']> = new Set<TraceRecord['kind']>([
  'route.lookup',
  'route.source',
  'wireguard.session',
]);

function tunnelAsks(source: ViewSource, index: TraceIndex, world: World, seq: number): string | null {
  for (let at = index.parent[seq] ?? -1; at >= 0; at = index.parent[at] ?? -1) {
    const record = source.trace.record(at);
    if (record.kind === 'tunnel.lookup') return deviceElement(world, record.netns, record.dev);
    if (!ASKING.has(record.kind)) return null;
  }
  return null;
}

/** The routing core; in a netns without one the device in question, or its only one. */
function stackElement(world: World, record: TraceRecord): string {
  const ns = netnsOf(world, record.netns);
  if (ns === null || hasRoutingCore(world, ns)) return coreElement(world, record.netns);
  const own = linkAt(world, record.netns, record.dev);
  const drawn = ns.links.filter((link) => link !== undefined && link.kind !== 'loopback');
  const link = own !== null && own.kind !== 'loopback' ? own : drawn.length === 1 ? drawn[0] : undefined;
  return link === undefined
    ? coreElement(world, record.netns)
    : deviceElement(world, record.netns, link.ifindex);
}

/** Where processes live: the pod, or the machine's own area. */
function ownerElement(world: World, record: TraceRecord): string {
  return elementId.netns(netnsName(world, record.netns));
}

/** What a command configures: the machine when it is typed in the root netns. */
function configElement(world: World, record: TraceRecord): string {
  const machine = machineOf(world, record.netns);
  if (machine !== null && machine.root === record.netns) return elementId.machine(machine.name);
  return elementId.netns(netnsName(world, record.netns));
}
