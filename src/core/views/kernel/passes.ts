/**
 * A packet's records cut into ways through netns, and each record put to its station. The stations follow the kernel's
 * functions: what a record tells is what the function at that station decided.
 */
import type { Link, NetnsId } from '../../model/link';
import type { NfHook } from '../../model/netfilter';
import type { World } from '../../model/world';
import type { DropReason } from '../../trace/drop';
import type { TraceRecord } from '../../trace/record';
import type { KernelPass, StationId } from '../contract.kernel';
import { linkAt } from '../names';
import type { ViewSource } from '../source';

/** The records of one way through one netns. */
export interface Pass {
  readonly netns: NetnsId;
  readonly origin: KernelPass['origin'];
  readonly seqs: number[];
  /** Stations in the order in which their first record came. */
  readonly stations: Map<StationId, number[]>;
  /** It came up from a bridge whose port it had come in by. */
  up: boolean;
}

export const HOOK_STATIONS = {
  PREROUTING: { ip: 'prerouting', bridge: 'bridgePrerouting' },
  INPUT: { ip: 'input', bridge: 'input' },
  FORWARD: { ip: 'forward', bridge: 'bridgeForward' },
  OUTPUT: { ip: 'output', bridge: 'output' },
  POSTROUTING: { ip: 'postrouting', bridge: 'bridgePostrouting' },
} as const satisfies Readonly<Record<NfHook, { readonly ip: StationId; readonly bridge: StationId }>>;

/** Where the packet is: on its way through a bridge, in the IP layer, or handed to a device. */
type Sphere = 'bridge' | 'ip' | 'out';

interface Reading {
  pass: Pass;
  sphere: Sphere;
  last: StationId | null;
  /** The route look-up said that it is for this host. */
  local: boolean;
}

/** Cuts the records of a path into passes. */
export function passesOf(source: ViewSource, world: World, path: readonly number[]): Pass[] {
  const passes: Pass[] = [];
  let reading: Reading | null = null;
  for (const seq of path) {
    const record = source.trace.record(seq);
    if (reading === null || begins(world, reading, record)) {
      reading = begin(world, record);
      passes.push(reading.pass);
    }
    const station = stationOf(world, reading, record);
    reading.last = station;
    reading.pass.seqs.push(seq);
    const seqs = reading.pass.stations.get(station);
    if (seqs === undefined) reading.pass.stations.set(station, [seq]);
    else seqs.push(seq);
  }
  return passes;
}

function begin(world: World, record: TraceRecord): Reading {
  const origin = record.kind === 'link.rx' ? 'device' : record.kind === 'tunnel.lookup' ? 'tunnel' : 'local';
  const pass: Pass = { netns: record.netns, origin, seqs: [], stations: new Map(), up: false };
  return { pass, sphere: isPort(world, record) ? 'bridge' : 'ip', last: null, local: false };
}

function begins(world: World, { pass, last }: Reading, record: TraceRecord): boolean {
  if (record.netns !== pass.netns) return true;
  // A tunnel makes a new packet of the one it was handed. What it asks again while it waits makes no other.
  if (record.kind === 'tunnel.lookup') return last !== 'process' || pass.origin !== 'tunnel';
  return record.kind === 'link.rx' && !comesUp(world, last, record);
}

/** A bridge hands the frame to its own device: it is still on the same way. */
function comesUp(world: World, last: StationId | null, record: TraceRecord): boolean {
  return last === 'bridge' && linkOf(world, record)?.kind === 'bridge';
}

function linkOf(world: World, { netns, dev }: TraceRecord): Link | null {
  return linkAt(world, netns, dev);
}

function isPort(world: World, record: TraceRecord): boolean {
  const master = linkOf(world, record)?.master ?? 0;
  return record.kind === 'link.rx' && linkAt(world, record.netns, master)?.kind === 'bridge';
}

function stationOf(world: World, reading: Reading, record: TraceRecord): StationId {
  const { pass, sphere, last } = reading;
  const bridging = sphere === 'bridge';
  switch (record.kind) {
    case 'link.rx':
      if (last === null) return 'ingress';
      reading.sphere = 'ip';
      pass.up = true;
      return 'bridge';
    case 'link.tx':
      // A bridged frame may have to ask the bridge device for its neighbour.
      if (bridging && linkOf(world, record)?.kind === 'bridge') return 'bridge';
      reading.sphere = 'out';
      return 'egress';
    case 'macvlan.forward':
    case 'ipvlan.forward':
    case 'vlan.forward':
      return sphere === 'out' ? 'egress' : 'ingress';
    case 'bridge.vlan':
    case 'bridge.learn':
    case 'bridge.forward':
      return sphere === 'out' ? 'egress' : 'bridge';
    case 'nf.rule':
    case 'ct.lookup':
    case 'nat.apply':
      return HOOK_STATIONS[record.detail.hook][bridging ? 'bridge' : 'ip'];
    case 'route.lookup':
      if (bridging) return 'bridge';
      if (record.detail.key.iif !== 0) return 'routing';
      // OUTPUT changed destination or mark: another way is looked for.
      return pass.stations.has('output') ? 'output' : 'outputRouting';
    case 'route.source':
      return 'outputRouting';
    case 'ip.input':
      reading.local = record.verdict === 'local' || record.verdict === 'broadcast';
      return 'routing';
    case 'ip.ttl':
      return record.detail.app === undefined ? 'forward' : 'process';
    case 'ip.output':
      return 'postrouting';
    case 'ip.fragment':
      if (bridging) return 'bridgePostrouting';
      if (record.verdict === 'cut') return 'postrouting';
      return pass.stations.has('routing') ? 'forward' : 'outputRouting';
    case 'ip.reassemble':
      if (bridging) return 'bridgePrerouting';
      return pass.stations.has('routing') ? 'input' : 'prerouting';
    case 'neigh.lookup':
    case 'neigh.update':
      return bridging ? 'bridge' : 'neighbour';
    case 'arp.request':
    case 'arp.receive':
      return 'neighbour';
    case 'user.cross':
      return sphere === 'out' ? 'egress' : 'process';
    case 'tunnel.encap':
    case 'wireguard.session':
    case 'sock.send':
      // Told once the route is known: headers are put on, the call has come so far.
      return pass.stations.has('outputRouting') ? 'outputRouting' : 'process';
    case 'tunnel.lookup':
    case 'tunnel.decap':
    case 'tunnel.learn':
    case 'sock.deliver':
    case 'icmp.echo':
      return 'process';
    case 'drop':
      return endsAt(reading, record.detail.reason);
    case 'icmp.send':
      return endsAt(reading, record.detail.about);
    default:
      return last ?? 'process';
  }
}

/** Drops, and errors that are sent about a packet, happen where it is; past INPUT that is in front of the sockets. */
function endsAt({ last, local }: Reading, reason: DropReason | null): StationId {
  const delivered = local && (last === 'routing' || last === 'input') && reason !== 'NETFILTER_DROP';
  return delivered ? 'process' : (last ?? 'process');
}
