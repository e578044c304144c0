/** `protocol static`. Source: BIRD 1.6.8 proto/static/static.c. */
import type { BirdInterface, BirdRoute } from '../../model/bird';
import type { ProtocolConfig, StaticRoute } from '../../model/bird.config';
import { prefixKey } from '../../model/route';
import { ANY_IPV4, type Cidr4 } from '../../wire/addr';
import { sourceOf, type Bird } from './draft';
import { neighbourOn } from './hosts';
import { importRoute } from './import';
import { routesOf, setRoute } from './table';

type StaticConfig = Extract<ProtocolConfig, { kind: 'static' }>;

/** Routes and devices as they were before, where the protocol knew any. */
interface Before {
  readonly routes: readonly StaticRoute[];
  readonly interfaces: readonly BirdInterface[];
}

/** The routes of the configuration that can be used now; those through a link that is not there wait. What is as it was is left. */
export function staticRoutes(
  bird: Bird,
  no: number,
  { routes, preference }: StaticConfig,
  before: Before | null = null,
): void {
  const was = waysOf(before?.interfaces ?? [], before?.routes ?? []);
  const wanted = waysOf(bird.s.interfaces, routes);
  const withdraw = (prefix: Cidr4): void => {
    if (routesOf(bird.s, prefix).some((other) => other.protocol === no)) setRoute(bird, no, 0, prefix, null);
  };
  for (const [key, { prefix }] of was) if (!wanted.has(key)) withdraw(prefix);
  for (const [key, { prefix, way }] of wanted) {
    const known = was.get(key);
    if (known !== undefined && isSameWay(known.way, way)) continue;
    if (way === null) {
      withdraw(prefix);
      continue;
    }
    const { nowNs } = bird.io.ctx.world;
    importRoute(bird, {
      ...{ ...prefix, protocol: no, privateId: 0, source: sourceOf(bird, no, 0), kind: 'static', preference },
      ...{ ...way, sinceNs: nowNs, heardNs: nowNs, attributes: null, host: ANY_IPV4 },
      ...{ igpMetric: way.dest === 'via' ? null : 0, kernel: null },
      ...{ peer: ANY_IPV4, peerId: ANY_IPV4, internal: false },
    });
  }
}

type Way = Pick<BirdRoute, 'dest' | 'gateway' | 'dev'>;

/** Of a prefix that stands twice the last that can be used. */
function waysOf(
  interfaces: readonly BirdInterface[],
  routes: readonly StaticRoute[],
): ReadonlyMap<number, { readonly prefix: Cidr4; readonly way: Way | null }> {
  const ways = new Map<number, { readonly prefix: Cidr4; readonly way: Way | null }>();
  for (const { addr, len, ...rest } of routes) {
    const key = prefixKey(addr, len);
    const way = wayOf(interfaces, rest);
    if (way !== null || !ways.has(key)) ways.set(key, { prefix: { addr, len }, way });
  }
  return ways;
}

function isSameWay(a: Way | null, b: Way | null): boolean {
  return a?.dest === b?.dest && a?.gateway === b?.gateway && a?.dev === b?.dev;
}

function wayOf(
  interfaces: readonly BirdInterface[],
  { via, dev, type }: Pick<StaticRoute, 'via' | 'dev' | 'type'>,
): Way | null {
  if (type !== 'unicast') return { dest: type, gateway: ANY_IPV4, dev: 0 };
  if (via === null) {
    const link = interfaces.find(({ name }) => name === dev);
    return link?.admin === true ? { dest: 'device', gateway: ANY_IPV4, dev: link.ifindex } : null;
  }
  const neighbour = neighbourOn(interfaces, via);
  return neighbour === null || neighbour.self ? null : { dest: 'via', gateway: via, dev: neighbour.dev };
}
