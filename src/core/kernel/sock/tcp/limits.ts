/** TCP's numbers. Source: include/net/tcp.h, net/ipv4/tcp.c, and the defaults of the sysctls named. */

export const NS_PER_MS = 1_000_000;
export const NS_PER_SEC = 1_000_000_000;

/** `TCP_TIMEOUT_INIT`, `TCP_RTO_MIN`, `TCP_RTO_MAX`. */
export const RTO_INIT_NS = NS_PER_SEC;
export const RTO_MIN_NS = 200 * NS_PER_MS;
export const RTO_MAX_NS = 120 * NS_PER_SEC;
/** `tcp_syn_retries`, `tcp_synack_retries`, `tcp_retries2`, and `tcp_orphan_retries` 0, which stands for 8. */
export const SYN_RETRIES = 6;
/** `tcp_syn_linear_timeouts`: so many repetitions of a SYN follow one another at equal distance, and come on top of its retries. */
export const SYN_LINEAR_TIMEOUTS = 4;
export const SYNACK_RETRIES = 5;
export const DATA_RETRIES = 15;
export const ORPHAN_RETRIES = 8;

/** `TCP_ATO_MIN`, `TCP_DELACK_MIN`, `TCP_DELACK_MAX`. */
export const ATO_MIN_NS = 40 * NS_PER_MS;
export const DELACK_MAX_NS = 200 * NS_PER_MS;
/** `TCP_MAX_QUICKACKS`. */
export const QUICKACKS_MAX = 16;

/** `TCP_TIMEWAIT_LEN`, and `tcp_fin_timeout` for a closed socket whose peer does not close. */
export const TIME_WAIT_NS = 60 * NS_PER_SEC;
export const FIN_TIMEOUT_NS = 60 * NS_PER_SEC;

/** Size a peer takes that announces none (`TCP_MSS_DEFAULT`), and the least used (`TCP_MIN_SND_MSS` without options). */
export const MSS_DEFAULT = 536;
export const MSS_MIN = 48;
/** IPv4 and TCP header without options. */
export const HEADERS_LEN = 40;
/** The option timestamps with its filling. */
export const TIMESTAMPS_LEN = 12;

/** `TCP_INIT_CWND`. */
export const CWND_INIT = 10;
/** Segments on their way at most; more would outrun every window here. */
export const CWND_MAX = 1024;
export const SSTHRESH_INIT = 0x7fff_ffff;
/** Duplicate acknowledgments that mean a loss (RFC 5681). */
export const DUP_ACKS = 3;

/** Half of `tcp_rmem` 131072: what a socket takes before its process reads. */
export const RECV_BUFFER = 65_536;
/** What follows from the largest `tcp_rmem`, 32 MiB. */
export const WINDOW_SCALE = 10;
/** Bytes a process may hand over beyond what is acknowledged. */
export const SEND_BUFFER = 262_144;
/** Segments kept that came too early; further ones are forgotten and have to be sent again. */
export const EARLY_MAX = 64;
