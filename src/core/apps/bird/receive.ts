/** Messages that come in. Source: BIRD 1.6.8 proto/bgp/packets.c bgp_rx; attrs.c bgp_decode_attrs; RFC 4271 section 9, RFC 4456. */
import { joinBytes } from '../../base/bytes';
import { tcpRead } from '../../kernel/sock/tcp';
import type { BirdRoute } from '../../model/bird';
import { ANY_IPV4 } from '../../wire/addr';
import { bgpMessageEnd, readBgp } from '../../wire/bgp';
import type { BgpAttributes, BgpMessage, BgpNlri, BgpOpen, BgpUpdate } from '../../wire/bgp.types';
import { sourceOf, touchBgp, type Bird, type BgpDraft } from './draft';
import { hostOf, neighbourOn } from './hosts';
import { importRoute } from './import';
import { abilitiesOf, asOf, framingOf } from './open';
import {
  callAnswered,
  fault,
  notified,
  restartOver,
  say,
  sendRest,
  socketFailed,
  type Side,
} from './session';
import { collision, confirm, establish } from './session.up';
import { scheduleFlush, setRoute } from './table';
import { dueIn } from './timers';
import { toldPrefix, traceRejected } from './trace';

/** The socket of a connection can be read or written. */
export function socketReady(bird: Bird, no: number, side: Side, socket: number): void {
  const p = touchBgp(bird, no);
  if (p === null) return;
  const current = (): boolean => p.session[side].socket === socket;
  if (p.session[side].state === 'Connect') callAnswered(bird, p);
  while (current() && p.session[side].state !== 'Connect') {
    sendRest(bird, p.session[side]);
    const got = tcpRead(bird.io.ctx, bird.io.ns, socket);
    if (got.kind === 'wait') return;
    if (got.kind === 'data') take(bird, p, side, socket, got.data);
    else socketFailed(bird, p, side, got.kind === 'error' ? got.errno : null);
  }
}

function take(bird: Bird, p: BgpDraft, side: Side, socket: number, data: Uint8Array): void {
  const c = p.session[side];
  const bytes = c.received.length === 0 ? data : joinBytes(c.received, data);
  let at = 0;
  while (c.socket === socket) {
    const end = bgpMessageEnd(bytes, at, bytes.length);
    if (!end.ok) {
      fault(bird, p, side, end.error.code, end.error.subcode, end.error.data);
      return;
    }
    if (end.value === null || end.value > bytes.length) break;
    const message = readBgp(bytes, at, end.value, framingOf(p.config, c.abilities, 'in'));
    p.session.heard += 1;
    if (message.ok) heard(bird, p, side, message.value);
    else {
      fault(bird, p, side, message.error.code, message.error.subcode, message.error.data);
      return;
    }
    at = end.value;
  }
  if (c.socket === socket) c.received = bytes.slice(at);
}

/** What is said in a state where it does not belong. Source: packets.c fsm_err_subcode. */
const UNEXPECTED: Readonly<Record<string, number>> = { OpenSent: 1, OpenConfirm: 2, Established: 3 };

function heard(bird: Bird, p: BgpDraft, side: Side, message: BgpMessage): void {
  const c = p.session[side];
  if (message.kind === 'notification') {
    notified(bird, p, side, message.code, message.subcode);
    return;
  }
  if (message.kind === 'open') {
    if (c.state === 'OpenSent') opened(bird, p, side, message);
    else fault(bird, p, side, 5, UNEXPECTED[c.state] ?? 0);
    return;
  }
  if (c.state === 'OpenConfirm' && message.kind !== 'route-refresh') establish(bird, p, side);
  if (c.state !== 'Established') {
    fault(bird, p, side, 5, UNEXPECTED[c.state] ?? 0);
    return;
  }
  if (message.kind === 'route-refresh') {
    if (message.subtype !== 0) return;
    if (p.session.fed) Object.assign(p.session, { fed: false, again: true });
    scheduleFlush(bird);
    return;
  }
  c.holdDueNs = dueIn(bird, c.holdTime);
  if (message.kind === 'update') updated(bird, p, side, message);
}

function opened(bird: Bird, p: BgpDraft, side: Side, message: BgpOpen): void {
  const { config, session } = p;
  const peerAs = asOf(message);
  if (peerAs !== config.remoteAs) {
    fault(bird, p, side, 2, 2);
    return;
  }
  // A speaker of our own system with our own identifier would be ourselves.
  if (config.localAs === config.remoteAs && message.routerId === bird.s.routerId) {
    fault(bird, p, side, 2, 3);
    return;
  }
  if (!collision(bird, p, side, message.routerId, peerAs)) return;
  session[side].abilities = abilitiesOf(message);
  session.remoteId = message.routerId;
  confirm(bird, p, side, message.holdTime);
}

function updated(bird: Bird, p: BgpDraft, side: Side, update: BgpUpdate): void {
  const { withdrawn, nlri, attributes } = update;
  const endOfRib = withdrawn.length === 0 && nlri.length === 0 && Object.keys(attributes).length === 0;
  trace(bird, p, update, endOfRib);
  if (endOfRib) {
    if (p.session.staleNs !== 0) restartOver(bird, p);
    return;
  }
  for (const prefix of withdrawn) setRoute(bird, p.no, prefix.pathId ?? 0, prefix, null);
  if (nlri.length === 0) return;
  const missing = missingAttribute(p, attributes);
  if (missing !== null) {
    fault(bird, p, side, 3, 3, Uint8Array.of(missing));
    return;
  }
  const loop = loopIn(bird, p, attributes);
  const own = accepted(p, attributes);
  for (const prefix of nlri) {
    if (loop !== null) {
      traceRejected(bird, p.no, prefix, p.config.neighbor, loop, '');
      setRoute(bird, p.no, prefix.pathId ?? 0, prefix, null);
    } else takePrefix(bird, p, prefix, own);
  }
}

/** Code of the mandatory attribute that is not there. */
function missingAttribute(
  { config }: BgpDraft,
  { origin, asPath, nextHop, localPref }: BgpAttributes,
): number | null {
  if (origin === undefined) return 1;
  if (asPath === undefined) return 2;
  if (nextHop === undefined) return 3;
  return config.localAs === config.remoteAs && localPref === undefined ? 5 : null;
}

function loopIn(
  bird: Bird,
  { config }: BgpDraft,
  attributes: BgpAttributes,
): 'as-loop' | 'originator-loop' | 'cluster-loop' | null {
  let own = 0;
  for (const { numbers } of attributes.asPath ?? [])
    for (const asn of numbers) if (asn === config.localAs) own += 1;
  if (own > config.allowLocalAs) return 'as-loop';
  if (config.localAs !== config.remoteAs) return null;
  if (attributes.originatorId === bird.s.routerId) return 'originator-loop';
  const cluster = config.rrClusterId === ANY_IPV4 ? bird.s.routerId : config.rrClusterId;
  return config.rrClient && attributes.clusterList?.includes(cluster) === true ? 'cluster-loop' : null;
}

/** Attributes as they are kept: what only concerns internal sessions is not taken from external ones. */
function accepted({ config }: BgpDraft, attributes: BgpAttributes): BgpAttributes {
  if (config.localAs === config.remoteAs) return attributes;
  const { originatorId: _originator, clusterList: _clusters, ...rest } = attributes;
  return { ...rest, localPref: config.defaultLocalPref };
}

function takePrefix(bird: Bird, p: BgpDraft, prefix: BgpNlri, attributes: BgpAttributes): void {
  const { config, session } = p;
  const { nowNs } = bird.io.ctx.world;
  const privateId = prefix.pathId ?? 0;
  const nextHop = attributes.nextHop ?? ANY_IPV4;
  const way = config.gatewayRecursive ? hostOf(bird, nextHop) : directWay(bird, p, nextHop);
  if (way === null) {
    traceRejected(bird, p.no, prefix, config.neighbor, 'next-hop', '');
    setRoute(bird, p.no, privateId, prefix, null);
    return;
  }
  const route: Omit<BirdRoute, 'ordinal'> = {
    addr: prefix.addr,
    len: prefix.len,
    protocol: p.no,
    privateId,
    source: sourceOf(bird, p.no, privateId),
    kind: 'bgp',
    preference: config.preference,
    dest: way.dest,
    gateway: way.gateway,
    dev: way.dev,
    sinceNs: nowNs,
    heardNs: nowNs,
    attributes,
    host: config.gatewayRecursive ? nextHop : ANY_IPV4,
    igpMetric: way.igpMetric,
    kernel: null,
    peer: config.neighbor,
    peerId: session.remoteId,
    internal: config.localAs === config.remoteAs,
  };
  importRoute(bird, route);
}

/** `gateway direct`: the next hop is a neighbour, or the peer itself takes its place. Source: attrs.c bgp_set_next_hop. */
function directWay(
  bird: Bird,
  { config, session }: BgpDraft,
  nextHop: BirdRoute['gateway'],
): Pick<BirdRoute, 'dest' | 'gateway' | 'dev' | 'igpMetric'> | null {
  const known = nextHop === ANY_IPV4 ? null : neighbourOn(bird.s.interfaces, nextHop);
  if (known?.self === true) return null;
  const dev = known?.dev ?? neighbourOn(bird.s.interfaces, config.neighbor)?.dev ?? session.dev;
  return {
    dest: 'via',
    gateway: known === null ? config.neighbor : nextHop,
    dev,
    igpMetric: 0,
  };
}

function trace(bird: Bird, { config, session }: BgpDraft, update: BgpUpdate, endOfRib: boolean): void {
  const { ctx, ns } = bird.io;
  if (!ctx.trace.on) return;
  const { attributes } = update;
  ctx.emit('bgp.update', 'received', ns.id, session.dev, null, {
    ...{ protocol: config.name, peer: config.neighbor },
    announced: update.nlri.map((prefix) => toldPrefix(prefix, attributes)),
    withdrawn: update.withdrawn.map(({ addr, len }) => ({ addr, len })),
    ...{ refused: [], endOfRib },
  });
}

/** The timers of a session that are due. */
export function keepaliveDue(bird: Bird, p: BgpDraft, side: Side): void {
  const c = p.session[side];
  say(bird, p, c, { kind: 'keepalive' });
  c.keepaliveDueNs = dueIn(bird, c.keepaliveTime);
}
