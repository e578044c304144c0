/** What the trace is told of sessions and routes. */
import type { BgpConnection, BirdRoute, SelectionStep } from '../../model/bird';
import type { Errno } from '../../model/op';
import type { BgpSessionReason, BgpTold, RouteRival } from '../../trace/kinds.bgp';
import type { Cidr4, Ipv4Addr } from '../../wire/addr';
import { ANY_IPV4 } from '../../wire/addr';
import type { BgpAttributes } from '../../wire/bgp.types';
import { look, type BgpDraft, type Bird } from './draft';

export interface SessionNews {
  readonly why: BgpSessionReason;
  readonly code?: number;
  readonly subcode?: number;
  readonly errno?: Errno;
  readonly seconds?: number;
}

/** A connection is in another state. */
export function traceSession(
  { io }: Bird,
  { config, session }: BgpDraft,
  connection: BgpConnection,
  before: BgpConnection['state'],
  { why, code = 0, subcode = 0, errno, seconds = 0 }: SessionNews,
): void {
  const { ctx, ns } = io;
  if (!ctx.trace.on) return;
  ctx.emit('bgp.session', connection.state, ns.id, session.dev, null, {
    ...{ protocol: config.name, peer: config.neighbor, peerAs: config.remoteAs, before, why, code, subcode },
    incoming: connection === session.incoming,
    ...{ errno: errno ?? null, seconds },
  });
}

function told(route: BirdRoute): Pick<BirdRoute, 'addr' | 'len' | 'dest' | 'gateway' | 'dev' | 'peer'> {
  const { addr, len, dest, gateway, dev, peer } = route;
  return { addr, len, dest, gateway, dev, peer };
}

function rivalOf(bird: Bird, rival: BirdRoute | null, by: SelectionStep): RouteRival | null {
  return rival && { protocol: look(bird, rival.protocol).config.name, peer: rival.peer, by };
}

/** A route is in the table. */
export function traceKept(
  bird: Bird,
  verdict: 'best' | 'kept' | 'unchanged',
  route: BirdRoute,
  compared: { readonly rival: BirdRoute; readonly by: SelectionStep } | null,
  routes: number,
): void {
  const { ctx, ns } = bird.io;
  if (!ctx.trace.on) return;
  ctx.emit('bird.route', verdict, ns.id, route.dev, null, {
    ...told(route),
    protocol: look(bird, route.protocol).config.name,
    rival: compared && rivalOf(bird, compared.rival, compared.by),
    ...{ why: null, filter: '', routes },
  });
}

export function traceWithdrawn(bird: Bird, route: BirdRoute, best: BirdRoute | null, routes: number): void {
  const { ctx, ns } = bird.io;
  if (!ctx.trace.on) return;
  ctx.emit('bird.route', 'withdrawn', ns.id, route.dev, null, {
    ...told(route),
    protocol: look(bird, route.protocol).config.name,
    rival: rivalOf(bird, best, 'preference'),
    ...{ why: null, filter: '', routes },
  });
}

/** A route that was told does not come into the table. */
export function traceRejected(
  bird: Bird,
  protocol: number,
  prefix: Cidr4,
  peer: Ipv4Addr,
  why: 'filter' | 'as-loop' | 'originator-loop' | 'cluster-loop' | 'next-hop',
  filter: string,
): void {
  const { ctx, ns } = bird.io;
  if (!ctx.trace.on) return;
  ctx.emit('bird.route', 'rejected', ns.id, 0, null, {
    ...{ addr: prefix.addr, len: prefix.len, peer, dest: 'unreachable', gateway: ANY_IPV4, dev: 0 },
    protocol: look(bird, protocol).config.name,
    ...{ rival: null, why, filter, routes: 0 },
  });
}

/** A prefix as an UPDATE tells it. */
export function toldPrefix({ addr, len }: Cidr4, { asPath, nextHop }: BgpAttributes): BgpTold {
  return { addr, len, path: (asPath ?? []).flatMap(({ numbers }) => numbers), nextHop: nextHop ?? ANY_IPV4 };
}
