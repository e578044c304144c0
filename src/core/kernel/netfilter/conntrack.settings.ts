/** `net.netfilter.nf_conntrack_*`: what a namespace may set. Source: net/netfilter/nf_conntrack_standalone.c; defaults as a fresh namespace of Linux 6.18 shows them. */
import type { CtTcpState } from '../../model/conntrack';
import type { CtSctpState } from '../../model/conntrack.sctp';
import type { Netns } from '../../model/world';

const FOLDER = 'net/netfilter/nf_conntrack_';

/** Names without their folder, with their defaults. Times in seconds. */
const DEFAULTS = {
  acct: 0,
  buckets: 262_144,
  checksum: 1,
  events: 2,
  expect_max: 4096,
  generic_timeout: 600,
  gre_timeout: 30,
  gre_timeout_stream: 180,
  icmp_timeout: 30,
  log_invalid: 0,
  max: 262_144,
  sctp_timeout_closed: 10,
  sctp_timeout_cookie_echoed: 3,
  sctp_timeout_cookie_wait: 3,
  sctp_timeout_established: 210,
  sctp_timeout_heartbeat_sent: 30,
  sctp_timeout_shutdown_ack_sent: 3,
  sctp_timeout_shutdown_recd: 3,
  sctp_timeout_shutdown_sent: 3,
  tcp_be_liberal: 0,
  tcp_ignore_invalid_rst: 0,
  tcp_loose: 1,
  tcp_max_retrans: 3,
  tcp_timeout_close: 10,
  tcp_timeout_close_wait: 60,
  tcp_timeout_established: 432_000,
  tcp_timeout_fin_wait: 120,
  tcp_timeout_last_ack: 30,
  tcp_timeout_max_retrans: 300,
  tcp_timeout_syn_recv: 60,
  tcp_timeout_syn_sent: 120,
  tcp_timeout_time_wait: 120,
  tcp_timeout_unacknowledged: 300,
  timestamp: 0,
  udp_timeout: 30,
  udp_timeout_stream: 120,
} as const;
type ConntrackSetting = keyof typeof DEFAULTS;

interface Setting {
  readonly path: string;
  readonly standard: number;
}

/**
 * Where each setting is, and what it is by default. Packets ask by the setting itself: looked up by one of many names, it costs
 * as much as a rule.
 */
export const CT = Object.fromEntries(
  Object.entries(DEFAULTS).map(([name, standard]) => [name, { path: FOLDER + name, standard }]),
) as Readonly<Record<ConntrackSetting, Setting>>;

/** The keys as paths, with their defaults. */
export const CONNTRACK_SYSCTLS: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(DEFAULTS).map(([name, value]) => [FOLDER + name, value]),
);
/** How many flows there are: to be read only. */
export const CONNTRACK_COUNT = `${FOLDER}count`;

/** A setting of a namespace. */
export function conntrackSetting({ sysctl }: Netns, { path, standard }: Setting): number {
  const { entries } = sysctl;
  return entries.size === 0 ? standard : (entries.get(path) ?? standard);
}

const TCP: Readonly<Record<CtTcpState, ConntrackSetting | null>> = {
  SYN_SENT: 'tcp_timeout_syn_sent',
  SYN_RECV: 'tcp_timeout_syn_recv',
  ESTABLISHED: 'tcp_timeout_established',
  FIN_WAIT: 'tcp_timeout_fin_wait',
  CLOSE_WAIT: 'tcp_timeout_close_wait',
  LAST_ACK: 'tcp_timeout_last_ack',
  TIME_WAIT: 'tcp_timeout_time_wait',
  CLOSE: 'tcp_timeout_close',
  SYN_SENT2: null,
};
/** Both ends opening at once has no setting of its own, s. */
const SYN_SENT2_SEC = 120;

/** How long a connection is remembered in a state, s. */
export function tcpTimeoutSec(ns: Netns, state: CtTcpState): number {
  const name = TCP[state];
  return name === null ? SYN_SENT2_SEC : conntrackSetting(ns, CT[name]);
}

const SCTP: Readonly<Record<CtSctpState, ConntrackSetting>> = {
  CLOSED: 'sctp_timeout_closed',
  COOKIE_WAIT: 'sctp_timeout_cookie_wait',
  COOKIE_ECHOED: 'sctp_timeout_cookie_echoed',
  ESTABLISHED: 'sctp_timeout_established',
  SHUTDOWN_SENT: 'sctp_timeout_shutdown_sent',
  SHUTDOWN_RECD: 'sctp_timeout_shutdown_recd',
  SHUTDOWN_ACK_SENT: 'sctp_timeout_shutdown_ack_sent',
  HEARTBEAT_SENT: 'sctp_timeout_heartbeat_sent',
};

/** How long an association is remembered in a state, s. */
export function sctpTimeoutSec(ns: Netns, state: CtSctpState): number {
  return conntrackSetting(ns, CT[SCTP[state]]);
}
