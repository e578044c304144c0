/** What the kernel is to have of BIRD's routes. Source: BIRD 1.6.8 sysdep/unix/krt.c krt_import_control, sysdep/linux/netlink.c. */
import { FewAlike, spread } from '../../base/few-alike';
import { linkOf } from '../../kernel/ctx';
import type { BirdRoute } from '../../model/bird';
import { isMergeable } from '../../model/bird.select';
import type { KernelProtocol } from '../../model/bird.config';
import type { NexthopSpec, RouteSpec } from '../../model/op';
import type { ExportRefusal } from '../../trace/kinds.bgp';
import { ANY_IPV4, type Cidr4 } from '../../wire/addr';
import type { Bird, Writable } from './draft';
import type { FilterFacts } from './filter.attributes';
import { programOf, type Program } from './filter.program';
import { runFilter } from './filter.run';
import { protocolName } from './table';

export type Decision =
  | { readonly spec: RouteSpec; readonly key: string; readonly route: BirdRoute; readonly ways: number }
  | { readonly refused: ExportRefusal; readonly route: BirdRoute };

/** What the kernel is to have for a prefix; null for nothing. */
export function decide(
  bird: Bird,
  no: number,
  config: KernelProtocol,
  routes: readonly BirdRoute[],
): Decision | null {
  const [best] = routes;
  if (best === undefined) return null;
  if (best.kind !== 'bgp') return decided(bird, no, config, best, routes);
  const { addr, len, ordinal } = best;
  const program = programOf(config.exportFilter, bird.s.config?.functions ?? {});
  const asked: Asked = { bird, routes, program, no, config };
  const number = spread(addr + len, ordinal + routes.length);
  const known = DECISIONS.find(number, isAsked, asked);
  if (known !== undefined) return known.decision;
  const { mergePaths, metric } = config;
  const names = routes.map((route) => factsOf(bird, route));
  const decision = decided(bird, no, config, best, routes);
  DECISIONS.keep(number, { ...{ routes, program, no, mergePaths, metric, names }, decision });
  return decision;
}

/** What a decision follows from. */
interface Asked {
  readonly bird: Bird;
  readonly routes: readonly BirdRoute[];
  readonly program: Program;
  readonly no: number;
  readonly config: KernelProtocol;
}

interface Known
  extends Pick<Asked, 'routes' | 'program' | 'no'>, Pick<KernelProtocol, 'mergePaths' | 'metric'> {
  /** Of each route. */
  readonly names: readonly FilterFacts[];
  readonly decision: Decision;
}

/** A thousand clients of a reflector decide alike. */
const DECISIONS = new FewAlike<Known>(4096);

function isAsked(known: Known, { bird, routes, program, no, config }: Asked): boolean {
  if (known.routes !== routes || known.program !== program || known.no !== no) return false;
  if (known.mergePaths !== config.mergePaths || known.metric !== config.metric) return false;
  for (let at = 0; at < routes.length; at += 1) {
    const [route, names] = [routes[at], known.names[at]];
    if (route === undefined || names === undefined) return false;
    if (names.proto !== protocolName(bird, route) || names.ifname !== deviceName(bird, route.dev))
      return false;
  }
  return true;
}

function factsOf(bird: Bird, route: BirdRoute): FilterFacts {
  return { proto: protocolName(bird, route), ifname: deviceName(bird, route.dev) };
}

function decided(
  bird: Bird,
  no: number,
  config: KernelProtocol,
  best: BirdRoute,
  routes: readonly BirdRoute[],
): Decision {
  const first = wayOf(bird, no, config, best);
  if (typeof first === 'string') return { refused: first, route: best };
  const ways = [first];
  if (config.mergePaths > 1) {
    for (const other of routes.slice(1)) {
      if (ways.length >= config.mergePaths || !isMergeable(best, other)) continue;
      const way = wayOf(bird, no, config, other);
      if (
        typeof way !== 'string' &&
        !ways.some((known) => known.gateway === way.gateway && known.dev === way.dev)
      ) {
        ways.push(way);
      }
    }
  }
  const { addr, len } = best;
  const spec: Writable<RouteSpec> = { dst: { addr, len }, protocol: 'bird' };
  if (first.metric !== 0) spec.metric = first.metric;
  if (first.type !== 'unicast') {
    spec.type = first.type;
    return { spec, key: keyOf(first.metric, first.type, []), route: best, ways: 1 };
  }
  const hops = ways.length === 1 ? ways : ways.filter(({ type }) => type === 'unicast');
  if (hops.length === 1) Object.assign(spec, hopOf(first));
  else spec.nexthops = hops.sort((a, b) => a.gateway - b.gateway).map(hopOf);
  if (first.prefsrc !== ANY_IPV4) spec.src = first.prefsrc;
  return { spec, key: keyOf(first.metric, String(first.prefsrc), hops), route: best, ways: hops.length };
}

function hopOf({ gateway, dev, onlink }: Way): NexthopSpec {
  const hop: Writable<NexthopSpec> = {};
  if (gateway !== ANY_IPV4) hop.via = gateway;
  hop.dev = dev;
  if (onlink) hop.onlink = true;
  return hop;
}

function keyOf(metric: number, what: string, hops: readonly Way[]): string {
  let key = `${String(metric)} ${what}`;
  for (const { gateway, dev, onlink } of hops) key += ` ${String(gateway)} ${dev} ${onlink ? 'onlink' : ''}`;
  return key;
}

interface Way {
  readonly type: 'unicast' | 'blackhole' | 'unreachable' | 'prohibit';
  readonly gateway: Cidr4['addr'];
  readonly dev: string;
  readonly onlink: boolean;
  readonly metric: number;
  readonly prefsrc: Cidr4['addr'];
}

/** Source: BIRD 1.6.8 sysdep/unix/krt.c krt_import_control; `krt_tunnel`: projectcalico/bird sysdep/linux/netlink.c. */
function wayOf(bird: Bird, no: number, config: KernelProtocol, route: BirdRoute): Way | ExportRefusal {
  if (route.protocol === no) return 'own';
  if (route.dest === 'device' && route.kind !== 'static') return 'device';
  const facts = factsOf(bird, route);
  const passed = runFilter(config.exportFilter, route, facts, bird.s.config?.functions ?? {});
  if (!passed.accepted) return 'filter';
  const { kernel, attributes } = passed.route;
  const tunnel = kernel?.tunnel ?? '';
  const unicast = route.dest === 'via' || route.dest === 'device';
  const through = tunnel !== '' && route.dest === 'via' ? tunnel : null;
  return {
    type: unicast ? 'unicast' : route.dest,
    gateway: through === null ? route.gateway : (attributes?.nextHop ?? route.gateway),
    dev: through ?? facts.ifname,
    onlink: through !== null,
    metric: kernel?.metric ?? config.metric,
    prefsrc: kernel?.prefsrc ?? ANY_IPV4,
  };
}

function deviceName({ io }: Bird, dev: number): string {
  return linkOf(io.ns, dev)?.name ?? '';
}
