/** The part of a decision that is read from tables: what was asked, what answered, which rows won and lost. */
import type { Ifindex } from '../../model/link';
import type { MachineId, World } from '../../model/world';
import type { TraceRecord } from '../../trace/record';
import type { TraceKind } from '../../trace/kinds';
import type { Decision, EvidenceRow } from '../contract';
import type { Frame } from '../frame-layers';
import type { PlainKey } from '../message-keys';
import { plain } from '../say';

export type Evidence = Pick<Decision, 'key' | 'answer' | 'table' | 'rows' | 'hidden'>;

export interface EvidenceScene {
  readonly world: World;
  /** The machine whose tables were asked. */
  readonly machine: MachineId;
  /** The command that wrote an entry, by {@link writerKey}. */
  readonly writers: ReadonlyMap<number, string>;
  /** Device the packet came in by, 0 when it was made here. */
  readonly ingress: Ifindex;
  /** The packet as the record met it, null without one. */
  readonly frame: Frame | null;
}

export type Witness<K extends TraceKind> = (record: TraceRecord<K>, scene: EvidenceScene) => Evidence;

/** Rows shown of one table; the rest is counted. */
const ROWS_SHOWN = 12;

/** Evidence with a table; rows beyond what can be read are hidden. */
export function tabled(
  asked: { readonly key: string; readonly answer: string },
  table: { readonly name: string; readonly size: number; readonly columns: readonly PlainKey[] },
  rows: readonly EvidenceRow[],
): Evidence {
  return {
    ...asked,
    table: { name: table.name, size: table.size, columns: table.columns.map(plain) },
    rows: rows.slice(0, ROWS_SHOWN),
    hidden: Math.max(0, rows.length - ROWS_SHOWN),
  };
}

/** Evidence without a table: the answer follows from the record alone. */
export function untabled(key: string, answer: string): Evidence {
  return { key, answer, table: null, rows: [], hidden: 0 };
}

/** Operations are counted on each machine by itself. */
export function writerKey(machine: MachineId, op: number): number {
  return machine * 2 ** 32 + op;
}

/** The command that wrote an entry, by the entry's `op`. */
export function writerOf({ writers, machine }: EvidenceScene, op: number): string | null {
  return writers.get(writerKey(machine, op)) ?? null;
}
