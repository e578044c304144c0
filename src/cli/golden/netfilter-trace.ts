/** The netfilter trace: which rules each packet met at each hook, as `xtables-monitor --trace` tells it. */
import { printRule } from '../../core/kernel/netfilter/text';
import type { World } from '../../core/model/world';
import type { TraceRecord } from '../../core/trace/record';
import type { TraceStore } from '../../core/trace/store';
import type { Difference } from './difference';
import { asDifference, firstDifference } from './difference';
import { FrameReader } from './frame';
import type { Json, JsonObject } from './json';
import { isObject, member, objectsOf, omit, textOf } from './json';
import { linkName } from './world-links';

type RuleRecord = TraceRecord<'nf.rule'>;

/** One element for each packet at each table of each hook, by namespace. */
export function netfilterTrace(store: TraceStore, world: World): JsonObject {
  const visits = new Map<string, Visit[]>();
  /** The table a packet is in, so that its next rule joins the visit. */
  const open = new Map<string, Visit>();
  for (let seq = 0; seq < store.length; seq += 1) {
    const record = store.record(seq);
    if (record.kind !== 'nf.rule') continue;
    const ns = world.netns[record.netns]?.name ?? '';
    const packet = `${ns} ${String(record.packet)}`;
    const place = `${record.detail.hook} ${record.detail.table}`;
    const visit = open.get(packet);
    // Back in the hook's own chain: the next rule there, or its policy, unless the last visit ended.
    const joins = record.detail.chain !== record.detail.hook || !ended(visit?.steps ?? []);
    if (visit?.place === place && joins) {
      // The packet is told with the first rule, when that has done its work.
      if (visit.steps.length === 1) visit.mark = record.detail.mark;
      visit.steps.push(stepOf(record));
      continue;
    }
    const { mark } = record.detail;
    const begun = { place, packet: packetAt(store, world, record), mark, steps: [stepOf(record)] };
    open.set(packet, begun);
    visits.set(ns, [...(visits.get(ns) ?? []), begun]);
  }
  return Object.fromEntries([...visits].map(([ns, list]) => [ns, list.map(visitRow)]));
}

/** A packet in one table of one hook. */
interface Visit {
  readonly place: string;
  readonly packet: JsonObject;
  mark: number;
  readonly steps: Json[];
}

function visitRow({ packet, mark, steps }: Visit): JsonObject {
  return { ...packet, ...(mark === 0 ? {} : { mark: `0x${mark.toString(16)}` }), steps };
}

function ended(steps: readonly Json[]): boolean {
  const last = steps[steps.length - 1];
  if (!isObject(last)) return false;
  return last['kind'] === 'policy' || last['verdict'] === 'ACCEPT' || last['verdict'] === 'DROP';
}

function packetAt(store: TraceStore, world: World, record: RuleRecord): JsonObject {
  const ns = world.netns[record.netns];
  const stored = store.frameBytes(record.after === -1 ? record.before : record.after);
  if (stored === null || ns === undefined) throw new Error(`record ${String(record.seq)} has no frame`);
  const reader = new FrameReader();
  const frame = stored.l2 ? reader.ethernet(stored.bytes) : reader.ipv4(stored.bytes);
  const ip = member(frame, 'ip');
  const transport = isObject(frame['udp']) ? frame['udp'] : member(frame, 'tcp');
  const { in: iif, out } = record.detail;
  return {
    ...(iif === 0 ? {} : { in: linkName(ns, iif) }),
    ...(out === 0 ? {} : { out: linkName(ns, out) }),
    src: textOf(ip, 'src'),
    dst: textOf(ip, 'dst'),
    ttl: Number(ip['ttl']),
    ...('sport' in transport ? { sport: Number(transport['sport']), dport: Number(transport['dport']) } : {}),
  };
}

function stepOf({ detail, verdict }: RuleRecord): JsonObject {
  const { table, chain, rule } = detail;
  const place = { table, chain };
  if (rule === null)
    return { ...place, kind: 'policy', verdict: verdict === 'policy-drop' ? 'DROP' : 'ACCEPT' };
  return { ...place, kind: 'rule', verdict: verdictText(detail, verdict), rule: printRule(chain, rule) };
}

function verdictText({ rule }: RuleRecord['detail'], verdict: RuleRecord['verdict']): string {
  const target = rule?.target ?? null;
  if (target?.kind === 'jump') return `${target.goto ? 'GOTO' : 'JUMP'}:${target.chain}`;
  // A translated packet leaves the table, which the kernel calls accepting it.
  return verdict === 'translate' ? 'ACCEPT' : verdict.toUpperCase();
}

/**
 * The kernel tells of a rule when its target has done its work. What REJECT sends meets its own rules meanwhile, so the
 * recording has REJECT's line behind theirs, in a visit that had ended: it belongs to the last one that had not.
 */
function rejoined(visits: readonly JsonObject[]): readonly JsonObject[] {
  const out: { readonly visit: JsonObject; readonly steps: Json[] }[] = [];
  for (const visit of visits) {
    const steps: Json[] = [];
    out.push({ visit, steps });
    for (const step of objectsOf(visit['steps'])) {
      const owner = ended(steps) ? out.findLast((other) => !ended(other.steps)) : undefined;
      (owner?.steps ?? steps).push(step);
    }
  }
  return out.map(({ visit, steps }) => ({ ...visit, steps }));
}

/** The first packet that met other rules. Compared flow by flow: how flows interleave is free. */
export function compareTrace(
  expected: JsonObject,
  got: JsonObject,
  ports: ReadonlySet<number>,
): Difference | null {
  for (const ns of Object.keys(expected)) {
    const recorded = rejoined(objectsOf(expected[ns]));
    const all = objectsOf(got[ns]);
    const want = byFlow(recorded, ports);
    const have = byFlow(recorded.some(hasDotted) ? all : all.map(withoutDotted), ports);
    for (const flow of new Set([...want.keys(), ...have.keys()])) {
      const found = firstDifference(want.get(flow), have.get(flow));
      if (found !== null) return asDifference('netfilter trace', `${ns} ${flow}`, found);
    }
  }
  return null;
}

/**
 * What wrote the recordings down read no line of a chain with a dot in its name (`cali-pro-kns.default`); their counters
 * in the state afterwards are compared all the same.
 */
function isDotted(step: JsonObject): boolean {
  return textOf(step, 'chain').includes('.');
}

function hasDotted(visit: JsonObject): boolean {
  return objectsOf(visit['steps']).some(isDotted);
}

function withoutDotted(visit: JsonObject): JsonObject {
  return { ...visit, steps: objectsOf(visit['steps']).filter((step) => !isDotted(step)) };
}

function byFlow(
  visits: readonly JsonObject[],
  ports: ReadonlySet<number>,
): ReadonlyMap<string, readonly JsonObject[]> {
  const flows = new Map<string, JsonObject[]>();
  for (const visit of visits) {
    const normal = { ...omit(visit, ['packet']), ...normalPorts(visit, ports) };
    const key = `${textOf(normal, 'src')}:${textOf(normal, 'sport')} > ${textOf(normal, 'dst')}:${textOf(normal, 'dport')}`;
    flows.set(key, [...(flows.get(key) ?? []), normal]);
  }
  return flows;
}

function normalPorts(visit: JsonObject, ports: ReadonlySet<number>): JsonObject {
  if (!('sport' in visit)) return {};
  const known = (name: string): Json => (ports.has(Number(visit[name])) ? Number(visit[name]) : 'random');
  return { sport: known('sport'), dport: known('dport') };
}
