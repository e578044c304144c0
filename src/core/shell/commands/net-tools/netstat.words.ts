/**
 * What `netstat -s` says of each counter. Source: net-tools 2.10 statistics.c. A text that ends in `?` is printed only when
 * there is something to tell; what has no text is printed by name, likewise.
 */
import { snmpRows } from '../../format/snmp';
import type { Netns } from '../../../model/world';

type Group = Parameters<typeof snmpRows>[1];
type Texts = Readonly<Record<string, string>>;

const ICMP_IN = 'ICMP input histogram:';
const ICMP_OUT = 'ICMP output histogram:';

const TEXTS: Readonly<Partial<Record<Group, Texts>>> = {
  Ip: {
    Forwarding: 'Forwarding: %',
    DefaultTTL: '',
    InReceives: '% total packets received',
    InHdrErrors: '% with invalid headers?',
    InAddrErrors: '% with invalid addresses?',
    ForwDatagrams: '% forwarded',
    InUnknownProtos: '% with unknown protocol?',
    InDiscards: '% incoming packets discarded',
    InDelivers: '% incoming packets delivered',
    OutRequests: '% requests sent out',
    OutDiscards: '% outgoing packets dropped?',
    OutNoRoutes: '% dropped because of missing route?',
    ReasmTimeout: '% fragments dropped after timeout?',
    ReasmReqds: '% reassemblies required?',
    ReasmOKs: '% packets reassembled ok?',
    ReasmFails: '% packet reassemblies failed?',
    FragOKs: '% outgoing packets fragmented ok?',
    FragFails: '% outgoing packets failed fragmentation?',
    FragCreates: '% fragments created?',
  },
  Icmp: {
    InMsgs: '% ICMP messages received',
    InErrors: '% input ICMP message failed',
    OutMsgs: '% ICMP messages sent',
    OutErrors: '% ICMP messages failed',
  },
  Tcp: {
    ...{ RtoAlgorithm: '', RtoMin: '', RtoMax: '', MaxConn: '' },
    ActiveOpens: '% active connection openings',
    PassiveOpens: '% passive connection openings',
    AttemptFails: '% failed connection attempts',
    EstabResets: '% connection resets received',
    CurrEstab: '% connections established',
    InSegs: '% segments received',
    OutSegs: '% segments sent out',
    RetransSegs: '% segments retransmitted',
    InErrs: '% bad segments received',
    OutRsts: '% resets sent',
  },
  Udp: {
    InDatagrams: '% packets received',
    NoPorts: '% packets to unknown port received',
    InErrors: '% packet receive errors',
    OutDatagrams: '% packets sent',
    RcvbufErrors: '% receive buffer errors',
    SndbufErrors: '% send buffer errors',
  },
  TcpExt: {
    EmbryonicRsts: '% resets received for embryonic SYN_RECV sockets?',
    TW: '% TCP sockets finished time wait in fast timer?',
    DelayedACKs: '% delayed acks sent?',
    ListenOverflows: '% times the listen queue of a socket overflowed?',
    ListenDrops: '% SYNs to LISTEN sockets dropped?',
    TCPHPHits: '% packet headers predicted',
    TCPAbortOnData: '% connections reset due to unexpected data?',
    TCPAbortOnClose: '% connections reset due to early user close?',
    TCPAbortOnTimeout: '% connections aborted due to timeout?',
    TCPTimeouts: '% other TCP timeouts?',
  },
};

/** Kinds of ICMP messages, each under the heading of its way. */
const ICMP_KINDS: Texts = {
  InDestUnreachs: 'destination unreachable',
  InTimeExcds: 'timeout in transit',
  InParmProbs: 'wrong parameters',
  InSrcQuenchs: 'source quenches',
  InRedirects: 'redirects',
  InEchos: 'echo requests',
  InEchoReps: 'echo replies',
  OutDestUnreachs: 'destination unreachable',
  OutTimeExcds: 'time exceeded',
  OutParmProbs: 'wrong parameters',
  OutSrcQuenchs: 'source quench',
  OutRedirects: 'redirect',
  OutEchos: 'echo requests',
  OutEchoReps: 'echo replies',
};

const GROUPS: readonly Group[] = [
  ...(['Ip', 'Icmp', 'IcmpMsg', 'Tcp', 'Udp', 'UdpLite', 'TcpExt', 'IpExt', 'MPTcpExt'] as const),
];

export function statistics(ns: Netns): readonly string[] {
  return GROUPS.flatMap((group) => {
    const rows = snmpRows(ns, group);
    if (rows.length === 0) return [];
    return [`${group}:`, ...(group === 'Icmp' ? icmpLines(rows) : rows.flatMap((row) => lineOf(group, row)))];
  });
}

function lineOf(group: Group, [name, value]: readonly [string, number]): readonly string[] {
  const text = TEXTS[group]?.[name];
  const indent = group === 'IcmpMsg' ? '        ' : '    ';
  if (text === '') return [];
  if (text === undefined) return value === 0 ? [] : [`${indent}${name}: ${value}`];
  const optional = text.endsWith('?');
  if (optional && value === 0) return [];
  return [`${indent}${(optional ? text.slice(0, -1) : text).replace('%', String(value))}`];
}

/** Kinds stand below a heading, which comes with the first of them. */
function icmpLines(rows: readonly (readonly [string, number])[]): readonly string[] {
  const told = new Set<string>();
  return rows.flatMap((row) => {
    const [name, value] = row;
    const kind = Object.hasOwn(ICMP_KINDS, name) ? ICMP_KINDS[name] : undefined;
    if (kind === undefined) return lineOf('Icmp', row);
    if (value === 0) return [];
    const heading = name.startsWith('In') ? ICMP_IN : ICMP_OUT;
    const first = told.has(heading) ? [] : [`    ${heading}`];
    told.add(heading);
    return [...first, `        ${kind}: ${value}`];
  });
}
