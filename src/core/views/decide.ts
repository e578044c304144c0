/** Record → decision: title, sentence, and the table with the row that won and the reasons the others lost. */
import { Part } from '../base/part';
import type { TraceKind } from '../trace/kinds';
import type { TraceRecord } from '../trace/record';
import type { TunnelKind } from '../trace/tunnel';
import type { Decision, Grain, Told } from './contract';
import type { Ifindex } from '../model/link';
import type { Evidence, EvidenceScene, Witness } from './decide/evidence';
import { bridgeEvidence, neighEvidence } from './decide/link';
import { routeEvidence, sourceEvidence } from './decide/route';
import { sending } from './decide/sending';
import { branchThrough, stopsOf } from './journeys';
import { kernelFunction } from './kernel-function';
import type { PlainKey } from './message-keys';
import { plain } from './say';
import { narrate } from './narrate';
import type { Scene } from './narrate/scene';
import type { ViewSource } from './source';
import { pathTo, type TraceIndex } from './trace-index';
import type { MachineId, World } from '../model/world';

const witnesses = {
  ...sending,
  'route.lookup': routeEvidence,
  'route.source': sourceEvidence,
  'neigh.lookup': neighEvidence,
  'bridge.forward': bridgeEvidence,
} as const satisfies { readonly [K in TraceKind]?: Witness<K> };

/** Of what a packet meets on its way. */
const answers = new Part('answers', async () => (await import('./decide/answers')).answers);
/** Of tables that not every packet meets. */
const others = new Part('evidence', async () => (await import('./decide/others')).otherWitnesses);

function witnessOf(kind: TraceKind): (record: TraceRecord, scene: EvidenceScene) => Evidence {
  const near: Partial<Record<TraceKind, unknown>> = witnesses;
  const whole = (): Partial<Record<TraceKind, unknown>> =>
    OTHER_TABLES.has(kind) ? others.content : answers.content;
  return (near[kind] ?? whole()[kind]) as (record: TraceRecord, scene: EvidenceScene) => Evidence;
}

/** Who told a route, where a routing daemon wrote it. */
const tellers = new Part('tellers of routes', () => import('./decide/told'));

/** The kinds that `others` knows of. */
const OTHER_TABLES: ReadonlySet<TraceKind> = new Set<TraceKind>([
  'tunnel.lookup',
  'nf.rule',
  'ct.lookup',
  'nat.apply',
  'api.change',
  'ctrl.reconcile',
  'cni.call',
]);

const TITLES = {
  'link.tx': 'decision.device',
  'link.rx': 'decision.device',
  'bridge.learn': 'decision.learning',
  'bridge.forward': 'decision.bridgeFdb',
  'macvlan.forward': 'decision.macvlan',
  'ipvlan.forward': 'decision.ipvlan',
  'vlan.forward': 'decision.vlan',
  'bridge.vlan': 'decision.bridgeVlan',
  'fdb.expire': 'decision.learning',
  'neigh.lookup': 'decision.neighbour',
  'neigh.update': 'decision.neighbourState',
  'arp.request': 'decision.arp',
  'arp.receive': 'decision.arp',
  'route.lookup': 'decision.route',
  'route.source': 'decision.source',
  'route.exception': 'decision.routeException',
  'ip.input': 'decision.ipInput',
  'ip.ttl': 'decision.ttl',
  'ip.output': 'decision.ipOutput',
  'ip.fragment': 'decision.fragmentation',
  'ip.reassemble': 'decision.fragmentation',
  'tunnel.lookup': 'decision.tunnelFdb',
  'tunnel.encap': 'decision.encapsulation',
  'tunnel.decap': 'decision.decapsulation',
  'tunnel.learn': 'decision.learning',
  'wireguard.session': 'decision.handshake',
  'user.cross': 'decision.crossing',
  'icmp.send': 'decision.icmp',
  'icmp.echo': 'decision.icmp',
  'sock.deliver': 'decision.socket',
  'sock.send': 'decision.socket',
  'sock.state': 'decision.connection',
  'tcp.timer': 'decision.connection',
  'bgp.session': 'decision.bgpSession',
  'bgp.update': 'decision.bgpUpdate',
  'bird.route': 'decision.birdRoute',
  'bird.kernel': 'decision.birdKernel',
  process: 'decision.process',
  'nf.rule': 'decision.firewall',
  'ct.lookup': 'decision.conntrack',
  'nat.apply': 'decision.nat',
  bookkeeping: 'decision.bookkeeping',
  drop: 'decision.drop',
  'op.apply': 'decision.config',
  'api.change': 'decision.api',
  'ctrl.reconcile': 'decision.reconcile',
  'cni.call': 'decision.cni',
  input: 'decision.input',
} as const satisfies Record<TraceKind, PlainKey>;

/** All kinds of records, for documents that name them. */
export const TRACE_KINDS = Object.keys(TITLES) as readonly TraceKind[];

const LOOKUP_TITLES = {
  vxlan: 'decision.tunnelFdb',
  geneve: 'decision.tunnelEnd',
  ipip: 'decision.tunnelEnd',
  wireguard: 'decision.allowedIps',
  'flannel-udp': 'decision.relayTable',
} as const satisfies Record<TunnelKind, PlainKey>;

/** Of a packet in a tunnel the outer header is looked up, which deserves a title of its own. */
function titleOf(record: TraceRecord, outer: boolean): PlainKey {
  const { kind } = record;
  if (record.kind === 'tunnel.lookup') return LOOKUP_TITLES[record.detail.tunnel];
  if (outer && kind === 'route.lookup') return 'decision.outerRoute';
  if (outer && kind === 'neigh.lookup') return 'decision.outerNeighbour';
  return TITLES[kind];
}

/** Look-ups: their losers are computed on demand. */
const LOOKUPS: ReadonlySet<TraceKind> = new Set<TraceKind>([
  'route.lookup',
  'route.source',
  'neigh.lookup',
  'bridge.forward',
  'tunnel.lookup',
]);

/** What only carries out a decision: told by the sentence above, not listed among the decisions of a hop. */
const CARRIED_OUT: ReadonlySet<TraceKind> = new Set<TraceKind>([
  'link.tx',
  'link.rx',
  'bridge.learn',
  'ip.input',
  'ip.ttl',
  'ip.output',
  'tunnel.encap',
  'tunnel.learn',
  'ct.lookup',
]);

/** Of what is no look-up: why a tunnel takes a packet, and what a firewall does to it. */
function isListed(record: TraceRecord): boolean {
  switch (record.kind) {
    case 'macvlan.forward':
    case 'ipvlan.forward':
    case 'vlan.forward':
    case 'bridge.vlan':
    case 'arp.request':
    case 'sock.deliver':
    case 'sock.state':
    case 'tcp.timer':
    case 'bgp.session':
    case 'bgp.update':
    case 'bird.route':
    case 'bird.kernel':
    case 'tunnel.decap':
    case 'user.cross':
    case 'wireguard.session':
    case 'nat.apply':
      return true;
    case 'nf.rule':
      return record.verdict === 'drop' || record.verdict === 'policy-drop' || record.verdict === 'translate';
    default:
      return LOOKUPS.has(record.kind);
  }
}

/** Explained records of one trace: an explanation is a replay, and steps look at the same records again. */
const explained = new WeakMap<TraceIndex, Map<number, TraceRecord>>();

function explain(source: ViewSource, index: TraceIndex, seq: number): TraceRecord {
  const plainRecord = source.trace.record(seq);
  if (!LOOKUPS.has(plainRecord.kind) && plainRecord.kind !== 'nf.rule') return plainRecord;
  let known = explained.get(index);
  if (known === undefined) explained.set(index, (known = new Map<number, TraceRecord>()));
  let record = known.get(seq);
  if (record === undefined) known.set(seq, (record = source.explain(seq)));
  return record;
}

/** What a sentence about the record at `seq` may look at. */
export function sceneAt(source: ViewSource, index: TraceIndex, world: World, seq: number): Scene {
  const before = index.parent[seq] ?? -1;
  return {
    world,
    outer: index.inTunnel[seq] === true,
    before: before < 0 ? null : source.trace.record(before),
  };
}

/** The decision of one record. */
function decide(
  source: ViewSource,
  index: TraceIndex,
  world: World,
  seq: number,
  deciding: boolean,
): Decision {
  const record = explain(source, index, seq);
  const outer = index.inTunnel[seq] === true;
  const witness = witnessOf(record.kind);
  return {
    seq,
    title: plain(titleOf(record, outer)),
    sentence: narrate(record, sceneAt(source, index, world, seq)),
    ...witness(record, {
      world,
      machine: machineOf(world, record),
      writers: index.writers,
      ingress: ingressOf(source, index, seq),
      frame: index.frame(seq),
    }),
    told: toldOf(record, world),
    kernelFunction: kernelFunction(record),
    deciding,
  };
}

function toldOf(record: TraceRecord, world: World): Told | null {
  if (record.kind !== 'route.lookup' || record.detail.match === null) return null;
  const { match } = record.detail;
  // Others are told of by nobody.
  return match.protocol === 'bird' ? tellers.content.toldBy(world, record.netns, match) : null;
}

/** The answer of one record in a line of protocol text. */
export function answerOf(source: ViewSource, index: TraceIndex, world: World, seq: number): string {
  const record = source.trace.record(seq);
  const witness = witnessOf(record.kind);
  const machine = machineOf(world, record);
  return witness(record, { world, machine, writers: index.writers, ingress: 0, frame: null }).answer;
}

function machineOf(world: World, { netns }: TraceRecord): MachineId {
  return world.netns[netns]?.machine ?? -1;
}

/** The device by which the packet came into the netns it is in. */
function ingressOf(source: ViewSource, index: TraceIndex, seq: number): Ifindex {
  const { netns } = source.trace.record(seq);
  for (let at = index.parent[seq] ?? -1; at >= 0; at = index.parent[at] ?? -1) {
    const record = source.trace.record(at);
    if (record.netns !== netns) return 0;
    if (record.kind === 'link.rx') return record.dev;
  }
  return 0;
}

/**
 * The decisions that brought a packet here: every look-up since its previous stop, and the present record's own. In
 * steps larger than a decision, a record that only carries out what was decided is left to the narration, unless it
 * is all there is.
 */
export function decisionsAt(
  source: ViewSource,
  index: TraceIndex,
  world: World,
  seq: number,
  grain: Grain,
): Decision[] {
  const { kind, packet } = source.trace.record(seq);
  const seqs = packet < 0 ? [] : lookupsAtStop(source, index, seq);
  const carriedOut = grain !== 'decision' && seqs.length > 0 && CARRIED_OUT.has(kind);
  if (!carriedOut && !seqs.includes(seq)) seqs.push(seq);
  const told = seqs.findLast((at) => !CARRIED_OUT.has(source.trace.record(at).kind)) ?? seqs.at(-1);
  return seqs.map((at) => decide(source, index, world, at, at === told));
}

function lookupsAtStop(source: ViewSource, index: TraceIndex, seq: number): number[] {
  const stops = stopsOf(source, index, branchThrough(source, index, seq));
  const first = stops.find(({ firstSeq, lastSeq }) => firstSeq <= seq && seq <= lastSeq)?.firstSeq ?? 0;
  return pathTo(index, seq).flatMap((at) => {
    const record = source.trace.record(at);
    if (at < first) return [];
    if (record.kind === 'neigh.lookup' && record.verdict === 'queued')
      return [at, ...answerTo(source, record, seq)];
    return isListed(record) ? [at] : [];
  });
}

/** After a wait: the record that tells who answered, if that was before `until`. */
export function answerTo(source: ViewSource, waiting: TraceRecord<'neigh.lookup'>, until: number): number[] {
  const { addr } = waiting.detail.key;
  for (let seq = until - 1; seq > waiting.seq; seq -= 1) {
    const record = source.trace.record(seq);
    const same = record.netns === waiting.netns && record.dev === waiting.dev;
    if (record.kind !== 'neigh.update' || !same || record.detail.addr !== addr) continue;
    return record.detail.why === 'reply' || record.detail.why === 'request-heard' ? [seq] : [];
  }
  return [];
}
