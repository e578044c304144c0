/** What a step of configuration changed in the drawing, who acted, and who hears of it. */
import type { Change } from '../model/change';
import type { World } from '../model/world';
import { formatCidr4 } from '../wire/addr';
import type { TraceRecord } from '../trace/record';
import { tableChanges } from './changes';
import { objectText } from './cluster-text';
import type { Mark, MarkKind, StepMarks } from './contract';
import { elementId } from './contract';
import { NO_MARKS } from './marks.none';
import { coreElement, deviceElement, machineOf, netnsName } from './names';
import type { ViewSource } from './source';
import { isConfig } from './steps';

/** Marks of the step that ends with record `seq`. */
export function stepMarks(source: ViewSource, seq: number): StepMarks {
  if (seq < 0 || seq >= source.trace.length) return NO_MARKS;
  const record = source.trace.record(seq);
  if (!isConfig(record)) return NO_MARKS;
  const world = source.worldAt(seq);
  const changes = ownChanges(source, seq);
  const marks = changes.flatMap((change) => marksOf(source, world, change, seq));
  const api = record.kind === 'api.change';
  return {
    marks: distinct(marks),
    actor: actorOf(source, world, record),
    api,
    watchers: api ? watchersOf(source, world, seq) : [],
  };
}

/** Changes of the record, and of what happened before it that is no step of its own. */
function ownChanges(source: ViewSource, seq: number): readonly Change[] {
  const changes: Change[] = [];
  for (let at = seq; at >= 0; at -= 1) {
    const record = source.trace.record(at);
    const aside = record.packet < 0 && record.kind === 'process' && record.detail.lines.length === 0;
    if (at < seq && !aside) break;
    changes.unshift(...record.changes);
  }
  return changes;
}

function marksOf(source: ViewSource, world: World, change: Change, seq: number): Mark[] {
  switch (change.slot) {
    case 'netns': {
      const came = change.after ?? change.before;
      const machine = world.machines.find(({ id }) => id === came?.machine)?.name ?? '';
      if (change.after === undefined)
        return [{ element: elementId.machine(machine), what: 'gone', text: change.before?.name ?? '' }];
      return [{ element: elementId.netns(change.after.name), what: 'netns', text: change.after.name }];
    }
    case 'link':
      return linkMarks(source, world, change, seq);
    case 'route':
      // The kernel's own entries (local, broadcast) follow from the addresses.
      return change.table === MAIN ? rowMarks(world, change, 'route', coreElement(world, change.netns)) : [];
    case 'iprules':
      return rowMarks(world, change, 'route', coreElement(world, change.netns));
    case 'nft':
    case 'nf.tables':
      return rowMarks(world, change, 'rules', coreElement(world, change.netns)).slice(0, 1);
    case 'neigh':
      return rowMarks(world, change, 'neigh', deviceElement(world, change.netns, change.ifindex));
    case 'vxlan.fdb':
      return rowMarks(world, change, 'fdb', deviceElement(world, change.netns, change.ifindex));
    case 'wg.peer':
      return rowMarks(world, change, 'peer', deviceElement(world, change.netns, change.ifindex));
    case 'api.object':
      return objectMarks(world, change);
    default:
      return [];
  }
}

const MAIN = 254;

function linkMarks(source: ViewSource, world: World, change: Change & { slot: 'link' }, seq: number): Mark[] {
  const { before, after } = change;
  const name = (after ?? before)?.name ?? '';
  if (name === 'lo') return [];
  if (after === undefined) {
    return [{ element: elementId.netns(netnsName(world, change.netns)), what: 'gone', text: name }];
  }
  const element = deviceElement(world, change.netns, change.ifindex);
  if (before === undefined) return [{ element, what: 'link', text: name }];
  const text = (addr: (typeof after.addrs)[number]): string =>
    formatCidr4({ addr: addr.local, len: addr.len });
  const had = new Set(before.addrs.map(text));
  const has = after.addrs.map(text);
  const fresh = has.filter((addr) => !had.has(addr));
  const gone = [...had].filter((addr) => !has.includes(addr));
  const marks: Mark[] = [
    ...fresh.map((addr): Mark => ({ element, what: 'address', text: addr })),
    ...gone.map((addr): Mark => ({ element, what: 'gone', text: addr })),
  ];
  if (marks.length > 0) return marks;
  // Only what the table of links shows is worth a mark: counters and timers are not.
  const rows = tableChanges(source.worldAt(seq), [change]).filter((row) => row.before !== row.after);
  return rows.length > 0
    ? [{ element, what: 'changed', text: differenceOf(rows[0]?.before, rows[0]?.after) }]
    : [];
}

/** The words of a row that were not there before. */
function differenceOf(before: string | null | undefined, after: string | null | undefined): string {
  const had = new Set((before ?? '').split(' '));
  return (after ?? '')
    .split(' ')
    .filter((word) => !had.has(word))
    .slice(0, 3)
    .join(' ');
}

/** A mark for each row that came, or that went and left nothing in its place. */
function rowMarks(world: World, change: Change, what: MarkKind, element: string): Mark[] {
  const rows = tableChanges(world, [change]);
  return rows.flatMap(({ before, after }): Mark[] => {
    if (after !== null) return [{ element, what, text: after }];
    return before === null ? [] : [{ element, what: 'gone', text: before }];
  });
}

function objectMarks(world: World, change: Change & { slot: 'api.object' }): Mark[] {
  const element = objectElement(world, change.key) ?? elementId.apiserver();
  const text = objectText(change.key);
  return [{ element, what: change.after === undefined ? 'gone' : 'object', text }];
}

/** What an object is on the map: a node's machine, a pod's namespace; null for what has no place there. */
export function objectElement(world: World, key: string): string | null {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  if (kind === 'Node')
    return world.machines.some((machine) => machine.name === name) ? elementId.machine(name) : null;
  if (kind !== 'Pod') return null;
  const netns = namespace === 'default' ? name : `${namespace}_${name}`;
  return world.netns.some((ns) => ns?.name === netns) ? elementId.netns(netns) : null;
}

/** Who acted: the control loop whose decision led here, and the program it had called by then. */
function actorOf(source: ViewSource, world: World, record: TraceRecord): StepMarks['actor'] {
  if (record.kind === 'api.change') return named(world, record.detail.by);
  const tools: string[] = [];
  for (let at: TraceRecord | null = record; at !== null; at = causeOf(source, at)) {
    if (at.event !== record.event) break;
    if (at.kind === 'op.apply' && at === record) tools.push(programOf(at.detail.command));
    if (at.kind === 'cni.call' && at === record) tools.push(at.detail.plugin);
    if (at.kind === 'ctrl.reconcile') {
      const actor = named(world, at.detail.controller);
      const tool = tools[0] ?? null;
      return tool === null || tool === '' || tool === actor.name ? actor : { ...actor, tool };
    }
  }
  if (record.kind !== 'op.apply') return null;
  const machine = machineOf(world, record.netns);
  const name = programOf(record.detail.command);
  return machine === null || name === ''
    ? null
    : { element: elementId.machine(machine.name), name, tool: null };
}

function causeOf(source: ViewSource, { cause }: TraceRecord): TraceRecord | null {
  return cause < 0 ? null : source.trace.record(cause);
}

/** `bridge: ip link add cni0 type bridge` was written by the program `bridge`; what was typed names none. */
function programOf(command: string | null): string {
  return /^([\w.-]+): /.exec(command ?? '')?.[1] ?? '';
}

/** `node-1/kubelet` runs on node-1, `kube-scheduler` beside the API server. */
function named(world: World, controller: string): NonNullable<StepMarks['actor']> {
  const slash = controller.indexOf('/');
  const machine = controller.slice(0, Math.max(0, slash));
  const known = world.machines.some(({ name }) => name === machine);
  return {
    element: known ? elementId.machine(machine) : elementId.apiserver(),
    name: controller.slice(slash + 1),
    tool: null,
  };
}

/** How far ahead those that a change wakes are looked for, in records. */
const AHEAD_MAX = 4000;

/** Control loops that decide something because of this change. */
function watchersOf(source: ViewSource, world: World, seq: number): StepMarks['watchers'] {
  const found = new Map<string, StepMarks['watchers'][number]>();
  const end = Math.min(source.trace.length, seq + AHEAD_MAX);
  for (let at = seq + 1; at < end; at += 1) {
    const record = source.trace.record(at);
    if (record.kind !== 'ctrl.reconcile' || record.cause !== seq) continue;
    const { element, name } = named(world, record.detail.controller);
    found.set(record.detail.controller, { element, name });
  }
  return [...found.values()];
}

function distinct(marks: readonly Mark[]): readonly Mark[] {
  const seen = new Map(marks.map((mark) => [`${mark.element} ${mark.what} ${mark.text}`, mark]));
  const kept = [...seen.values()];
  // A new link that was at once brought up is new, not changed.
  const fresh = new Set(kept.filter(({ what }) => what === 'link').map(({ element }) => element));
  return kept.filter(({ element, what }) => what !== 'changed' || !fresh.has(element));
}
