/** What `ss -o` and `ss -i` add: timers, and what TCP knows of a connection. Source: iproute2 6.1 misc/ss.c tcp_timer_print, tcp_stats_print. */
import type { TcpSocket } from '../../../model/tcp';

const NS_PER_MS = 1_000_000;
const NS_PER_USEC = 1000;

/** ` timer:(on,2.800ms,1)`; empty when none runs. */
export function timerText(socket: TcpSocket, nowNs: number): string {
  const { timers, state, retransmits } = socket;
  const [timer, name] =
    state === 'TIME_WAIT' || state === 'FIN_WAIT2'
      ? ([timers.linger, 'timewait'] as const)
      : ([timers.retransmit, socket.sndUna === socket.sndNxt ? 'persist' : 'on'] as const);
  if (timer.dueNs === 0) return '';
  const left = Math.max(0, Math.floor((timer.dueNs - nowNs) / NS_PER_MS));
  return ` timer:(${name},${duration(left)},${name === 'timewait' ? 0 : retransmits})`;
}

/** Source: ss.c print_ms_timer. */
function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const seconds = minutes > 9 ? 0 : Math.floor(ms / 1000) % 60;
  const rest = minutes > 0 || seconds > 9 ? 0 : ms % 1000;
  return [
    minutes > 0 ? `${minutes}min` : '',
    seconds > 0 ? `${seconds}${rest > 0 ? '.' : 'sec'}` : '',
    rest > 0 ? `${String(rest).padStart(3, '0')}ms` : '',
  ].join('');
}

/** At most three digits behind the point, none that are zero at the end (`%g`). */
function millis(ns: number): string {
  return String(Math.round(ns / NS_PER_USEC) / 1000);
}

/** The words of `-i` that there is something behind here, in the order of ss. */
export function infoText(socket: TcpSocket): string {
  const { timestamps, sack, sndScale, rcvScale, rtoNs, srttNs, rttvarNs, retransmits } = socket;
  const established = socket.state !== 'SYN_SENT' && socket.state !== 'SYN_RECV';
  return [
    ...(timestamps && established ? ['ts'] : []),
    ...(sack && established ? ['sack'] : []),
    'reno',
    ...(sndScale > 0 || rcvScale > 0 ? [`wscale:${sndScale},${rcvScale}`] : []),
    `rto:${Math.round(rtoNs / NS_PER_MS)}`,
    ...(retransmits > 0 ? [`backoff:${retransmits}`] : []),
    ...(srttNs > 0 ? [`rtt:${millis(srttNs)}/${millis(rttvarNs)}`] : []),
    `mss:${socket.sendMss}`,
    `pmtu:${socket.pathMtu}`,
    `rcvmss:${socket.rcvMss}`,
    `cwnd:${socket.cwnd}`,
    ...(Number.isFinite(socket.ssthresh) && socket.ssthresh < 0x7fffffff
      ? [`ssthresh:${socket.ssthresh}`]
      : []),
  ].join(' ');
}
