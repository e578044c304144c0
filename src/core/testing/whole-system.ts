/**
 * What holds of every network at every moment, checked while a random one runs: nothing is lost or doubled, what the trace
 * says explains what the World is, wires carry nothing they cannot, flows are consistent, and replays agree.
 */
import { fibPeek } from '../kernel/fib';
import { emptyNetns } from '../kernel/netns';
import { hashTuple, invert, sameTuple, tupleAt } from '../kernel/netfilter/tuple';
import { stack } from '../kernel/stack';
import type { CtEntry } from '../model/conntrack';
import type { IpRule } from '../model/route';
import type { Netns, World } from '../model/world';
import { applyChange } from '../sim/apply-changes';
import { forkWorld } from '../sim/checkpoint';
import { Engine } from '../sim/engine';
import { worldHash } from '../sim/hash';
import { Simulation } from '../simulator';
import type { TraceRecord } from '../trace/record';
import { nullSink } from '../trace/sink';
import { TraceStore } from '../trace/store';
import { asIpv4, type Cidr4 } from '../wire/addr';
import { ETHERNET_HEADER_LEN, ETHERTYPE_IPV4, ethType } from '../wire/ethernet';
import { IPV4_HEADER_LEN, checkIpv4Header, ipProto, ipTtl } from '../wire/ipv4';
import { badEnvelopes, malformedFrames, unendedBranches } from './invariants';
import { randomWorld, type RandomWorld } from './random-world';
import { tablesHash } from './tables-hash';

/** Events of one run; a storm is cut off there. */
const EVENTS_MAX = 2500;
/** Events between two comparisons of the World with what the changes say. */
const COMPARE_EVERY = 40;
const CHECKPOINTS = 3;
const VLAN_HEADER_LEN = 4;
/** How long the clock runs on after the last action, ns. */
const TAIL_NS = 8_000_000_000;

/** What does not hold in the network of a seed; empty when all is well. */
export function findingsOf(seed: number): readonly string[] {
  const trace = new TraceStore();
  const lab = randomWorld(seed, trace);
  const findings: string[] = [];
  const watch = new Watch(lab, trace, findings);
  const events = play(lab, watch);
  watch.end();
  const { world } = lab.simulation;
  for (const found of unendedBranches(trace, world)) findings.push(`branch: ${found}`);
  for (const found of malformedFrames(trace, (packet) => !lab.injected.has(packet))) {
    // A process may send anything to the port of vxlan.
    if (!/: vxlan /.test(found)) findings.push(`frame: ${found}`);
  }
  for (const found of badEnvelopes(trace)) findings.push(`envelope: ${found}`);
  for (const ns of world.netns) if (ns !== undefined) checkRoutes(ns, findings);
  const bare = randomWorld(seed, nullSink);
  const bareEvents = play(bare, null);
  if (bareEvents !== events || worldHash(bare.simulation.world) !== worldHash(world)) {
    findings.push('without a trace the World is another');
  }
  return findings;
}

/** Runs the actions one after the other; answers how many events there were. */
function play({ simulation, actions }: RandomWorld, watch: Watch | null): number {
  const { engine, world } = simulation;
  engine.settle(0);
  let events = 0;
  const until = (untilNs: number): void => {
    while (events < EVENTS_MAX && (engine.nextAtNs ?? Infinity) <= untilNs) {
      watch?.before(events);
      engine.step();
      events += 1;
      watch?.after();
    }
    world.nowNs = Math.max(world.nowNs, untilNs);
  };
  until(0);
  for (const { run, pauseNs } of actions) {
    run();
    engine.settle(0);
    watch?.acted();
    until(world.nowNs + pauseNs);
  }
  until(world.nowNs + TAIL_NS);
  return events;
}

/** Looks at a run event by event. */
class Watch {
  private readonly lab: RandomWorld;
  private readonly trace: TraceStore;
  private readonly findings: string[];
  /** The World as the changes tell it. */
  private told: Engine;
  private from = 0;
  private sinceCompared = 0;
  private generation: number;
  private readonly checkpoints: { readonly world: World; readonly afterActions: number }[] = [];
  private actions = 0;
  /** Packets that were put together somewhere on their way. */
  private readonly whole = new Set<number>();

  constructor(lab: RandomWorld, trace: TraceStore, findings: string[]) {
    this.lab = lab;
    this.trace = trace;
    this.findings = findings;
    const { world, engine } = lab.simulation;
    engine.settle(0);
    this.from = trace.length;
    this.generation = world.generation;
    this.told = this.fork();
  }

  private get world(): World {
    return this.lab.simulation.world;
  }

  private fork(): Engine {
    const copy = forkWorld(this.world, (this.generation += 1));
    this.world.generation = this.generation += 1;
    return new Engine(copy, stack, nullSink, () => undefined);
  }

  before(event: number): void {
    const every = Math.floor(EVENTS_MAX / CHECKPOINTS / 4);
    if (event % every !== every - 1 || this.checkpoints.length >= CHECKPOINTS) return;
    this.checkpoints.push({ world: this.fork().world, afterActions: this.actions });
  }

  /** An action changed things between two events. */
  acted(): void {
    this.actions += 1;
    this.take();
  }

  after(): void {
    this.take();
    this.sinceCompared += 1;
    if (this.sinceCompared >= COMPARE_EVERY) this.compare();
  }

  end(): void {
    this.take();
    this.compare();
    this.replay();
  }

  /** Looks at the records since the last time and lets the told World follow. */
  private take(): void {
    const { trace, told } = this;
    for (let seq = this.from; seq < trace.length; seq += 1) {
      const record = trace.record(seq);
      for (const change of record.changes) {
        applyChange(told, change, (id, name, machine, generation) =>
          emptyNetns(id, name, machine, generation, 0),
        );
      }
      this.checkWire(record);
    }
    this.checkTranslations(this.from);
    this.from = trace.length;
  }

  private compare(): void {
    this.sinceCompared = 0;
    const where = `event ${String(this.world.eventIndex)}`;
    if (tablesHash(this.told.world) !== tablesHash(this.world)) {
      this.findings.push(`${where}: the changes do not tell what the World is`);
      this.told = this.fork();
    }
    for (const ns of this.world.netns) if (ns !== undefined) checkFlows(ns, this.world.nowNs, this.findings);
  }

  /** From each checkpoint the rest of the run, as far as no hand came in between, gives the same World. */
  private replay(): void {
    for (const { world: kept, afterActions } of this.checkpoints) {
      if (afterActions !== this.actions) continue;
      const again = new Simulation(forkWorld(kept, (this.generation += 1)));
      while (again.world.eventIndex < this.world.eventIndex && again.engine.step());
      again.world.nowNs = this.world.nowNs;
      if (worldHash(again.world) === worldHash(this.world)) continue;
      this.findings.push(`a replay from event ${String(kept.eventIndex)} ends in another World`);
    }
  }

  /** No frame is longer than its device sends, none has a TTL of 0. */
  private checkWire(record: TraceRecord): void {
    if (record.kind === 'ip.reassemble' && record.verdict === 'complete') this.whole.add(record.packet);
    if (record.kind !== 'link.tx' || this.lab.injected.has(record.packet)) return;
    const frame = this.trace.frameBytes(record.after);
    const link = this.world.netns[record.netns]?.links[record.dev];
    if (frame === null || link === undefined) return;
    // What rules turn round on a bridge leaves by it as it came in by a port, and a port may take more; what was put
    // together for the rules is whole on the bridge and is cut again for the port.
    const ports = this.world.netns[record.netns]?.links ?? [];
    if (ports.some((port) => port?.master === link.ifindex && port.mtu > link.mtu)) return;
    if (link.kind === 'bridge' && this.whole.has(record.packet)) return;
    const at = frame.l2 ? ETHERNET_HEADER_LEN : 0;
    // A bridge grants its ports room for a VLAN tag.
    const length = frame.bytes.length - at - (link.master === 0 ? 0 : VLAN_HEADER_LEN);
    const changed = record.changes.some(({ slot }) => slot === 'link');
    if (length > link.mtu && !changed && !this.mtuChanged) {
      this.findings.push(
        `record ${String(record.seq)}: ${String(length)} bytes leave by ${link.name}, MTU ${String(link.mtu)}`,
      );
    }
    if (frame.l2 && ethType(frame.bytes, 0) !== ETHERTYPE_IPV4) return;
    if (frame.bytes.length >= at + IPV4_HEADER_LEN && ipTtl(frame.bytes, at) === 0) {
      this.findings.push(`record ${String(record.seq)}: TTL 0 leaves by ${link.name}`);
    }
  }

  /** Whether an action may just have made a device's MTU smaller than what waits in queues. */
  private get mtuChanged(): boolean {
    return this.lab.actions.slice(0, this.actions).some(({ name }) => name.includes(' mtu '));
  }

  /** A packet of a known flow leaves the host as its flow says: translated on its way there, back again on its way back. */
  private checkTranslations(from: number): void {
    const flows = new Map<
      number,
      { readonly netns: number; readonly entry: CtEntry; readonly isReply: boolean }
    >();
    for (let seq = from; seq < this.trace.length; seq += 1) {
      const record = this.trace.record(seq);
      const { packet, netns } = record;
      if (record.kind === 'ct.lookup') {
        const { entry } = record.detail;
        const known = record.verdict === 'reply' || record.verdict === 'original';
        if (known && entry !== null) flows.set(packet, { netns, entry, isReply: record.verdict === 'reply' });
        else flows.delete(packet);
      } else if (record.kind === 'tunnel.encap' || record.kind === 'tunnel.decap' || record.kind === 'drop') {
        flows.delete(packet);
      } else if (record.kind === 'link.tx') {
        const flow = flows.get(packet);
        if (flow?.netns === netns) this.checkTranslated(record, flow.entry, flow.isReply);
      }
    }
  }

  private checkTranslated(record: TraceRecord, entry: CtEntry, isReply: boolean): void {
    const frame = this.trace.frameBytes(record.after);
    if (frame === null) return;
    const at = frame.l2 ? ETHERNET_HEADER_LEN : 0;
    const { bytes } = frame;
    if (frame.l2 && ethType(bytes, 0) !== ETHERTYPE_IPV4) return;
    if (checkIpv4Header(bytes, at, bytes.length) !== 'ok' || ipProto(bytes, at) !== entry.original.proto)
      return;
    const now = tupleAt(bytes, at, bytes.length);
    const wanted = invert(isReply ? entry.original : entry.reply);
    if (now === null || sameTuple(now, wanted)) return;
    this.findings.push(
      `record ${String(record.seq)}: a packet of flow ${String(entry.id)} leaves as ${JSON.stringify(now)}, not as ${JSON.stringify(wanted)}`,
    );
  }
}

/** Each flow stands under the hashes of both its tuples and nowhere else, and no two flows share a tuple. */
function checkFlows(ns: Netns, nowNs: number, findings: string[]): void {
  const seen = new Set<string>();
  let places = 0;
  for (const [id, entry] of ns.conntrack.entries) {
    const wrong = (what: string): void => {
      findings.push(`${ns.name}: flow ${String(id)} ${what}`);
    };
    if (entry.id !== id || id >= ns.nextConntrack) wrong('has a number that is not its own');
    if (entry.expiresNs < nowNs) wrong('is over and still there');
    const hashes = new Set([hashTuple(entry.original), hashTuple(entry.reply)]);
    places += hashes.size;
    for (const hash of hashes) {
      if (ns.conntrackHash.entries.get(hash)?.includes(id) !== true) wrong('cannot be found');
    }
    for (const tuple of [entry.original, entry.reply]) {
      const text = JSON.stringify(tuple);
      if (seen.has(text) && !sameTuple(entry.original, entry.reply)) wrong(`shares ${text}`);
      seen.add(text);
    }
  }
  let indexed = 0;
  for (const ids of ns.conntrackHash.entries.values()) indexed += ids.length;
  if (indexed !== places)
    findings.push(`${ns.name}: ${String(indexed)} places in the index for ${String(places)}`);
}

/** The look-up finds what a loop over all routes finds. */
function checkRoutes(ns: Netns, findings: string[]): void {
  const addrs = new Set<number>([0x0a000001, 0xcb007109, 0x7f000001]);
  for (const table of ns.routeTables.values()) {
    for (const routes of table.byPrefix.values()) {
      for (const { dst } of routes) for (const near of [0, 1, 7, 255]) addrs.add((dst + near) >>> 0);
    }
  }
  for (const dst of addrs) {
    const key = { dst: asIpv4(dst), src: asIpv4(0), iif: 0, oif: 0, tos: 0, mark: 0 };
    const found = fibPeek(ns, key).route;
    const wanted = naiveRoute(ns, dst);
    if (found?.dst === wanted?.dst && found?.len === wanted?.len && found?.metric === wanted?.metric)
      continue;
    findings.push(
      `${ns.name}: ${String(dst)} leads to ${JSON.stringify(found)}, a loop finds ${JSON.stringify(wanted)}`,
    );
  }
}

type Route = NonNullable<ReturnType<typeof fibPeek>['route']>;

function naiveRoute(ns: Netns, dst: number): Route | null {
  const rules = ns.ipRules;
  for (let at = 0; at < rules.length; at += 1) {
    const rule = rules[at];
    if (rule === undefined || !meant(rule, dst)) continue;
    if (rule.action === 'goto') {
      const target = rules.findIndex(({ pref }) => pref === rule.target);
      if (target > at) at = target - 1;
      continue;
    }
    if (rule.action === 'nop') continue;
    if (rule.action !== 'lookup') return null;
    let best: Route | null = null;
    for (const routes of ns.routeTables.get(rule.table)?.byPrefix.values() ?? []) {
      for (const route of routes) {
        const size = 2 ** (32 - route.len);
        if (Math.floor(route.dst / size) !== Math.floor(dst / size) || route.tos !== 0) continue;
        const devs = (route.nexthops ?? [route]).map(({ dev }) => dev);
        if (route.type !== 'local' && devs.every((dev) => dev !== 0 && ns.links[dev]?.up !== true)) continue;
        const longer = best === null || route.len > best.len;
        if (longer || (best !== null && route.len === best.len && route.metric < best.metric)) best = route;
      }
    }
    if (best === null || best.type === 'throw') continue;
    const dead = ['unreachable', 'prohibit', 'blackhole'].includes(best.type);
    if (!dead && rule.suppressPrefixlength !== undefined && best.len <= rule.suppressPrefixlength) continue;
    return best;
  }
  return null;
}

/** Whether a rule is for a packet made here, without mark, TOS, protocol and source, by root, for any device. */
function meant(rule: IpRule, dst: number): boolean {
  const inside = ({ addr, len }: Cidr4, of: number): boolean =>
    Math.floor(addr / 2 ** (32 - len)) === Math.floor(of / 2 ** (32 - len));
  const fits =
    (rule.from === null || inside(rule.from, 0)) &&
    (rule.to === null || inside(rule.to, dst)) &&
    (rule.iif === null || rule.iif === 'lo') &&
    rule.oif === null &&
    (rule.fwmark === null || rule.fwmark === 0) &&
    (rule.uidrange === undefined || rule.uidrange.min === 0) &&
    (rule.tos ?? 0) === 0 &&
    rule.ipproto === undefined &&
    rule.sport === undefined &&
    rule.dport === undefined;
  return fits !== (rule.not === true);
}
