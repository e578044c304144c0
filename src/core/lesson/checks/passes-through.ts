/** The way a packet took. */
import * as v from 'valibot';
import { isAt, nameOf, packetFields, packetsIn, place, waysOf, type Stood } from '../packets';
import { why } from '../why';
import { checkKind } from './check';

export const passesThrough = checkKind({
  kind: 'passes-through',
  schema: v.pipe(
    v.strictObject({
      ...packetFields,
      stops: v.pipe(
        v.array(place),
        v.maxLength(40),
        v.description('Places it stands at, in this order; others may lie between.'),
      ),
      never: v.optional(
        v.pipe(v.array(place), v.maxLength(40), v.description('Places no copy of it may come to.')),
        [],
      ),
    }),
    v.description('A packet stood at these places, in order.'),
  ),
  run(scope, args) {
    const packet = nameOf(args);
    const packets = packetsIn(scope, args).map((one) => waysOf(scope, one));
    if (packets.length === 0) return why('noPacket', { packet });
    // No copy of a packet may come there, whichever of them went the whole way.
    const forbidden = packets.map((ways) => forbiddenOn(ways.flat(), args.never));
    const allowed = packets.filter((_, at) => forbidden[at] === null).flat();
    if (allowed.length === 0) return why('passedForbidden', { packet, place: forbidden[0] ?? '' });
    const missing = allowed.map((way) => firstMissing(way, args.stops));
    if (missing.includes(null)) return null;
    // Of several copies the one that got furthest says most.
    const furthest = Math.max(...missing.map((at) => at ?? 0));
    return why('notAtPlace', { packet, place: args.stops[furthest] ?? '' });
  },
});

function forbiddenOn(way: readonly Stood[], never: readonly string[]): string | null {
  return never.find((where) => way.some((stood) => isAt(stood, where))) ?? null;
}

/** Index of the first place that does not follow in order; null when all do. */
function firstMissing(way: readonly Stood[], stops: readonly string[]): number | null {
  let from = 0;
  for (const [index, where] of stops.entries()) {
    const at = way.findIndex((stood, i) => i >= from && isAt(stood, where));
    if (at === -1) return index;
    from = at + 1;
  }
  return null;
}
