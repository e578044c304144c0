/** ICMP errors about a segment of ours. Source: net/ipv4/tcp_ipv4.c tcp_v4_err, icmp.c icmp_err_convert. */
import { getU32 } from '../../../base/bytes';
import type { Errno } from '../../../model/op';
import type { TcpSocket } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import { ICMP_FRAG_NEEDED, ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE } from '../../../wire/icmp4';
import type { Ctx } from '../../ctx';
import { draftOf, store } from './draft';
import { resendLong, syncMss } from './output';
import { after, before } from './seq';
import { finish, wakeOwner } from './state';

const SEQ_AT = 4;
/** Where no router lets a smaller one through (`net.ipv4.route.min_pmtu`). */
const PATH_MTU_MIN = 552;

/** By code of "destination unreachable". */
const UNREACHABLE: readonly Errno[] = [
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENOPROTOOPT',
  'ECONNREFUSED',
  'EMSGSIZE',
  'EOPNOTSUPP',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENONET',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EHOSTUNREACH',
  'EHOSTUNREACH',
  'EHOSTUNREACH',
];

/** `quoted`: the segment as far as it is quoted. True when the error was about something on its way. */
export function tcpError(
  ctx: Ctx,
  ns: Netns,
  socket: TcpSocket,
  type: number,
  code: number,
  mtu: number,
  quoted: Uint8Array,
): void {
  const sk = draftOf(ns, socket.id);
  if (sk === null) return;
  const seq = getU32(quoted, SEQ_AT);
  // Whoever cannot name what was sent just now has not seen it.
  if (before(seq, sk.sndUna) || after(seq, sk.sndNxt)) return;
  if (type === ICMP_UNREACHABLE && code === ICMP_FRAG_NEEDED) {
    const path = Math.max(PATH_MTU_MIN, mtu);
    if (path >= sk.pathMtu || sk.state === 'CLOSE') return;
    const lengthBefore = sk.sendMss;
    syncMss(sk, path);
    store(ctx, ns, sk);
    if (sk.sndUna !== sk.sndNxt) {
      // Nothing was lost by anybody's haste: what counts as on its way stays.
      sk.recover = sk.sndNxt;
      sk.lossProbe = false;
      sk.ssthresh = Math.max(2, Math.floor(sk.cwnd / 2));
      resendLong(ctx, ns, sk, lengthBefore);
    }
    store(ctx, ns, sk);
    return;
  }
  const errno =
    type === ICMP_UNREACHABLE ? UNREACHABLE[code] : type === ICMP_TIME_EXCEEDED ? 'EHOSTUNREACH' : undefined;
  if (errno === undefined) return;
  if (sk.state === 'SYN_SENT' || sk.state === 'SYN_RECV') {
    finish(ctx, ns, sk, errno);
  } else {
    sk.softError = errno;
    wakeOwner(ctx, ns, sk);
  }
  store(ctx, ns, sk);
}
