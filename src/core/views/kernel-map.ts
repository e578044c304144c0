/** The kernel view: one netns as the way of IPv4 through it, with what the packet at the cursor met there. */
import type { Netns, World } from '../model/world';
import type { NfHook } from '../model/netfilter';
import { bridgeCallsIptables } from '../model/bridge-calls';
import type {
  ChainsArgs,
  ChainsView,
  KernelArgs,
  KernelPass,
  KernelStation,
  KernelView,
  NoFlow,
  StationId,
} from './contract.kernel';
import { STATIONS } from './contract.kernel';
import { answerOf, sceneAt } from './decide';
import { innermost } from './frame-layers';
import { prefixText } from './iproute2.route';
import { branchThrough, firstFrame } from './journeys';
import type { PassFlow } from './kernel/flow';
import { flowOf, flowView, translationsOf } from './kernel/flow';
import { chainsFrom, partsOf, tracksHere } from './kernel/hook-parts';
import type { Pass } from './kernel/passes';
import { passesOf } from './kernel/passes';
import type { WalkScene } from './kernel/walk';
import { untouched, walkOf } from './kernel/walk';
import type { Way } from './kernel/way';
import { wayOf } from './kernel/way';
import { devName, machineName, netnsName } from './names';
import { narrate } from './narrate';
import { packetTitle } from './packet-title';
import { forwards } from './routing-core';
import type { ViewSource } from './source';
import { indexOf, type TraceIndex } from './trace-index';

const HOOKS: Readonly<Partial<Record<StationId, NfHook>>> = {
  bridgePrerouting: 'PREROUTING',
  bridgeForward: 'FORWARD',
  bridgePostrouting: 'POSTROUTING',
  prerouting: 'PREROUTING',
  input: 'INPUT',
  output: 'OUTPUT',
  forward: 'FORWARD',
  postrouting: 'POSTROUTING',
};

/** A netns at the cursor, and the pass of the packet that is looked at. */
interface Scene {
  readonly source: ViewSource;
  readonly index: TraceIndex;
  readonly world: World;
  readonly ns: Netns;
  readonly cursor: number;
  readonly packet: number | null;
  /** All passes of the packet, wherever they are. */
  readonly passes: readonly Pass[];
  /** Indices of those in this netns. */
  readonly own: readonly number[];
  /** Index of the one shown among all, -1 for none. */
  readonly at: number;
  readonly pass: Pass | null;
  readonly way: Way | null;
  readonly flow: PassFlow | null;
}

export function kernelView(source: ViewSource, args: KernelArgs): KernelView | null {
  const scene = sceneOf(source, args);
  if (scene === null) return null;
  const { index, world, ns, cursor, packet, pass, way, own, passes, at } = scene;
  const stations = STATIONS.map((id) => stationAt(scene, id));
  const nat = pass === null ? null : translationsOf(source, pass, cursor);
  const flow = flowView(world, scene.flow, nat?.views ?? [], cursor, nat?.leaving ?? null);
  return {
    seq: cursor,
    netns: ns.name,
    machine: machineName(world, ns.id),
    bridgesOnly: hasBridge(ns) && !hasAddress(ns),
    hasBridge: hasBridge(ns),
    bridgeMeetsIptables: bridgeCallsIptables(world, ns),
    forwards: forwards(ns),
    packet: packet === null ? null : { packet, title: packetTitle(firstFrame(index, packet)) },
    passes: own.map((i, order) => passView(scene, passes[i], order)),
    pass: at === -1 ? null : own.indexOf(at),
    stations,
    way: way?.stations ?? [],
    here: stations.find(({ state }) => state === 'here' || state === 'ended')?.id ?? null,
    flow,
    noFlow: flow === null && pass !== null ? noFlowOf(scene, stations) : null,
    translations: nat?.views ?? [],
  };
}

function sceneOf(source: ViewSource, { seq, netns, pass: wanted }: KernelArgs): Scene | null {
  const { length } = source.trace;
  const index = indexOf(source);
  const world = source.worldAt(seq);
  const about = seq < length ? (index.about[seq] ?? -1) : -1;
  const record = source.trace.record(seq);
  const name = netns ?? netnsName(world, record.netns);
  const ns = world.netns.find((one) => one?.name === name);
  if (ns === undefined) return null;
  const passes = about < 0 ? [] : passesOf(source, world, branchThrough(source, index, about));
  const own = passes.flatMap((pass, i) => (pass.netns === ns.id ? [i] : []));
  const at = (wanted === null ? undefined : own[wanted]) ?? shownPass(passes, own, about);
  const pass = passes[at] ?? null;
  return {
    source,
    index,
    world,
    ns,
    cursor: seq,
    packet: about < 0 ? null : source.trace.record(about).packet,
    passes,
    own,
    at,
    pass,
    way: pass === null ? null : wayOf(source, world, ns, pass, isIpv4(index, pass)),
    flow: pass === null ? null : flowOf(source, passes, at),
  };
}

/** The pass the cursor is in; else the last one before it, else the first. */
function shownPass(passes: readonly Pass[], own: readonly number[], cursor: number): number {
  const begun = own.filter((i) => (passes[i]?.seqs[0] ?? Infinity) <= cursor);
  return begun.at(-1) ?? own[0] ?? -1;
}

function isIpv4(index: TraceIndex, pass: Pass): boolean {
  return pass.seqs.some((seq) => {
    const frame = index.frame(seq);
    return frame !== null && innermost(frame, 'ipv4') !== null;
  });
}

function hasBridge(ns: Netns): boolean {
  return ns.links.some((link) => link?.kind === 'bridge');
}

function hasAddress(ns: Netns): boolean {
  return ns.links.some((link) => link !== undefined && link.kind !== 'loopback' && link.addrs.length > 0);
}

function passView(scene: Scene, pass: Pass | undefined, order: number): KernelPass {
  const { source, index, world, cursor } = scene;
  const seqs = pass?.seqs ?? [];
  const [first = 0, last = 0] = [seqs[0], seqs.at(-1)];
  const out = pass?.stations.get('egress')?.find((seq) => source.trace.record(seq).kind === 'link.tx');
  const nameOf = (seq: number): string => {
    const { netns, dev } = source.trace.record(seq);
    return devName(world, netns, dev);
  };
  return {
    index: order,
    state: cursor < first ? 'ahead' : cursor > last ? 'passed' : 'here',
    firstSeq: first,
    lastSeq: last,
    origin: pass?.origin ?? 'local',
    from: pass === undefined || pass.origin === 'local' ? null : nameOf(first),
    to: out === undefined ? null : nameOf(out),
    outer: index.inTunnel[first] === true,
  };
}

function stationAt(scene: Scene, id: StationId): KernelStation {
  const { source, index, world, pass, way, cursor } = scene;
  const seqs = pass?.stations.get(id) ?? [];
  const hook = HOOKS[id] ?? null;
  const state = stateAt(scene, id);
  const done = seqs.filter((seq) => seq <= cursor);
  const told = done.at(-1);
  const tells = id !== 'process' && hook === null ? lastWith(scene, done) : told;
  return {
    id,
    hook,
    state,
    note: way?.notes.get(id) ?? null,
    text: told === undefined ? '' : textOf(scene, id, done),
    sentence:
      tells === undefined ? null : narrate(source.trace.record(tells), sceneAt(source, index, world, tells)),
    firstSeq: seqs[0] ?? null,
    lastSeq: seqs.at(-1) ?? null,
    parts:
      hook === null
        ? []
        : partsOf({
            ns: scene.ns,
            hook,
            station: id,
            cursor,
            reached: way?.hooks.has(id) !== true ? 'no' : state === 'ahead' ? 'ahead' : 'yes',
            records: seqs.map((seq) => source.trace.record(seq)),
            flow: scene.flow,
            untracked: isUntracked(scene),
          }),
  };
}

/** Look-ups tell more of a station than what carries them out. */
const LOOKUPS: ReadonlySet<string> = new Set(['route.lookup', 'neigh.lookup', 'bridge.forward', 'ip.ttl']);

function lastWith({ source }: Scene, seqs: readonly number[]): number | undefined {
  const last = seqs.at(-1);
  // The end says more than how it came about.
  if (last !== undefined && source.trace.record(last).kind === 'drop') return last;
  return seqs.findLast((seq) => LOOKUPS.has(source.trace.record(seq).kind)) ?? last;
}

function textOf(scene: Scene, id: StationId, done: readonly number[]): string {
  const { source, index, world } = scene;
  const last = lastWith(scene, done);
  if (last === undefined) return '';
  const record = source.trace.record(last);
  if (record.kind === 'drop') return record.detail.reason;
  if (id === 'ingress' || id === 'egress') {
    const port = source.trace.record(done.at(-1) ?? last);
    return devName(world, port.netns, port.dev);
  }
  if (record.kind === 'route.lookup' && record.detail.match !== null) {
    const { dst, len, dev, type } = record.detail.match;
    const prefix = prefixText(dst, len);
    return type === 'unicast' ? `${prefix} dev ${devName(world, record.netns, dev)}` : `${type} ${prefix}`;
  }
  if (HOOKS[id] !== undefined) {
    const ttl = done.find((seq) => source.trace.record(seq).kind === 'ip.ttl');
    return ttl === undefined ? '' : answerOf(source, index, world, ttl);
  }
  return answerOf(source, index, world, last);
}

/**
 * A station without records of its own, as a hook where nobody stands, is passed when what follows it on the way has
 * begun.
 */
function stateAt({ source, pass, way, cursor }: Scene, id: StationId): KernelStation['state'] {
  if (pass === null || way === null) return 'off';
  const place = way.stations.indexOf(id);
  if (place === -1) return 'off';
  const seqs = pass.stations.get(id);
  if (seqs?.includes(cursor) === true) {
    return source.trace.record(cursor).kind === 'drop' ? 'ended' : 'here';
  }
  if (seqs !== undefined) return passedBy(source, pass, seqs, cursor);
  const after = way.stations.slice(place + 1).map((next) => pass.stations.get(next)?.[0]);
  const next = after.find((seq) => seq !== undefined);
  return next !== undefined && next <= cursor ? 'passed' : 'ahead';
}

function passedBy(
  source: ViewSource,
  pass: Pass,
  seqs: readonly number[],
  cursor: number,
): KernelStation['state'] {
  const [first = 0, last = 0] = [seqs[0], seqs.at(-1)];
  if (cursor < first) return 'ahead';
  // What happens in between, to no packet or to another, leaves it where it is.
  const now = pass.seqs.findLast((seq) => seq <= cursor);
  const waits = now !== undefined && seqs.includes(now) && cursor < (pass.seqs.at(-1) ?? -1);
  if (waits) return 'here';
  return cursor >= last && source.trace.record(last).kind === 'drop' ? 'ended' : 'passed';
}

/** Why the packet has no flow to show yet, or will have none. */
function noFlowOf(scene: Scene, stations: readonly KernelStation[]): NoFlow {
  if (!tracksHere(scene)) return { why: 'not-active', hook: null };
  for (const { hook, parts } of stations) {
    const part = parts.find(({ name, state }) => name === 'conntrack' && state !== 'idle');
    if (part === undefined || part.state === 'unreached') continue;
    if (part.state === 'ahead') return { why: 'not-asked', hook };
    return { why: part.why === 'untracked' ? 'untracked' : 'none', hook };
  }
  return { why: 'not-met', hook: null };
}

function isUntracked({ source, pass, cursor }: Scene): boolean {
  return (pass?.seqs ?? []).some((seq) => {
    const record = source.trace.record(seq);
    return seq <= cursor && record.kind === 'nf.rule' && record.detail.rule?.target?.kind === 'CT';
  });
}

// ---------------------------------------------------------------------------------------------- the rules of a table

/** The chains of a table that stand at a hook, with what the packet met in them up to the cursor. */
export function chainsView(source: ViewSource, args: ChainsArgs): ChainsView | null {
  const scene = sceneOf(source, args);
  const hook = HOOKS[args.station];
  if (scene === null || hook === undefined) return null;
  const { ns, pass, way, cursor } = scene;
  const base = { netns: ns.name, table: args.table, hook };
  const seqs = (pass?.stations.get(args.station) ?? []).filter((seq) => {
    const record = source.trace.record(seq);
    return seq <= cursor && record.kind === 'nf.rule' && record.detail.table === args.table;
  });
  // The rules as they were when the packet met them; later ones may stand elsewhere.
  const then = seqs.length === 0 ? ns : (source.worldAt(seqs.at(-1) ?? cursor).netns[ns.id] ?? ns);
  const table = then.nfTables.get(args.table);
  if (table === undefined) return { ...base, walk: null, others: [] };
  const records = seqs.map((seq) => source.explain(seq)).filter((record) => record.kind === 'nf.rule');
  const walking: WalkScene = {
    ns,
    table,
    hook,
    records,
    reached: way?.hooks.has(args.station) === true,
    cursor,
    factsOf: (record) => ({
      world: scene.world,
      record,
      frame: scene.index.frame(record.seq),
      state: scene.flow?.state ?? '',
    }),
  };
  const walk = walkOf(walking);
  return {
    ...base,
    walk: walk?.block ?? null,
    others: chainsFrom(table, hook)
      .filter(({ name }) => walk?.met.has(name) !== true)
      .map((chain) => untouched(walking, chain)),
  };
}
