/** The only route of a prefix: what a thousand nodes are told alike, and each netns of its loopback, is one value. */
import type { Route } from '../../model/route';
import { Alike } from '../alike';

/** The routes of a prefix that has one. */
export function onlyRoute(route: Route): readonly [Route] {
  const slot = slotOf(route);
  const known = ALONE.recall(slot);
  return known !== undefined && (known[0] === route || isSame(known[0], route))
    ? known
    : ALONE.remember(slot, [route]);
}

const ALONE = new Alike<readonly [Route]>();

/** Routes of one operation differ in their destination, by the kernel's doing in the last bits or the length. */
function slotOf({ op, dst, len }: Route): number {
  return op + dst * 3 + len * 64;
}

/** Whether two routes are the same, as far as they are ordinary ones. */
function isSame(a: Route, b: Route): boolean {
  return (
    a.op === b.op &&
    a.dst === b.dst &&
    a.len === b.len &&
    a.dev === b.dev &&
    a.gateway === b.gateway &&
    a.type === b.type &&
    a.tos === b.tos &&
    a.metric === b.metric &&
    a.prefsrc === b.prefsrc &&
    a.scope === b.scope &&
    a.protocol === b.protocol &&
    a.onlink === b.onlink &&
    isOrdinary(a) &&
    isOrdinary(b)
  );
}

function isOrdinary({ ownGateway, nexthops, mtu, mtuLocked, advmss }: Route): boolean {
  return (ownGateway ?? nexthops ?? mtu ?? mtuLocked ?? advmss) === undefined;
}
