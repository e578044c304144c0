/** A TCP segment as conntrack reads it. Source: net/netfilter/nf_conntrack_proto_tcp.c tcp_error, tcp_options, tcp_sack. */
import { getU8, getU32 } from '../../base/bytes';
import type { CtTcpSignal } from '../../model/conntrack.tcp';
import { CT_TCP } from '../../model/conntrack.tcp';
import type { Skb } from '../../model/skb';
import { PROTO_TCP } from '../../wire/ipv4';
import {
  TCP_ACK,
  TCP_FIN,
  TCP_HEADER_LEN,
  TCP_RST,
  TCP_SYN,
  TCP_URG,
  tcpAck,
  tcpFlags,
  tcpHeaderLen,
  tcpSeq,
  tcpWindow,
} from '../../wire/tcp';
import {
  TCP_OPTION_EOL,
  TCP_OPTION_NOP,
  TCP_OPTION_SACK,
  TCP_OPTION_SACK_PERMITTED,
  TCP_OPTION_WSCALE,
  TCP_WSCALE_MAX,
} from '../../wire/tcp.options';
import { after } from '../sock/tcp/seq';
import { signalOf } from './conntrack.tcp';
import { transportAt } from './transport';

export interface Segment {
  readonly data: Uint8Array;
  /** Where options begin and end. */
  readonly optionsAt: number;
  readonly optionsEnd: number;
  readonly flags: number;
  readonly signal: CtTcpSignal;
  readonly seq: number;
  readonly ack: number;
  /** As it stands. */
  readonly win: number;
  /** The sequence number after its last byte; SYN and FIN count one each. */
  readonly end: number;
}

/** PSH, ECE and CWR go with everything. */
const COUNTED = TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK | TCP_URG;
const VALID: ReadonlySet<number> = new Set([
  TCP_SYN,
  TCP_SYN | TCP_URG,
  TCP_SYN | TCP_ACK,
  TCP_RST,
  TCP_RST | TCP_ACK,
  TCP_FIN | TCP_ACK,
  TCP_FIN | TCP_ACK | TCP_URG,
  TCP_ACK,
  TCP_ACK | TCP_URG,
]);

/** Null for what is cut short, or has flags that go not together. */
export function segmentOf(skb: Skb): Segment | null {
  const at = transportAt(skb, PROTO_TCP, TCP_HEADER_LEN);
  if (at === -1) return null;
  const { data, tail } = skb;
  const headerLen = tcpHeaderLen(data, at);
  const flags = tcpFlags(data, at);
  if (headerLen < TCP_HEADER_LEN || at + headerLen > tail || !VALID.has(flags & COUNTED)) return null;
  const seq = tcpSeq(data, at);
  const counted = ((flags & TCP_SYN) === 0 ? 0 : 1) + ((flags & TCP_FIN) === 0 ? 0 : 1);
  return {
    data,
    optionsAt: at + TCP_HEADER_LEN,
    optionsEnd: at + headerLen,
    flags,
    signal: signalOf(flags),
    seq,
    ack: tcpAck(data, at),
    win: tcpWindow(data, at),
    end: (seq + tail - at - headerLen + counted) >>> 0,
  };
}

/** Where the option of a kind begins, -1 without it. `fits` says which lengths it may have. */
function optionAt(
  { data, optionsAt, optionsEnd }: Segment,
  wanted: number,
  fits: (len: number) => boolean,
): number {
  for (let at = optionsAt; at < optionsEnd;) {
    const kind = getU8(data, at);
    if (kind === TCP_OPTION_EOL) return -1;
    const len = kind === TCP_OPTION_NOP ? 1 : at + 1 < optionsEnd ? getU8(data, at + 1) : 0;
    if (kind !== TCP_OPTION_NOP && (len < 2 || at + len > optionsEnd)) return -1;
    if (kind === wanted && fits(len)) return at;
    at += len;
  }
  return -1;
}

/** What a SYN says of its sender: bits of CT_TCP, and the scale of its windows. */
export function synOptions(segment: Segment): { readonly flags: number; readonly scale: number } {
  const scaleAt = optionAt(segment, TCP_OPTION_WSCALE, (len) => len === 3);
  const sack = optionAt(segment, TCP_OPTION_SACK_PERMITTED, (len) => len === 2) !== -1;
  return {
    flags: (sack ? CT_TCP.sackPerm : 0) | (scaleAt === -1 ? 0 : CT_TCP.windowScale),
    scale: scaleAt === -1 ? 0 : Math.min(getU8(segment.data, scaleAt + 2), TCP_WSCALE_MAX),
  };
}

const SACK_BLOCK_LEN = 8;

/** The highest sequence number the segment acknowledges, selectively or not. */
export function highestSack(segment: Segment): number {
  let highest = segment.ack;
  if (segment.optionsAt === segment.optionsEnd) return highest;
  const at = optionAt(segment, TCP_OPTION_SACK, (len) => len > 2 && (len - 2) % SACK_BLOCK_LEN === 0);
  if (at === -1) return highest;
  const end = at + getU8(segment.data, at + 1);
  for (let block = at + 2; block < end; block += SACK_BLOCK_LEN) {
    const to = getU32(segment.data, block + SACK_BLOCK_LEN / 2);
    if (after(to, highest)) highest = to;
  }
  return highest;
}
