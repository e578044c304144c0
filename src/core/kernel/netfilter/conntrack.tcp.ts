/**
 * TCP as conntrack follows it, by flags alone: sequence numbers and windows are not looked at.
 * Source: net/netfilter/nf_conntrack_proto_tcp.c tcp_conntracks, nf_conntrack_tcp_packet.
 */
import type { CtTcpState } from '../../model/conntrack';

const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;
const ACK = 0x10;

type Signal = 'syn' | 'synack' | 'fin' | 'ack' | 'rst' | 'none';
/** What follows: a state, or that the packet is left alone (ignore), or makes no sense (invalid). */
type Next = CtTcpState | 'ignore' | 'invalid';

const STATES = [
  ...(['NONE', 'SYN_SENT', 'SYN_RECV', 'ESTABLISHED', 'FIN_WAIT', 'CLOSE_WAIT', 'LAST_ACK'] as const),
  ...(['TIME_WAIT', 'CLOSE', 'SYN_SENT2'] as const),
];
type State = (typeof STATES)[number];

/** In the kernel's abbreviations, a column for each of STATES. */
const SHORT: Readonly<Record<string, Next>> = {
  SS: 'SYN_SENT',
  SR: 'SYN_RECV',
  ES: 'ESTABLISHED',
  FW: 'FIN_WAIT',
  CW: 'CLOSE_WAIT',
  LA: 'LAST_ACK',
  TW: 'TIME_WAIT',
  CL: 'CLOSE',
  S2: 'SYN_SENT2',
  IG: 'ignore',
  IV: 'invalid',
};

const ORIGINAL: Readonly<Record<Signal, string>> = {
  syn: 'SS SS IG IG IG IG IG SS SS S2',
  synack: 'IV IV SR IV IV IV IV IV IV SR',
  fin: 'IV IV FW FW LA LA LA TW CL IV',
  ack: 'ES IV ES ES CW CW TW TW CL IV',
  rst: 'IV CL CL CL CL CL CL CL CL CL',
  none: 'IV IV IV IV IV IV IV IV IV IV',
};
const REPLY: Readonly<Record<Signal, string>> = {
  syn: 'IV S2 IV IV IV IV IV SS IV S2',
  synack: 'IV SR IG IG IG IG IG IG IG SR',
  fin: 'IV IV FW FW LA LA LA TW CL IV',
  ack: 'IV IG SR ES CW CW TW TW CL IG',
  rst: 'IV CL CL CL CL CL CL CL CL CL',
  none: 'IV IV IV IV IV IV IV IV IV IV',
};

/** What a segment with these flags does to a connection; `state` null is one that is not known. */
export function nextTcpState(state: CtTcpState | null, flags: number, isReply: boolean): Next {
  const row = (isReply ? REPLY : ORIGINAL)[signalOf(flags)];
  const column: State = state ?? 'NONE';
  return SHORT[row.split(' ')[STATES.indexOf(column)] ?? ''] ?? 'invalid';
}

export function isReset(flags: number): boolean {
  return (flags & RST) !== 0;
}

function signalOf(flags: number): Signal {
  if ((flags & RST) !== 0) return 'rst';
  if ((flags & SYN) !== 0) return (flags & ACK) === 0 ? 'syn' : 'synack';
  if ((flags & FIN) !== 0) return 'fin';
  return (flags & ACK) === 0 ? 'none' : 'ack';
}
