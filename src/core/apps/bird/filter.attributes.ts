/** What filters read of a route, and write. Source: BIRD 1.6.8 filter/filter.c, proto/bgp/attrs.c, sysdep/unix/krt.c. */
import type { BirdRoute } from '../../model/bird';
import type { Statement } from '../../model/bird.config';
import type { Ipv4Addr } from '../../wire/addr';
import type { BgpAttributes, BgpOrigin } from '../../wire/bgp.types';
import { ENDED, numberOf, prepended, type Value } from './filter.values';

/** What a filter may read and write of a route. */
export type Filtered = Pick<
  BirdRoute,
  'addr' | 'len' | 'kind' | 'dest' | 'gateway' | 'preference' | 'attributes' | 'kernel' | 'peer'
>;

export interface FilterFacts {
  /** Name of the protocol a route came from. */
  readonly proto: string;
  /** Name of the device it leaves by. */
  readonly ifname: string;
}

/** A route on its way through a filter. */
export interface Subject {
  readonly facts: FilterFacts;
  route: Filtered;
}

function attributes(run: Subject): BgpAttributes {
  return run.route.attributes ?? {};
}

function setAttributes(run: Subject, more: BgpAttributes): void {
  run.route = { ...run.route, attributes: { ...attributes(run), ...more } };
}

const ORIGINS = ['ORIGIN_IGP', 'ORIGIN_EGP', 'ORIGIN_INCOMPLETE'];

/** Writes an attribute; false when the name is none, but a variable. */
export function assign(run: Subject, name: string, value: Value): boolean {
  switch (name) {
    case 'preference':
      run.route = { ...run.route, preference: numberOf(value) & 0xffff };
      return true;
    case 'bgp_local_pref':
      setAttributes(run, { localPref: numberOf(value) >>> 0 });
      return true;
    case 'bgp_med':
      setAttributes(run, { med: numberOf(value) >>> 0 });
      return true;
    case 'bgp_next_hop':
      setAttributes(run, { nextHop: numberOf(value) as Ipv4Addr });
      return true;
    case 'bgp_origin':
      if (value.t !== 'word' || !ORIGINS.includes(value.v)) throw ENDED.error;
      setAttributes(run, { origin: ORIGINS.indexOf(value.v) as BgpOrigin });
      return true;
    case 'krt_metric':
      run.route = { ...run.route, kernel: { ...run.route.kernel, metric: numberOf(value) >>> 0 } };
      return true;
    case 'krt_prefsrc':
      run.route = { ...run.route, kernel: { ...run.route.kernel, prefsrc: numberOf(value) as Ipv4Addr } };
      return true;
    case 'krt_tunnel':
      if (value.t !== 'string') throw ENDED.error;
      run.route = { ...run.route, kernel: { ...run.route.kernel, tunnel: value.v } };
      return true;
    default:
      if (isAttribute(name)) throw ENDED.error;
      return false;
  }
}

function isAttribute(name: string): boolean {
  return /^(net|proto|source|dest|gw|from|ifname|ifindex|bgp_\w+|krt_\w+)$/.test(name);
}

/** `bgp_path.prepend(65000)` and the like. */
export function change(run: Subject, { name, how }: Statement & { kind: 'change' }, given: Value): void {
  if (how === 'empty') {
    setAttributes(run, name === 'bgp_path' ? { asPath: [] } : { communities: [] });
    return;
  }
  const number = numberOf(given);
  if (name === 'bgp_path') {
    if (how === 'prepend') setAttributes(run, { asPath: prepended(attributes(run).asPath ?? [], number) });
    return;
  }
  const before = attributes(run).communities ?? [];
  const without = before.filter((each) => each !== number);
  setAttributes(run, {
    communities: how === 'delete' ? without : before.includes(number) ? before : [...before, number],
  });
}

const SOURCES = {
  static: 'RTS_STATIC',
  device: 'RTS_DEVICE',
  kernel: 'RTS_INHERIT',
  bgp: 'RTS_BGP',
} as const;
const DESTS = {
  via: 'RTD_ROUTER',
  device: 'RTD_DEVICE',
  blackhole: 'RTD_BLACKHOLE',
  unreachable: 'RTD_UNREACHABLE',
  prohibit: 'RTD_PROHIBIT',
} as const;

/** Null where a route does not have it. */
export function attribute(run: Subject, name: string): Value | null {
  const { route } = run;
  const bgp = attributes(run);
  const number = (v: number | undefined): Value | null => (v === undefined ? null : { t: 'number', v });
  const address = (v: number | undefined): Value | null => (v === undefined ? null : { t: 'ip', v });
  switch (name) {
    case 'net':
      return { t: 'prefix', v: { addr: route.addr, len: route.len } };
    case 'proto':
      return { t: 'string', v: run.facts.proto };
    case 'source':
      return { t: 'word', v: SOURCES[route.kind] };
    case 'dest':
      return { t: 'word', v: DESTS[route.dest] };
    case 'preference':
      return { t: 'number', v: route.preference };
    case 'gw':
      return { t: 'ip', v: route.gateway };
    case 'from':
      return { t: 'ip', v: route.peer };
    case 'ifname':
      return { t: 'string', v: run.facts.ifname };
    case 'bgp_path':
      return bgp.asPath === undefined ? null : { t: 'path', v: bgp.asPath };
    case 'bgp_next_hop':
      return address(bgp.nextHop);
    case 'bgp_local_pref':
      return number(bgp.localPref);
    case 'bgp_med':
      return number(bgp.med);
    case 'bgp_origin':
      return bgp.origin === undefined ? null : { t: 'word', v: ORIGINS[bgp.origin] ?? '' };
    case 'bgp_community':
      return { t: 'list', v: bgp.communities ?? [] };
    case 'bgp_originator_id':
      return address(bgp.originatorId);
    case 'bgp_cluster_list':
      return bgp.clusterList === undefined ? null : { t: 'list', v: bgp.clusterList };
    case 'krt_metric':
      return number(route.kernel?.metric);
    case 'krt_source':
      return number(route.kernel?.source);
    case 'krt_prefsrc':
      return address(route.kernel?.prefsrc);
    case 'krt_tunnel':
      return route.kernel?.tunnel === undefined ? null : { t: 'string', v: route.kernel.tunnel };
    default:
      return null;
  }
}
