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
        v.pipe(v.array(place), v.maxLength(40), v.description('Places it must not come to.')),
        [],
      ),
    }),
    v.description('A packet stood at these places, in order.'),
  ),
  run(scope, args) {
    const packet = nameOf(args);
    const ways = packetsIn(scope, args).flatMap((one) => waysOf(scope, one));
    if (ways.length === 0) return why('noPacket', { packet });
    const allowed = ways.filter((way) => forbiddenOn(way, args.never) === null);
    if (allowed.length === 0) {
      const where = ways.map((way) => forbiddenOn(way, args.never)).find((one) => one !== null) ?? '';
      return why('passedForbidden', { packet, place: where });
    }
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
