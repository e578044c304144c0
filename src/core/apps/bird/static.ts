/** `protocol static`. Source: BIRD 1.6.8 proto/static/static.c. */
import type { BirdRoute } from '../../model/bird';
import type { ProtocolConfig, StaticRoute } from '../../model/bird.config';
import { prefixKey } from '../../model/route';
import { ANY_IPV4 } from '../../wire/addr';
import { sourceOf, type Bird } from './draft';
import { neighbourOn } from './hosts';
import { routesOf, setRoute } from './table';

type StaticConfig = Extract<ProtocolConfig, { kind: 'static' }>;

/**
 * The routes of the configuration that can be used now; those through a link that is not there wait. `before`: those of the
 * configuration that it follows.
 */
export function staticRoutes(
  bird: Bird,
  no: number,
  { routes, preference }: StaticConfig,
  before: readonly StaticRoute[] = [],
): void {
  const prefixes = new Set(routes.map(({ addr, len }) => prefixKey(addr, len)));
  for (const gone of before) {
    const known = routesOf(bird.s, gone).some((other) => other.protocol === no);
    if (known && !prefixes.has(prefixKey(gone.addr, gone.len))) setRoute(bird, no, 0, gone, null);
  }
  for (const route of routes) {
    const way = wayOf(bird, route);
    const present = routesOf(bird.s, route).some((other) => other.protocol === no);
    if (way === null) {
      if (present) setRoute(bird, no, 0, route, null);
      continue;
    }
    const { nowNs } = bird.io.ctx.world;
    const { addr, len } = route;
    const fresh: Omit<BirdRoute, 'ordinal'> = {
      ...{ addr, len, protocol: no, privateId: 0, source: sourceOf(bird, no, 0), kind: 'static', preference },
      ...{ ...way, sinceNs: nowNs, heardNs: nowNs, attributes: null, host: ANY_IPV4 },
      ...{ igpMetric: way.dest === 'via' ? null : 0, kernel: null },
      ...{ peer: ANY_IPV4, peerId: ANY_IPV4, internal: false },
    };
    const [known] = routesOf(bird.s, route).filter((other) => other.protocol === no);
    if (known?.dest === way.dest && known.gateway === way.gateway && known.dev === way.dev) continue;
    setRoute(bird, no, 0, route, fresh);
  }
}

function wayOf(
  { s }: Bird,
  { via, dev, type }: StaticRoute,
): Pick<BirdRoute, 'dest' | 'gateway' | 'dev'> | null {
  if (type !== 'unicast') return { dest: type, gateway: ANY_IPV4, dev: 0 };
  if (via === null) {
    const link = s.interfaces.find(({ name }) => name === dev);
    return link?.admin === true ? { dest: 'device', gateway: ANY_IPV4, dev: link.ifindex } : null;
  }
  const neighbour = neighbourOn(s.interfaces, via);
  return neighbour === null || neighbour.self ? null : { dest: 'via', gateway: via, dev: neighbour.dev };
}
