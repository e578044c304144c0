/** What of the map is looked at: what the reader chose, as long as the cursor stays; else what the step is about. */
import type { HookPart, KernelStation, KernelView, StationId } from '../../core/index';

export interface Looked {
  readonly station: StationId;
  /** A table, or conntrack; null where nobody stands. */
  readonly part: HookPart['name'] | null;
}

/** The station to show first: where the packet is, else the first hook at which somebody stands. */
export function lookedAt(view: KernelView, chosen: Partial<Looked> | null): Looked {
  const station =
    view.stations.find(({ id }) => id === chosen?.station) ??
    view.stations.find(({ id }) => id === view.here) ??
    lastOnWay(view) ??
    view.stations.find(({ parts }) => parts.some(({ rules }) => rules > 0)) ??
    view.stations.find(({ id }) => id === (view.bridgesOnly ? 'bridge' : 'prerouting')) ??
    view.stations[0];
  if (station === undefined) return { station: 'ingress', part: null };
  const part = station.parts.find(({ name }) => name === chosen?.part) ?? mostTelling(station);
  return { station: station.id, part: part?.name ?? null };
}

/** After the packet left: where it was last. */
function lastOnWay(view: KernelView): KernelStation | undefined {
  const passed = view.way.filter((id) => view.stations.find((one) => one.id === id)?.state === 'passed');
  return view.stations.find(({ id }) => id === passed.at(-1));
}

/** Whoever acts now, ended it, translated it; else the first table with rules, or with anything at all. */
function mostTelling({ parts }: KernelStation): HookPart | undefined {
  const tables = parts.filter(({ name, state }) => isTable(name) && state !== 'absent');
  return (
    parts.find(({ state }) => state === 'here' || state === 'ended') ??
    tables.find(({ name, state, rules }) => name === 'nat' && state === 'passed' && rules > 0) ??
    tables.find(({ state, rules }) => state === 'passed' && rules > 0) ??
    tables.find(({ rules }) => rules > 0) ??
    tables[0] ??
    parts.find(({ name, state }) => name === 'conntrack' && state !== 'skipped' && state !== 'absent')
  );
}

export function isTable(name: HookPart['name']): name is Exclude<HookPart['name'], 'conntrack' | 'confirm'> {
  return name !== 'conntrack' && name !== 'confirm';
}
