/**
 * What many BIRDs hold alike is one value. A thousand clients of a reflector are told the same; what each of them makes of a
 * message differs in the order in which its routes came, by one where it is told nothing of its own block. A memory beside the
 * World: with another one, or none, a World is the same.
 */
import { FewAlike, spread } from '../../base/few-alike';
import type { Entry } from '../../base/persistent-map';
import type { BirdHost, BirdRoute, WrittenRoute } from '../../model/bird';

/** A thousand prefixes, heard of from two reflectors, in the two or three orders there are. */
const PLACES = 4096;

type Unnumbered = Omit<BirdRoute, 'ordinal'>;

/** What a route is to be. */
interface Wanted {
  readonly route: Unnumbered;
  readonly ordinal: number;
  readonly heardNs: number;
}

const ROUTES = new FewAlike<BirdRoute>(PLACES);

/** A route with its number in the order of arrival. */
export function heldRoute(route: Unnumbered, ordinal: number, heardNs: number): BirdRoute {
  // Others have something of their machine's own.
  if (route.kind !== 'bgp') return madeRoute({ route, ordinal, heardNs });
  const wanted = { route, ordinal, heardNs };
  const number = spread(route.addr + route.len, route.protocol);
  return ROUTES.find(number, isThat, wanted) ?? ROUTES.keep(number, madeRoute(wanted));
}

function isThat(a: BirdRoute, { route: b, ordinal, heardNs }: Wanted): boolean {
  return (
    a.ordinal === ordinal &&
    a.heardNs === heardNs &&
    a.attributes === b.attributes &&
    a.addr === b.addr &&
    a.len === b.len &&
    a.protocol === b.protocol &&
    a.privateId === b.privateId &&
    a.source === b.source &&
    a.kind === b.kind &&
    a.preference === b.preference &&
    a.dest === b.dest &&
    a.gateway === b.gateway &&
    a.dev === b.dev &&
    a.sinceNs === b.sinceNs &&
    a.host === b.host &&
    a.igpMetric === b.igpMetric &&
    a.kernel === b.kernel &&
    a.peer === b.peer &&
    a.peerId === b.peerId &&
    a.internal === b.internal
  );
}

/** Field by field: there may be millions of them, and of what spreading makes each may have a shape of its own (V8). */
function madeRoute({ route, ordinal, heardNs }: Wanted): BirdRoute {
  const { addr, len, protocol, privateId, source, kind, preference, dest, gateway, dev, sinceNs } = route;
  const { attributes, host, igpMetric, kernel, peer, peerId, internal } = route;
  return {
    addr,
    len,
    protocol,
    privateId,
    ordinal,
    source,
    kind,
    preference,
    dest,
    gateway,
    dev,
    sinceNs,
    heardNs,
    attributes,
    host,
    igpMetric,
    kernel,
    peer,
    peerId,
    internal,
  };
}

const LISTS = new FewAlike<readonly BirdRoute[]>(PLACES);

/** The routes of a prefix, best first. */
export function heldRoutes(routes: readonly BirdRoute[]): readonly BirdRoute[] {
  const [best] = routes;
  if (best?.kind !== 'bgp') return routes;
  const number = spread(best.addr + best.len, best.ordinal + routes.length);
  return LISTS.find(number, areThose, routes) ?? LISTS.keep(number, routes);
}

function areThose(a: readonly BirdRoute[], b: readonly BirdRoute[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

const HOSTS = new FewAlike<BirdHost>(PLACES);

export function heldHost(host: BirdHost): BirdHost {
  const number = spread(host.addr, host.users);
  return HOSTS.find(number, isThatHost, host) ?? HOSTS.keep(number, host);
}

function isThatHost(a: BirdHost, b: BirdHost): boolean {
  return (
    a.addr === b.addr &&
    a.users === b.users &&
    a.dest === b.dest &&
    a.gateway === b.gateway &&
    a.dev === b.dev &&
    a.igpMetric === b.igpMetric
  );
}

interface Pair<V> {
  readonly key: number;
  readonly value: V;
}

/** Entries of maps, of one kind of value each. */
function entriesOf<V>(): (key: number, value: V) => Entry<V> {
  const known = new FewAlike<Entry<V>>(PLACES);
  const isThis = (a: Entry<V>, b: Pair<V>): boolean => a.key === b.key && a.value === b.value;
  return (key, value) => {
    const wanted = { key, value };
    // Above its lower 32 bits a key says whose it is.
    const number = spread(key % 0x1_0000_0000, Math.floor(key / 0x1_0000_0000));
    return known.find(number, isThis, wanted) ?? known.keep(number, wanted);
  };
}

export const routesEntry = entriesOf<readonly BirdRoute[]>();
export const hostEntry = entriesOf<BirdHost>();
export const sourceEntry = entriesOf<number>();
export const writtenEntry = entriesOf<WrittenRoute>();
