/** How many packets were made, or how often something was decided. */
import * as v from 'valibot';
import { netnsName } from '../../views/names';
import { TRACE_KINDS } from '../../views/decide';
import { end, nameOf, packetFields, packetsIn, type Scope } from '../packets';
import { why } from '../why';
import { checkKind } from './check';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));

const schema = v.pipe(
  v.strictObject({
    ...packetFields,
    records: v.optional(
      v.pipe(
        v.picklist(TRACE_KINDS),
        v.description(
          'Counts decisions of this kind about such packets; without it the packets themselves are counted.',
        ),
      ),
    ),
    verdict: v.optional(
      v.pipe(v.string(), v.maxLength(40), v.description('Only decisions with this outcome.')),
    ),
    in: v.optional(v.pipe(end, v.description('Only decisions taken in this netns.'))),
    atLeast: v.optional(v.pipe(count, v.description('No fewer than this.')), 0),
    atMost: v.optional(v.pipe(count, v.description('No more than this.')), 1_000_000),
  }),
  v.description('A number of packets or decisions lies between two bounds.'),
);
type Args = v.InferOutput<typeof schema>;

export const countOf = checkKind({
  kind: 'count-of',
  schema,
  run(scope, args) {
    const { atLeast, atMost, records } = args;
    const what = records === undefined ? nameOf(args) : [records, args.verdict].filter(Boolean).join(' ');
    const found = records === undefined ? packetsIn(scope, args).length : decisionsIn(scope, args);
    if (found < atLeast) return why('tooFew', { what, found, wanted: atLeast });
    return found > atMost ? why('tooMany', { what, found, wanted: atMost }) : null;
  },
});

function decisionsIn(scope: Scope, args: Args): number {
  const { source, world, from } = scope;
  const any = args.packet === 'any' && args.from === undefined && args.to === undefined;
  const packets = any ? null : new Set(packetsIn(scope, args));
  let found = 0;
  for (let seq = from; seq < source.trace.length; seq += 1) {
    const record = source.trace.record(seq);
    if (record.kind !== args.records) continue;
    if (args.verdict !== undefined && record.verdict !== args.verdict) continue;
    if (args.in !== undefined && netnsName(world, record.netns) !== args.in) continue;
    if (packets === null || packets.has(record.packet)) found += 1;
  }
  return found;
}
