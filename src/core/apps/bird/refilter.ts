/** Filters that change while a protocol runs. */
import type { Cidr4 } from '../../wire/addr';
import { NO_ROUTES, touch, touchBgp, type Bird } from './draft';
import { exportToKernel, learnAll } from './kernel';
import { tableInOrder } from './order';
import { say, stop } from './session';
import { scheduleFlush } from './table';

/** Of IPv4 unicast (RFC 2918). */
const REFRESH = { kind: 'route-refresh', afi: 1, safi: 1, subtype: 0 } as const;

/**
 * Filters are others now: what they let through is gone over again. A session stands: the peer is asked for its routes and
 * told ours again. Source: BIRD 1.6.8 nest/proto.c protos_commit, proto_reconfigure; proto/bgp/bgp.c bgp_reload_routes.
 */
export function refilter(run: Bird, no: number, imports: boolean, exports: boolean): void {
  const p = touch(run, no);
  switch (p.config.kind) {
    case 'kernel':
      for (const key of allPrefixes(run)) exportToKernel(run, key, NO_ROUTES);
      learnAll(run);
      return;
    case 'bgp': {
      const session = touchBgp(run, no);
      if (session === null || session.state !== 'up' || session.session.established === null) return;
      const connection = session.session[session.session.established];
      if (imports && connection.abilities?.refresh !== true) {
        stop(run, session, 6, true);
        return;
      }
      if (imports) say(run, session, connection, REFRESH);
      if (exports && session.session.fed) {
        Object.assign(session.session, { fed: false, again: true });
        scheduleFlush(run);
      }
      return;
    }
    default:
      return;
  }
}

export function allPrefixes({ s }: Bird): readonly Cidr4[] {
  return tableInOrder(s.rib).flatMap(([best]) => (best === undefined ? [] : [best]));
}
