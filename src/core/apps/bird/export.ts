/** What a session is told of a route. Source: BIRD 1.6.8 proto/bgp/attrs.c bgp_import_control, bgp_create_attrs, bgp_update_attrs; RFC 4271 section 5, RFC 4456 section 8. */
import { remembered } from '../../base/remember';
import type { BgpSession, BirdRoute } from '../../model/bird';
import type { BgpProtocol } from '../../model/bird.config';
import { linkOf } from '../../kernel/ctx';
import type { ExportRefusal } from '../../trace/kinds.bgp';
import { ANY_IPV4, type Ipv4Addr } from '../../wire/addr';
import type { BgpAttributes } from '../../wire/bgp.types';
import { lookBgp, type Bird } from './draft';
import { runFilter } from './filter.run';
import { prepended } from './filter.values';
import { framingOf } from './open';
import { protocolName } from './table';

/** Sessions that are told the same, up to what came from themselves. */
export interface Audience {
  readonly config: BgpProtocol;
  readonly localAddress: Ipv4Addr;
  readonly dev: number;
  readonly as4: boolean;
  readonly addPath: boolean;
}

export function audienceOf(config: BgpProtocol, session: BgpSession): Audience {
  const abilities = session.established === null ? null : session[session.established].abilities;
  const { localAddress, dev } = session;
  return { config, localAddress, dev, ...framingOf(config, abilities, 'out') };
}

/** What of a configuration decides about what is told. */
const configKey = remembered((config: BgpProtocol): string => {
  const filter = config.exportFilter;
  const { localAs, nextHopSelf, nextHopKeep, rrClient, rrClusterId, rsClient, multihop, defaultLocalPref } =
    config;
  // An external session drops what is only for internal ones; nothing else depends on the peer's number.
  const internal = localAs === config.remoteAs;
  return JSON.stringify([
    ...[filter.kind === 'code' ? filter : filter.kind, localAs, internal, nextHopSelf, nextHopKeep, rrClient],
    ...[rrClusterId, rsClient, multihop > 0, defaultLocalPref],
  ]);
});

/** Equal for sessions that are told the same; `numbers` are those of configurations so far. */
export function audienceKey(audience: Audience, numbers: Map<string, number>): string {
  const { config, localAddress, dev, as4, addPath } = audience;
  const text = configKey(config);
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  return `${String(number)} ${String(localAddress)} ${String(dev)} ${String(as4)} ${String(addPath)}`;
}

const clusterOf = (bird: Bird, { rrClusterId }: BgpProtocol): Ipv4Addr =>
  rrClusterId === ANY_IPV4 ? bird.s.routerId : rrClusterId;

/** The attributes a route is told with, or why it is not. That it came from the session itself is the caller's business. */
export function exported(bird: Bird, audience: Audience, route: BirdRoute): BgpAttributes | ExportRefusal {
  const { config } = audience;
  const before = route.kind === 'bgp' ? updated(bird, audience, route) : created(audience, route);
  if (typeof before === 'string') return before;
  const facts = { proto: protocolName(bird, route), ifname: linkOf(bird.io.ns, route.dev)?.name ?? '' };
  const functions = bird.s.config?.functions ?? {};
  const passed = runFilter(config.exportFilter, { ...route, attributes: before }, facts, functions);
  if (!passed.accepted) return 'filter';
  const { localPref, ...rest } = passed.route.attributes ?? before;
  return config.localAs === config.remoteAs && localPref !== undefined ? { ...rest, localPref } : rest;
}

/** A route that no BGP speaker told: we are its origin. */
function created({ config, localAddress, dev }: Audience, route: BirdRoute): BgpAttributes {
  const internal = config.localAs === config.remoteAs;
  const ownHop =
    config.nextHopSelf ||
    route.dest !== 'via' ||
    route.gateway === ANY_IPV4 ||
    (!internal && !config.nextHopKeep && (dev === 0 || route.dev !== dev));
  return {
    origin: 0,
    asPath: internal ? [] : [{ kind: 'sequence', numbers: [config.localAs] }],
    nextHop: ownHop ? localAddress : route.gateway,
    localPref: config.defaultLocalPref,
  };
}

/** A route that another speaker told is passed on. */
function updated(
  bird: Bird,
  { config, localAddress, dev }: Audience,
  route: BirdRoute,
): BgpAttributes | ExportRefusal {
  const from = lookBgp(bird, route.protocol)?.config ?? null;
  const internal = config.localAs === config.remoteAs;
  const attributes = route.attributes ?? {};
  const reflected = internal && route.internal;
  if (reflected && !config.rrClient && from?.rrClient !== true) return 'internal';
  if (config.rrClient && attributes.clusterList?.includes(clusterOf(bird, config)) === true)
    return 'cluster-loop';
  const { med: _med, ...rest } = attributes;
  const keep = !config.nextHopSelf && (config.nextHopKeep || internal || (dev !== 0 && route.dev === dev));
  const next: BgpAttributes = {
    // The metric of a neighbouring system means nothing to another one.
    ...(internal ? attributes : rest),
    ...(!internal && !config.rsClient && { asPath: prepended(attributes.asPath ?? [], config.localAs) }),
    nextHop: keep ? (attributes.nextHop ?? localAddress) : localAddress,
  };
  if (!reflected) return next;
  const cluster = config.rrClient || from === null ? clusterOf(bird, config) : clusterOf(bird, from);
  return {
    ...next,
    originatorId: attributes.originatorId ?? route.peerId,
    clusterList: [cluster, ...(attributes.clusterList ?? [])],
  };
}
