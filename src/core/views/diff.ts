/** What differs between two instants, in all tables of all machines and in the API server, and who wrote it last. */
import type { Change } from '../model/change';
import type { World } from '../model/world';
import type { DiffPart, DiffRow, DiffTable, DiffView, TableName, TableRow } from './contract';
import { tableChanges } from './changes';
import { stepInShort } from './config';
import { machineName } from './names';
import type { ViewSource } from './source';
import { API_SERVER, columnsOf, compareRows, placeTables, type PlaceTables } from './tables';
import { slotOf, type Row } from './tables.state';

/** Rows told at once. */
const ROWS = 300;

/** All tables of an instant, by place: netns by name, and the API server. */
export type Snapshot = ReadonlyMap<string, PlaceTables>;

export interface TableDiff {
  readonly place: string;
  readonly table: TableName;
  /** The rows that differ, none that is the same. */
  readonly rows: readonly (TableRow & { readonly slot: string })[];
}

/** All places of a World, or those that are not the very same in another. */
export function snapshotOf(world: World, but: World | null = null): Snapshot {
  // A netns that was not written to since is shared, not copied.
  const names = world.netns.flatMap((ns) => (ns === undefined || but?.netns[ns.id] === ns ? [] : [ns.name]));
  const places = world.cluster === null || world.cluster === but?.cluster ? names : [API_SERVER, ...names];
  // Counters differ after every packet, and nobody wrote them.
  return new Map(places.map((place) => [place, placeTables(world, place, 'counters')]));
}

/** Pure: what `b` has that `a` has not, and the other way round. */
export function diffOf(a: Snapshot, b: Snapshot): TableDiff[] {
  const places = [...new Set([...a.keys(), ...b.keys()])];
  return places.flatMap((place) => {
    const [was, is] = [a.get(place), b.get(place)];
    const names = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])];
    return names.flatMap((table): TableDiff[] => {
      const before = was?.get(table) ?? [];
      const after = is?.get(table) ?? [];
      if (sameRows(before, after)) return [];
      const slots = new Map([...before, ...after].map((row) => [row.key, row.slot]));
      const rows = compareRows(after, before)
        .filter(({ status }) => status !== 'same')
        .map((row) => ({ ...row, slot: slots.get(row.key) ?? '' }));
      return rows.length === 0 ? [] : [{ place, table, rows }];
    });
  });
}

function sameRows(a: readonly Row[], b: readonly Row[]): boolean {
  return (
    a.length === b.length &&
    a.every((row, i) => {
      const other = b[i];
      return row.key === other?.key && row.cells.every((cell, at) => cell === other.cells[at]);
    })
  );
}

/** The difference between two instants, told from the first to the second in the order they are given. */
export function diff(source: ViewSource, from: number, to: number): DiffView {
  const [a, b] = [source.worldAt(from), source.worldAt(to)];
  const differences = diffOf(snapshotOf(a, b), snapshotOf(b, a));
  const wanted = new Set(
    differences.flatMap(({ place, rows }) => rows.map(({ slot }) => `${place}|${slot}`)),
  );
  const writers = writersBetween(source, Math.min(from, to), Math.max(from, to), wanted);
  const count = differences.reduce((sum, { rows }) => sum + rows.length, 0);
  let room = ROWS;
  const parts = new Map<string, DiffTable[]>();
  for (const { place, table, rows } of differences) {
    if (room === 0) break;
    const told = rows.slice(0, room).map((row): DiffRow => {
      const { slot, ...rest } = row;
      return {
        ...rest,
        by: stepInShort(source, writers.get(`${place}|${slot}`) ?? writers.get(place) ?? null),
      };
    });
    room -= told.length;
    const tables = parts.get(place) ?? [];
    tables.push({ name: table, columns: columnsOf(table), rows: told });
    parts.set(place, tables);
  }
  return {
    fromSeq: from,
    toSeq: to,
    parts: [...parts].map(([place, tables]) => partOf(a, b, place, tables)),
    count,
    hidden: Math.max(0, count - ROWS),
  };
}

function partOf(a: World, b: World, place: string, tables: readonly DiffTable[]): DiffPart {
  const find = (world: World) => world.netns.find((ns) => ns?.name === place);
  const [was, is] = [find(a), find(b)];
  const ns = is ?? was;
  return {
    netns: place,
    machine: ns === undefined ? '' : machineName(is === undefined ? a : b, ns.id),
    status: place === API_SERVER || (was && is) ? 'same' : is ? 'new' : 'gone',
    tables,
  };
}

/**
 * By place and slot the last step after `from`, up to `to`, that wrote it. What a machine does by itself, such as
 * learning an address, is written by the step that made it do so.
 */
function writersBetween(
  source: ViewSource,
  from: number,
  to: number,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const writers = new Map<string, number>();
  const worlds = [source.worldAt(from), source.worldAt(to)];
  const nameOf = (netns: number): string =>
    worlds.map((world) => world.netns[netns]?.name).find((name) => name !== undefined) ?? '';
  for (let seq = from + 1; seq <= to; seq += 1) {
    for (const change of source.trace.record(seq).changes) {
      // What a netns has from its first moment on came with it.
      if (change.slot === 'netns') writers.set(change.after?.name ?? change.before?.name ?? '', seq);
      const slot = slotOf(change);
      if (slot === null) continue;
      const place = change.slot === 'api.object' ? API_SERVER : nameOf(change.netns);
      const key = `${place}|${slot}`;
      if (!wanted.has(key)) continue;
      // A time of use that is refreshed is no writing that anybody sees.
      if (!writers.has(key) || isSeen(worlds[1] ?? worlds[0], change)) writers.set(key, seq);
    }
  }
  return writers;
}

/** Whether a change of an entry shows in a table: its coming and going do, and every write of an object. */
function isSeen(world: World | undefined, change: Change): boolean {
  if (change.before === undefined || change.after === undefined || change.slot === 'api.object') return true;
  return world === undefined || tableChanges(world, [change]).length > 0;
}
