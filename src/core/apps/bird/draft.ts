/** The state of a run of BIRD while it changes: copies of what is touched, put back when the run is over. */
import { mapGet, mapPut, mapSet } from '../../base/persistent-map';
import { need } from '../../base/assert';
import type {
  BgpConnection,
  BgpSession,
  BirdProtocol,
  BirdRoute,
  BirdState,
  RouteStats,
} from '../../model/bird';
import type { BgpProtocol } from '../../model/bird.config';
import { ANY_IPV4 } from '../../wire/addr';
import type { ProcessIo } from '../app';
import { sourceEntry } from './held-alike';

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

export type ConnectionDraft = Writable<BgpConnection>;

export interface SessionDraft extends Omit<Writable<BgpSession>, 'outgoing' | 'incoming'> {
  outgoing: ConnectionDraft;
  incoming: ConnectionDraft;
}

export interface ProtocolDraft extends Omit<Writable<BirdProtocol>, 'session' | 'stats'> {
  session: SessionDraft | null;
  stats: Writable<RouteStats>;
}

/** One that speaks BGP. */
export interface BgpDraft extends Omit<ProtocolDraft, 'config' | 'session'> {
  config: BgpProtocol;
  session: SessionDraft;
}

export interface Bird {
  readonly io: ProcessIo;
  readonly s: Writable<BirdState>;
  readonly touched: Map<number, ProtocolDraft>;
}

export function open(io: ProcessIo, state: BirdState): Bird {
  return { io, s: { ...state }, touched: new Map() };
}

/** Puts the copies back. */
export function close({ s, touched }: Bird): BirdState {
  for (const [no, draft] of touched) s.protocols = mapSet(s.protocols, no, draft);
  return s;
}

/** A protocol to look at. */
export function look(bird: Bird, no: number): BirdProtocol | ProtocolDraft {
  return bird.touched.get(no) ?? need(mapGet(bird.s.protocols, no), 'a protocol');
}

/** A protocol to change. */
export function touch(bird: Bird, no: number): ProtocolDraft {
  const known = bird.touched.get(no);
  if (known !== undefined) return known;
  const { config, state, sinceNs, disabled, stats, session } = need(
    mapGet(bird.s.protocols, no),
    'a protocol',
  );
  const draft: ProtocolDraft = {
    ...{ no, config, state, sinceNs, disabled },
    stats: { ...stats },
    session: session && { ...session },
  };
  if (draft.session !== null) {
    draft.session.outgoing = { ...draft.session.outgoing };
    draft.session.incoming = { ...draft.session.incoming };
  }
  bird.touched.set(no, draft);
  return draft;
}

/** Null for one that speaks no BGP, or is no more. */
export function touchBgp(bird: Bird, no: number): BgpDraft | null {
  if (!bird.touched.has(no) && mapGet(bird.s.protocols, no) === undefined) return null;
  const draft = touch(bird, no);
  return isBgp(draft) ? draft : null;
}

export function isBgp(draft: ProtocolDraft): draft is BgpDraft {
  return draft.config.kind === 'bgp' && draft.session !== null;
}

export function lookBgp(
  bird: Bird,
  no: number,
): (BirdProtocol & { readonly config: BgpProtocol; readonly session: BgpSession }) | null {
  const found = bird.touched.get(no) ?? mapGet(bird.s.protocols, no);
  return found?.config.kind === 'bgp' && found.session !== null
    ? (found as BirdProtocol & { readonly config: BgpProtocol; readonly session: BgpSession })
    : null;
}

const NOTHING = new Uint8Array(0);

export function idleConnection(): BgpConnection {
  return {
    ...{ state: 'Idle', socket: 0, connectDueNs: 0, holdDueNs: 0, holdTime: 0 },
    ...{ keepaliveDueNs: 0, keepaliveTime: 0, received: NOTHING, unsent: NOTHING, abilities: null },
  };
}

export function newSession(): BgpSession {
  return {
    ...{ phase: 'neighbour', outgoing: idleConnection(), incoming: idleConnection(), established: null },
    ...{ lastError: null, lastErrorNs: 0, startupDelay: 0, startupDueNs: 0, restartDueNs: 0, staleNs: 0 },
    ...{ calls: 0, remoteId: ANY_IPV4, localAddress: ANY_IPV4, dev: 0, fed: false, again: false, eventNs: 0 },
    ...{ sent: 0, heard: 0 },
  };
}

const NO_COUNTS = { received: 0, rejected: 0, filtered: 0, ignored: 0, accepted: 0 };

export function newStats(): RouteStats {
  return {
    ...{ imported: 0, exported: 0, importUpdates: NO_COUNTS, importWithdraws: NO_COUNTS },
    ...{ exportUpdates: NO_COUNTS, exportWithdraws: NO_COUNTS },
  };
}

type Counted = 'importUpdates' | 'importWithdraws' | 'exportUpdates' | 'exportWithdraws';

/** Counts what was received, and what became of it. */
export function count(
  protocol: ProtocolDraft,
  which: Counted,
  what: 'rejected' | 'filtered' | 'ignored' | 'accepted' | null,
  times = 1,
): void {
  const counts = protocol.stats[which];
  const more = (of: typeof what): number => (of === what ? times : 0);
  protocol.stats[which] = {
    received: counts.received + times,
    rejected: counts.rejected + more('rejected'),
    filtered: counts.filtered + more('filtered'),
    ignored: counts.ignored + more('ignored'),
    accepted: counts.accepted + more('accepted'),
  };
}

/** The routes of a prefix, best first. */
export const NO_ROUTES: readonly BirdRoute[] = [];

/** Path identifiers have 32 bits. */
const PRIVATE_IDS = 2 ** 32;

/** Odd, so that no two protocols are given the same: 2^32 by the golden ratio. */
const SPREAD = 0x9e37_79b1;

/**
 * Number of a source: a protocol, and which of its own. Peers that tell the same have the same private numbers: each
 * protocol's stand at places of their own in the map, which parts keys by their lower 32 bits first.
 */
export function sourceOf(bird: Bird, protocol: number, privateId: number): number {
  const key = protocol * PRIVATE_IDS + ((privateId ^ Math.imul(protocol, SPREAD)) >>> 0);
  const known = mapGet(bird.s.sources, key);
  if (known !== undefined) return known;
  const number = bird.s.nextSource;
  bird.s.nextSource = number + 1;
  bird.s.sources = mapPut(bird.s.sources, sourceEntry(key, number));
  return number;
}
