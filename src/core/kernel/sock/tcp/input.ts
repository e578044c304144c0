/** A TCP segment for this host. Source: net/ipv4/tcp_ipv4.c tcp_v4_rcv, tcp_input.c tcp_rcv_state_process, tcp_validate_incoming; RFC 9293 section 3.10.7. */
import type { Link } from '../../../model/link';
import type { Skb } from '../../../model/skb';
import type { TcpSocket } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import type { DropReason } from '../../../trace/drop';
import { ipDst, ipSrc } from '../../../wire/ipv4';
import { TCP_ACK, TCP_SYN, parseTcp, tcpChecksumOk } from '../../../wire/tcp';
import type { Ctx } from '../../ctx';
import { drop, networkOffset } from '../../skb';
import { countBadSum } from '../../snmp';
import { countSnmp } from '../../write';
import { traceDeliver } from '../deliver';
import { finAcked, measure, rtoOf, takeAck } from './ack';
import { synSentReceive } from './connect';
import type { TcpDraft } from './draft';
import { draftOf, store } from './draft';
import { TIME_WAIT_NS } from './limits';
import { handOver, listenReceive } from './listen';
import { guessRcvMss } from './new';
import { push, sendAck, sendControl } from './output';
import { answer, inWindow, takeData } from './receive';
import { refuse } from './reset';
import type { TcpSegment } from './segment';
import { segmentOf } from './segment';
import { after, before } from './seq';
import { awaitPeer, finish, setState, timeWait, wakeOwner } from './state';
import type { TcpEnds } from './table';
import { findConnection, findListener, removeTcpSocket } from './table';
import { setTimer, stopTimer, synAckDelay } from './timers';

/** `transport` is the offset of the TCP header. */
export function tcpReceive(ctx: Ctx, ns: Netns, link: Link, skb: Skb, transport: number): void {
  const at = networkOffset(skb);
  const remote = ipSrc(skb.data, at);
  const local = ipDst(skb.data, at);
  const header = parseTcp(skb.data, transport, skb.tail);
  if (skb.pktType === 'host') countSnmp(ctx, ns, 'TcpInSegs');
  if (skb.pktType !== 'host' || !header.ok) {
    if (skb.pktType === 'host') countSnmp(ctx, ns, 'TcpInErrs');
    drop(ctx, ns, link.ifindex, skb, header.ok ? 'OTHERHOST' : 'PKT_TOO_SMALL');
    return;
  }
  if (!tcpChecksumOk(skb.data, transport, skb.tail, remote, local)) {
    countBadSum(ctx, ns, 'Tcp');
    drop(ctx, ns, link.ifindex, skb, 'TCP_CSUM');
    return;
  }
  const segment = segmentOf(header.value, skb, transport);
  const ends = { local, port: header.value.dstPort, remote, remotePort: header.value.srcPort };
  const connection = connectionFor(ctx, ns, ends, segment);
  const listener = connection === null ? findListener(ns, local, ends.port) : null;
  const socket = connection ?? listener;
  if (socket === null) {
    refuse(ctx, ns, link, skb, transport, 'NO_SOCKET');
    return;
  }
  traceDeliver(ctx, ns, link, skb, socket, ends.port, segment.data.length);
  if (listener !== null) listenReceive(ctx, ns, link, skb, transport, listener, ends, segment);
  else if (connection !== null) connectionReceive(ctx, ns, link, skb, transport, connection, segment);
}

/** A new SYN takes the place of a connection that only waits to be forgotten. Source: tcp_minisocks.c tcp_timewait_state_process. */
function connectionFor(ctx: Ctx, ns: Netns, ends: TcpEnds, segment: TcpSegment): TcpSocket | null {
  const connection = findConnection(ns, ends);
  if (connection?.state !== 'TIME_WAIT') return connection;
  const { syn, hasAck, rst, seq } = segment;
  const anew = syn && !hasAck && !rst && after(seq, connection.rcvNxt);
  if (!anew || findListener(ns, ends.local, ends.port) === null) return connection;
  removeTcpSocket(ctx, ns, connection);
  return null;
}

function connectionReceive(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  transport: number,
  connection: TcpSocket,
  segment: TcpSegment,
): void {
  const sk = draftOf(ns, connection.id);
  if (sk === null) return;
  const discard = (reason: DropReason): void => {
    drop(ctx, ns, link.ifindex, skb, reason);
  };
  if (sk.state === 'SYN_SENT') synSentReceive(ctx, ns, link, skb, transport, sk, segment);
  else if (sk.state === 'TIME_WAIT') lateReceive(ctx, ns, sk, segment, discard);
  else if (isValid(ctx, ns, sk, segment, discard)) process(ctx, ns, link, skb, transport, sk, segment);
  store(ctx, ns, sk);
}

/** Checks that come before anything is believed. Source: tcp_validate_incoming, tcp_check_req. */
function isValid(
  ctx: Ctx,
  ns: Netns,
  sk: TcpDraft,
  segment: TcpSegment,
  discard: (reason: DropReason) => void,
): boolean {
  const { options, rst, syn, seq, hasAck } = segment;
  const again = sk.state === 'SYN_RECV' && syn && seq === sk.irs;
  if (again && !hasAck) {
    // The caller has not heard the answer to its SYN.
    sendControl(ctx, ns, sk, TCP_SYN | TCP_ACK, sk.iss, true);
    setTimer(ctx, ns, sk, 'retransmit', synAckDelay(sk.rtoNs));
    return false;
  }
  const stamped = sk.timestamps && options.timestamps !== null;
  const old = stamped && before(options.timestamps.value, sk.tsRecent);
  if (old && !rst) {
    sendAck(ctx, ns, sk);
    discard('TCP_RFC7323_PAWS');
    return false;
  }
  if (!inWindow(sk, segment) && !(again && hasAck)) {
    if (!rst) sendAck(ctx, ns, sk);
    discard(before(segment.end, sk.rcvWup) ? 'TCP_OLD_SEQUENCE' : 'TCP_INVALID_SEQUENCE');
    return false;
  }
  if (rst) {
    // Only the exact number is believed (RFC 5961); otherwise the peer is asked.
    if (seq === sk.rcvNxt) {
      if (sk.state === 'SYN_RECV') {
        countSnmp(ctx, ns, 'TcpAttemptFails');
        countSnmp(ctx, ns, 'TcpExtEmbryonicRsts');
      }
      finish(ctx, ns, sk, resetError(sk));
    } else sendAck(ctx, ns, sk);
    discard('TCP_RESET');
    return false;
  }
  if (syn && !again) {
    sendAck(ctx, ns, sk);
    discard('TCP_INVALID_SYN');
    return false;
  }
  if (!hasAck) {
    discard('TCP_FLAGS');
    return false;
  }
  // The clock of what is in order is kept, to be sent back.
  if (stamped && !after(seq, sk.rcvWup)) sk.tsRecent = options.timestamps.value;
  return true;
}

/** Source: tcp_input.c tcp_reset. */
function resetError({ state }: TcpDraft): 'ECONNREFUSED' | 'EPIPE' | 'ECONNRESET' {
  if (state === 'SYN_SENT') return 'ECONNREFUSED';
  return state === 'CLOSE_WAIT' ? 'EPIPE' : 'ECONNRESET';
}

/** Acknowledgment, then data, then what this side has to say. */
function process(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  transport: number,
  sk: TcpDraft,
  segment: TcpSegment,
): void {
  if (sk.state === 'SYN_RECV' && !establish(ctx, ns, link, skb, transport, sk, segment)) return;
  if (after(segment.ack, sk.sndNxt)) {
    sendAck(ctx, ns, sk);
    drop(ctx, ns, link.ifindex, skb, 'TCP_ACK_UNSENT_DATA');
    return;
  }
  takeAck(ctx, ns, sk, segment);
  if (finAcked(sk) && closedByPeer(ctx, ns, sk)) return;
  if (segment.data.length > 0 || segment.fin) {
    if (isUnwanted(sk, segment)) {
      countSnmp(ctx, ns, 'TcpExtTCPAbortOnData');
      finish(ctx, ns, sk, 'ECONNRESET');
      refuse(ctx, ns, link, skb, transport, 'TCP_ABORT_ON_DATA');
      return;
    }
    takeData(ctx, ns, sk, segment);
  }
  if (sk.state === 'TIME_WAIT') return;
  push(ctx, ns, sk);
  answer(ctx, ns, sk);
}

/** The last step of the handshake, on the side that was called. False when it does not complete. */
function establish(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  transport: number,
  sk: TcpDraft,
  { ack, window }: TcpSegment,
): boolean {
  if (ack !== sk.sndNxt) {
    refuse(ctx, ns, link, skb, transport, 'TCP_INVALID_ACK_SEQUENCE');
    return false;
  }
  // No room in the queue: the caller believes in a connection, and will be sent the SYN,ACK again.
  if (!handOver(ctx, ns, sk)) {
    drop(ctx, ns, link.ifindex, skb, 'TCP_LISTEN_OVERFLOW');
    return false;
  }
  countSnmp(ctx, ns, 'TcpPassiveOpens');
  sk.sndUna = ack;
  sk.sndWnd = window << sk.sndScale;
  sk.retransmits = 0;
  if (sk.timedNs !== 0) measure(sk, ctx.world.nowNs - sk.timedNs);
  sk.timedNs = 0;
  sk.rtoNs = rtoOf(sk);
  sk.confirm = true;
  guessRcvMss(sk);
  sk.lastDataNs = ctx.world.nowNs;
  stopTimer(ctx, ns, sk, 'retransmit');
  setState(ctx, ns, sk, 'ESTABLISHED');
  wakeOwner(ctx, ns, sk);
  return true;
}

/** The peer has acknowledged our FIN. True when the connection is over by that. */
function closedByPeer(ctx: Ctx, ns: Netns, sk: TcpDraft): boolean {
  switch (sk.state) {
    case 'FIN_WAIT1':
      setState(ctx, ns, sk, 'FIN_WAIT2');
      awaitPeer(ctx, ns, sk);
      return false;
    case 'CLOSING':
      timeWait(ctx, ns, sk);
      return true;
    case 'LAST_ACK':
      finish(ctx, ns, sk, null);
      return true;
    default:
      return false;
  }
}

/** Data for a socket that its process has closed. */
function isUnwanted({ pid, listener, state, rcvNxt }: TcpDraft, { data, seq }: TcpSegment): boolean {
  const closed = pid === 0 && listener === 0 && (state === 'FIN_WAIT1' || state === 'FIN_WAIT2');
  return closed && data.length > 0 && after((seq + data.length) >>> 0, rcvNxt);
}

/** A segment for a connection that is over: the peer may not have heard the last acknowledgment. */
function lateReceive(
  ctx: Ctx,
  ns: Netns,
  sk: TcpDraft,
  { rst, syn, seq, end, hasAck }: TcpSegment,
  discard: (reason: DropReason) => void,
): void {
  if (rst) {
    if (seq === sk.rcvNxt) finish(ctx, ns, sk, null);
    discard('TCP_RESET');
    return;
  }
  if (!hasAck && !syn) {
    discard('TCP_FLAGS');
    return;
  }
  if (end === seq && seq === sk.rcvNxt) return;
  setTimer(ctx, ns, sk, 'linger', TIME_WAIT_NS);
  sendControl(ctx, ns, sk, TCP_ACK, sk.sndNxt);
}
