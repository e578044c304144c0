/**
 * The table of states of a TCP connection, by flags alone; windows are conntrack.tcp.window.ts.
 * Source: net/netfilter/nf_conntrack_proto_tcp.c tcp_conntracks, get_conntrack_index.
 */
import type { CtTcpState } from '../../model/conntrack';
import type { CtTcpSignal } from '../../model/conntrack.tcp';
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '../../wire/tcp';

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

const ORIGINAL: Readonly<Record<CtTcpSignal, string>> = {
  syn: 'SS SS IG IG IG IG IG SS SS S2',
  synack: 'IV IV SR IV IV IV IV IV IV SR',
  fin: 'IV IV FW FW LA LA LA TW CL IV',
  ack: 'ES IV ES ES CW CW TW TW CL IV',
  rst: 'IV CL CL CL CL CL CL CL CL CL',
  none: 'IV IV IV IV IV IV IV IV IV IV',
};
const REPLY: Readonly<Record<CtTcpSignal, string>> = {
  syn: 'IV S2 IV IV IV IV IV SS IV S2',
  synack: 'IV SR IG IG IG IG IG IG IG SR',
  fin: 'IV IV FW FW LA LA LA TW CL IV',
  ack: 'IV IG SR ES CW CW TW TW CL IG',
  rst: 'IV CL CL CL CL CL CL CL CL CL',
  none: 'IV IV IV IV IV IV IV IV IV IV',
};

type Rows = Readonly<Record<CtTcpSignal, readonly Next[]>>;

function rowOf(text: string): readonly Next[] {
  return text.split(' ').map((short) => SHORT[short] ?? 'invalid');
}

function rowsOf(table: Readonly<Record<CtTcpSignal, string>>): Rows {
  const { syn, synack, fin, ack, rst, none } = table;
  return {
    syn: rowOf(syn),
    synack: rowOf(synack),
    fin: rowOf(fin),
    ack: rowOf(ack),
    rst: rowOf(rst),
    none: rowOf(none),
  };
}

/** Taken apart once, since every segment asks. */
const ORIGINAL_ROWS = rowsOf(ORIGINAL);
const REPLY_ROWS = rowsOf(REPLY);

/** What a segment with these flags does to a connection; `state` null is one that is not known. */
export function nextTcpState(state: CtTcpState | null, flags: number, isReply: boolean): Next {
  const row = (isReply ? REPLY_ROWS : ORIGINAL_ROWS)[signalOf(flags)];
  const column: State = state ?? 'NONE';
  return row[STATES.indexOf(column)] ?? 'invalid';
}

export function signalOf(flags: number): CtTcpSignal {
  if ((flags & TCP_RST) !== 0) return 'rst';
  if ((flags & TCP_SYN) !== 0) return (flags & TCP_ACK) === 0 ? 'syn' : 'synack';
  if ((flags & TCP_FIN) !== 0) return 'fin';
  return (flags & TCP_ACK) === 0 ? 'none' : 'ack';
}
