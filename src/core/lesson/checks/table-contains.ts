/** A table holds a row, or does not. */
import * as v from 'valibot';
import { tablesOf } from '../../views/tables';
import { end } from '../packets';
import { why } from '../why';
import { checkKind } from './check';
import { cell, hasCells, table } from '../table-rows';

export const tableContains = checkKind({
  kind: 'table-contains',
  schema: v.pipe(
    v.strictObject({
      netns: v.pipe(end, v.description('Whose table.')),
      table,
      row: v.pipe(
        v.array(cell),
        v.minLength(1),
        v.maxLength(7),
        v.description('Cells, as the Tables tab shows them: one row must have all of them, in any column.'),
      ),
      absent: v.optional(
        v.pipe(v.boolean(), v.description('True: no such row may be there. False by default.')),
        false,
      ),
    }),
    v.description('A table holds a row now, after everything that was done.'),
  ),
  run({ world }, { netns, table, row, absent }) {
    if (!world.netns.some((ns) => ns?.name === netns)) return why('noNetns', { netns });
    const rows = tablesOf(world, null, netns).tables.find(({ name }) => name === table)?.rows ?? [];
    const found = rows.some(({ cells }) => hasCells(cells, row));
    if (found !== absent) return null;
    return why(absent ? 'rowStillThere' : 'noRow', { netns, table, row: row.join(' ') });
  },
});
