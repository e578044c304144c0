/** How many rows a table has, on one machine or on all of them together. */
import * as v from 'valibot';
import { tablesOf } from '../../views/tables';
import { end } from '../packets';
import { why } from '../why';
import { checkKind } from './check';
import { cell, hasCells, table } from '../table-rows';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));

export const rowsOf = checkKind({
  kind: 'rows-of',
  schema: v.pipe(
    v.strictObject({
      netns: v.optional(v.pipe(end, v.description('Whose table; the tables of all together when left out.'))),
      table,
      row: v.optional(
        v.pipe(v.array(cell), v.maxLength(7), v.description('Only rows that have all of these cells.')),
        [],
      ),
      atLeast: v.optional(v.pipe(count, v.description('No fewer than this.')), 0),
      atMost: v.optional(v.pipe(count, v.description('No more than this.')), 1_000_000),
    }),
    v.description(
      'The number of rows of a table lies between two bounds now, after everything that was done.',
    ),
  ),
  run({ world }, { netns, table, row, atLeast, atMost }) {
    const names = world.netns.flatMap((ns) => (ns === undefined ? [] : [ns.name]));
    if (netns !== undefined && !names.includes(netns)) return why('noNetns', { netns });
    const found = (netns === undefined ? names : [netns])
      .flatMap((name) => tablesOf(world, null, name).tables.find((one) => one.name === table)?.rows ?? [])
      .filter(({ cells }) => hasCells(cells, row)).length;
    const what = [netns, table, ...row].filter(Boolean).join(' ');
    if (found < atLeast) return why('tooFew', { what, found, wanted: atLeast });
    return found > atMost ? why('tooMany', { what, found, wanted: atMost }) : null;
  },
});
