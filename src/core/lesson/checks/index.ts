/** The checks there are. In a lesson they stand by name: `reachable: { from: pod-a, to: pod-b }`. */
import * as v from 'valibot';
import type { Message } from '../../views/message';
import type { Scope } from '../packets';
import type { CheckKind } from './check';
import { commandWasRun } from './command-was-run';
import { countOf } from './count-of';
import { dropped } from './dropped';
import { headerFieldAt } from './header-field-at';
import { notReachable } from './not-reachable';
import { passesThrough } from './passes-through';
import { reachable } from './reachable';
import { rowsOf } from './rows-of';
import { tableContains } from './table-contains';

export const checkKinds = [
  reachable,
  notReachable,
  passesThrough,
  dropped,
  tableContains,
  rowsOf,
  commandWasRun,
  headerFieldAt,
  countOf,
] as const;

/** Several checks by name: all of them must be fulfilled. */
export const Checks = v.strictObject({
  reachable: v.optional(reachable.schema),
  'not-reachable': v.optional(notReachable.schema),
  'passes-through': v.optional(passesThrough.schema),
  dropped: v.optional(dropped.schema),
  'table-contains': v.optional(tableContains.schema),
  'rows-of': v.optional(rowsOf.schema),
  'command-was-run': v.optional(commandWasRun.schema),
  'header-field-at': v.optional(headerFieldAt.schema),
  'count-of': v.optional(countOf.schema),
});
export type Checks = v.InferOutput<typeof Checks>;

/** Null when all are fulfilled, else why the first is not. */
export function runChecks(scope: Scope, checks: Checks): Message | null {
  for (const kind of checkKinds as readonly CheckKind[]) {
    const args = checks[kind.kind as keyof Checks];
    const why = args === undefined ? null : kind.run(scope, args);
    if (why !== null) return why;
  }
  return null;
}
