/** A packet was discarded, for this reason. */
import * as v from 'valibot';
import { DROP_REASONS } from '../../trace/drop';
import { netnsName } from '../../views/names';
import { dropsOf, end, nameOf, packetFields, packetsIn } from '../packets';
import { why } from '../why';
import { checkKind } from './check';

export const dropped = checkKind({
  kind: 'dropped',
  schema: v.pipe(
    v.strictObject({
      ...packetFields,
      reason: v.optional(
        v.pipe(
          v.picklist(DROP_REASONS),
          v.description("The kernel's name of the reason; any when left out."),
        ),
      ),
      in: v.optional(v.pipe(end, v.description('The netns it was dropped in; any when left out.'))),
    }),
    v.description('A packet was dropped.'),
  ),
  run(scope, args) {
    const packet = nameOf(args);
    const packets = packetsIn(scope, args);
    if (packets.length === 0) return why('noPacket', { packet });
    const drops = packets.flatMap((one) => dropsOf(scope, one));
    const [first] = drops;
    if (first === undefined) return why('notDropped', { packet });
    const fits = drops.some(
      ({ netns, detail }) =>
        (args.reason === undefined || detail.reason === args.reason) &&
        (args.in === undefined || netnsName(scope.world, netns) === args.in),
    );
    if (fits) return null;
    return why('droppedElsewhere', {
      netns: netnsName(scope.world, first.netns),
      reason: first.detail.reason,
    });
  },
});
