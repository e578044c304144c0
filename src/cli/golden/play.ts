/** Plays a spec in the simulator and records what the golden files record of the real thing. */
import { readSysctl } from '../../core/kernel/ops/sysctl';
import type { Netns, World } from '../../core/model/world';
import { runCommand } from '../../core/shell';
import { createSimulation, type Simulation } from '../../core/simulator';
import { TraceStore } from '../../core/trace/store';
import { formatIpv4 } from '../../core/wire/addr';
import { FrameReader } from './frame';
import type { Hop } from './hop';
import { innermost } from './hop';
import type { Json, JsonObject } from './json';
import { member, textOf } from './json';
import { netfilterTrace } from './netfilter-trace';
import { operationsOf } from './operations';
import { routeGet } from './route-get';
import type { Spec } from './spec';
import { playStep, startServer } from './traffic';
import { linkName } from './world-links';
import { conntrackList, ipsetSave, iptablesSave } from './world-netfilter';
import { stateOf } from './world-state';

const SEED = 1;
/** Worlds that are tried until the random choices of the spec come up: with two endpoints and two steps one in four. */
const SEEDS_MAX = 100;
/** Between building and the first traffic, as the referee waits. */
const WARM_UP_NS = 250_000_000;

export interface Recording {
  readonly hops: readonly Hop[];
  /** `{id, result}` by step. */
  readonly steps: readonly JsonObject[];
  /** Operations the kernel refused that the spec expects to be refused. */
  readonly buildLog: readonly JsonObject[];
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Netfilter trace by namespace. */
  readonly trace: JsonObject;
  /** Where each step that was translated was sent instead. */
  readonly dnatTo: ReadonlyMap<string, string>;
}

/** Records below the number belong to the step. */
interface StepEnd {
  readonly step: string;
  readonly end: number;
}

/** A refusal nobody expected. */
export class BuildError extends Error {}

/**
 * Plays the spec as it was recorded: the recorder ran it again and again until the endpoints named in `accept` came up,
 * and so do we, with seed after seed. Answers the last try when they never do; the comparison then says where it differs.
 */
export function playAccepted(spec: Spec): Recording {
  const accept = spec.accept ?? [];
  let recording = play(spec);
  for (let seed = SEED + 1; seed <= SEEDS_MAX; seed += 1) {
    const { dnatTo } = recording;
    if (accept.every(({ step, dnat_to: wanted }) => dnatTo.get(step) === wanted)) break;
    recording = play(spec, new TraceStore(), seed);
  }
  return recording;
}

/** `store` is for who wants the trace itself as well. */
export function play(spec: Spec, store = new TraceStore(), seed = SEED): Recording {
  const simulation = createSimulation(seed, store);
  const buildLog = build(simulation, spec);
  for (const process of spec.processes ?? []) startServer(simulation, process);
  simulation.runFor(WARM_UP_NS);
  const before = snapshot(simulation, spec);
  const steps: JsonObject[] = [];
  const ends: StepEnd[] = [{ step: '', end: store.length }];
  for (const step of spec.traffic) {
    steps.push({ id: step.id, result: playStep(simulation, step) });
    ends.push({ step: step.id, end: store.length });
  }
  const after = snapshot(simulation, spec);
  const { world } = simulation;
  const trace = netfilterTrace(store, world);
  const dnatTo = dnatOf(store, ends);
  return { hops: hopsOf(store, world, ends), steps, buildLog, before, after, trace, dnatTo };
}

function build(simulation: Simulation, spec: Spec): readonly JsonObject[] {
  const log: JsonObject[] = [];
  for (const step of operationsOf(spec)) {
    if ('command' in step) {
      const { exitCode, stderr } = runCommand(simulation.shell, step.netns, step.command);
      if (exitCode !== 0) throw new BuildError(`${step.netns} ${step.command}: ${stderr.join(' ')}`);
      continue;
    }
    const error =
      'fabric' in step ? simulation.applyFabric(step.fabric) : simulation.apply(step.netns, step.op);
    const refused = 'refused' in step ? step.refused : undefined;
    if (refused !== undefined) {
      const stderr = error === null ? '' : error.message;
      log.push({ route: { ...refused }, rc: error === null ? 0 : 2, stderr });
    } else if (error !== null) {
      throw new BuildError(`${JSON.stringify(step)}: ${error.message}`);
    }
  }
  return log;
}

/** The first destination each step's packets were translated to. */
function dnatOf(store: TraceStore, ends: readonly StepEnd[]): ReadonlyMap<string, string> {
  const dnatTo = new Map<string, string>();
  let part = 0;
  for (let seq = 0; seq < store.length; seq += 1) {
    while (seq >= (ends[part]?.end ?? Infinity)) part += 1;
    const step = ends[part]?.step ?? '';
    const record = store.record(seq);
    if (record.kind !== 'nat.apply' || record.verdict !== 'destination' || record.detail.isReply) continue;
    if (!dnatTo.has(step)) dnatTo.set(step, formatIpv4(record.detail.to.dst));
  }
  return dnatTo;
}

/** Every tap record of the trace: what a capture on each device would hold. */
function hopsOf(store: TraceStore, world: World, ends: readonly StepEnd[]): readonly Hop[] {
  const hops: Hop[] = [];
  const reader = new FrameReader();
  let part = 0;
  for (let seq = 0; seq < store.length; seq += 1) {
    while (seq >= (ends[part]?.end ?? Infinity)) part += 1;
    const record = store.record(seq);
    if (record.kind !== 'link.tx' && record.kind !== 'link.rx') continue;
    const stored = store.frameBytes(record.after);
    const ns = world.netns[record.netns];
    if (stored === null || ns === undefined) throw new Error(`record ${String(seq)} has no frame`);
    const frame = stored.l2 ? reader.ethernet(stored.bytes) : reader.ipv4(stored.bytes);
    hops.push({
      step: ends[part]?.step ?? '',
      ns: ns.name,
      dev: linkName(ns, record.dev),
      direction: record.kind === 'link.tx' ? 'out' : 'in',
      pkttype: record.detail.pktType,
      len: stored.bytes.length,
      frame,
      identity: `${String(record.packet)}+${identityOf(frame)}`,
    });
  }
  return hops;
}

/**
 * Fragments are packets of their own, and so is what nobody can look into: a sealed message, a fragment of an outer packet. What is
 * told apart is what the referee tells apart: the number in the innermost header that can be read.
 */
function identityOf(frame: JsonObject): string {
  const ip = member(innermost(frame), 'ip');
  return `${textOf(ip, 'id')}+${textOf(ip, 'frag_off')}`;
}

function snapshot(simulation: Simulation, spec: Spec): JsonObject {
  const { world } = simulation;
  const out: Record<string, Json> = {};
  for (const ns of world.netns) {
    const described = spec.namespaces[ns?.name ?? ''];
    if (ns === undefined || described === undefined) continue;
    const questions = (spec.queries ?? []).filter((query) => query.ns === ns.name);
    out[ns.name] = {
      ...stateOf(world, ns),
      iptables: iptablesSave(ns),
      conntrack: conntrackList(world, ns),
      ipset: ipsetSave(ns),
      sysctl: sysctlsOf(ns, Object.keys(described.sysctl)),
      ...(questions.length === 0
        ? {}
        : { route_get: questions.map(({ args }) => routeGet(simulation.shell, ns.name, args)) }),
    };
  }
  return out;
}

function sysctlsOf(ns: Netns, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, String(readSysctl(ns, key) ?? '')]));
}
