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
  const visits = new Map<string, JsonObject[]>();
  /** The table a packet is in, so that its next rule joins the visit. */
  const open = new Map<string, { readonly place: string; readonly steps: Json[] }>();
  for (let seq = 0; seq < store.length; seq += 1) {
    const record = store.record(seq);
    if (record.kind !== 'nf.rule') continue;
    const ns = world.netns[record.netns]?.name ?? '';
    const packet = `${ns} ${String(record.packet)}`;
    const place = `${record.detail.hook} ${record.detail.table}`;
    const visit = open.get(packet);
    if (visit?.place === place && record.detail.chain !== record.detail.hook) {
      visit.steps.push(stepOf(record));
      continue;
    }
    // Back in the hook's own chain: the next rule there, or its policy, unless the last visit ended.
    if (visit?.place === place && !ended(visit.steps)) {
      visit.steps.push(stepOf(record));
      continue;
    }
    const steps: Json[] = [stepOf(record)];
    open.set(packet, { place, steps });
    visits.set(ns, [...(visits.get(ns) ?? []), { ...packetAt(store, world, record), steps }]);
  }
  return Object.fromEntries(visits);
}

function ended(steps: readonly Json[]): boolean {
  const last = steps[steps.length - 1];
  if (!isObject(last)) return false;
  return last['kind'] === 'policy' || last['verdict'] === 'ACCEPT' || last['verdict'] === 'DROP';
}

function packetAt(store: TraceStore, world: World, record: RuleRecord): JsonObject {
  const ns = world.netns[record.netns];
  const stored = store.frameBytes(record.before === -1 ? record.after : record.before);
  if (stored === null || ns === undefined) throw new Error(`record ${String(record.seq)} has no frame`);
  const reader = new FrameReader();
  const frame = stored.l2 ? reader.ethernet(stored.bytes) : reader.ipv4(stored.bytes);
  const ip = member(frame, 'ip');
  const transport = isObject(frame['udp']) ? frame['udp'] : member(frame, 'tcp');
  const { in: iif, out, mark } = record.detail;
  return {
    ...(iif === 0 ? {} : { in: linkName(ns, iif) }),
    ...(out === 0 ? {} : { out: linkName(ns, out) }),
    src: textOf(ip, 'src'),
    dst: textOf(ip, 'dst'),
    ttl: Number(ip['ttl']),
    ...('sport' in transport ? { sport: Number(transport['sport']), dport: Number(transport['dport']) } : {}),
    ...(mark === 0 ? {} : { mark: `0x${mark.toString(16)}` }),
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
