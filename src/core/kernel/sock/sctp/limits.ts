/** SCTP's numbers. Source: include/net/sctp/constants.h, net/sctp/protocol.c, and the defaults of the sysctls named. */
const NS_PER_SEC = 1_000_000_000;

/** `net.sctp.rto_initial`, `rto_min`, `rto_max`. */
export const RTO_INIT_NS = 3 * NS_PER_SEC;
export const RTO_MIN_NS = NS_PER_SEC;
export const RTO_MAX_NS = 60 * NS_PER_SEC;
/** `net.sctp.max_init_retransmits`, `association_max_retrans`. */
export const INIT_RETRIES = 8;
export const ASSOCIATION_RETRIES = 10;
/** `net.sctp.sack_timeout`. */
export const SACK_DELAY_NS = NS_PER_SEC / 5;
/** Half of `net.core.rmem_default`. */
export const RECV_WINDOW = 106_496;
/** Streams that are asked for, and taken (`SCTP_DEFAULT_OUTSTREAMS`, `SCTP_DEFAULT_INSTREAMS`). */
export const OUT_STREAMS = 10;
export const IN_STREAMS = 65_535;
/** RFC 9260 section 7.2.1. */
export function initialWindow(mtu: number): number {
  return Math.min(4 * mtu, Math.max(2 * mtu, 4380));
}
/** Smallest MTU of a path that is reckoned with (SCTP_DEFAULT_MINSEGMENT). */
const MTU_MIN = 512;
/** Chunks are multiples of four bytes long, and so is the room for them (net/sctp/sctp.h sctp_dst_mtu). */
export function pathMtuOf(routeMtu: number): number {
  return Math.max(routeMtu, MTU_MIN) & ~3;
}
/** IPv4's header and SCTP's own. */
export const HEADERS_LEN = 32;
/** Type, flags, length, TSN, stream, its sequence, payload protocol. */
export const DATA_HEADER_LEN = 16;
/** Bytes a process may hand over before it has to wait. */
export const SEND_BUFFER = 212_992;
