/** A table holds a row, or does not. */
import * as v from 'valibot';
import { tablesOf } from '../../views/tables';
import { end } from '../packets';
import { why } from '../why';
import { checkKind } from './check';

const TABLES = ['links', 'addresses', 'routes', 'neigh', 'fdb', 'rules', 'peers'] as const;

export const tableContains = checkKind({
  kind: 'table-contains',
  schema: v.pipe(
    v.strictObject({
      netns: v.pipe(end, v.description('Whose table.')),
      table: v.pipe(v.picklist(TABLES), v.description('Which, as the Tables tab names them.')),
      row: v.pipe(
        v.array(v.pipe(v.string(), v.nonEmpty(), v.maxLength(100))),
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
    const found = rows.some(({ cells }) => row.every((cell) => cells.includes(cell)));
    if (found !== absent) return null;
    return why(absent ? 'rowStillThere' : 'noRow', { netns, table, row: row.join(' ') });
  },
});
