/**
 * The table of states of an SCTP association, by the chunks of its packets.
 * Source: net/netfilter/nf_conntrack_proto_sctp.c sctp_conntracks, sctp_new_state (Linux 6.18).
 */
import type { CtSctpState } from '../../model/conntrack.sctp';
import {
  SCTP_ABORT,
  SCTP_COOKIE_ACK,
  SCTP_COOKIE_ECHO,
  SCTP_ERROR,
  SCTP_HEARTBEAT,
  SCTP_HEARTBEAT_ACK,
  SCTP_INIT,
  SCTP_INIT_ACK,
  SCTP_SHUTDOWN,
  SCTP_SHUTDOWN_ACK,
  SCTP_SHUTDOWN_COMPLETE,
} from '../../wire/sctp.chunk';

/** In the kernel's abbreviations, in the order of the columns; NONE is an association that is not known. */
const STATES: readonly (readonly [short: string, state: CtSctpState | null])[] = [
  ['NO', null],
  ['CL', 'CLOSED'],
  ['CW', 'COOKIE_WAIT'],
  ['CE', 'COOKIE_ECHOED'],
  ['ES', 'ESTABLISHED'],
  ['SS', 'SHUTDOWN_SENT'],
  ['SR', 'SHUTDOWN_RECD'],
  ['SA', 'SHUTDOWN_ACK_SENT'],
  ['HS', 'HEARTBEAT_SENT'],
];
const BY_SHORT = new Map(STATES);

/** What a chunk leads to; `invalid` is none of it. */
export type NextSctp = CtSctpState | null | 'invalid';

/** By chunk: the row of the original direction, that of answers. */
const ROWS: ReadonlyMap<number, readonly [string, string]> = new Map([
  [SCTP_INIT, ['CL CL CW CE ES CL CL SA CW', 'IV CL CW CE ES SS SR SA IV']],
  [SCTP_INIT_ACK, ['CL CL CW CE ES SS SR SA CL', 'IV CW CW CE ES SS SR SA IV']],
  [SCTP_ABORT, ['CL CL CL CL CL CL CL CL CL', 'IV CL CL CL CL CL CL CL IV']],
  [SCTP_SHUTDOWN, ['CL CL CW CE SS SS SR SA CL', 'IV CL CW CE SR SS SR SA IV']],
  [SCTP_SHUTDOWN_ACK, ['SA CL CW CE ES SA SA SA SA', 'IV CL CW CE ES SA SA SA IV']],
  [SCTP_ERROR, ['CL CL CW CE ES SS SR SA CL', 'IV CL CW CL ES SS SR SA IV']],
  [SCTP_COOKIE_ECHO, ['CL CL CE CE ES SS SR SA CL', 'IV CL CE CE ES SS SR SA IV']],
  [SCTP_COOKIE_ACK, ['CL CL CW ES ES SS SR SA CL', 'IV CL CW ES ES SS SR SA IV']],
  [SCTP_SHUTDOWN_COMPLETE, ['CL CL CW CE ES SS SR CL CL', 'IV CL CW CE ES SS SR CL IV']],
  [SCTP_HEARTBEAT, ['HS CL CW CE ES SS SR SA HS', 'IV CL CW CE ES SS SR SA HS']],
  [SCTP_HEARTBEAT_ACK, ['CL CL CW CE ES SS SR SA HS', 'IV CL CW CE ES SS SR SA ES']],
]);

/** Other chunks, such as DATA and SACK, change nothing. */
export function nextSctpState(state: CtSctpState | null, chunk: number, isReply: boolean): NextSctp {
  const rows = ROWS.get(chunk);
  if (rows === undefined) return state;
  const column = STATES.findIndex(([, known]) => known === state);
  const next = BY_SHORT.get(rows[isReply ? 1 : 0].split(' ')[column] ?? '');
  return next === undefined ? 'invalid' : next;
}
