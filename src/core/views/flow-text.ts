/** Flows as `conntrack -L` prints them. */
import type { CtEntry, CtTuple } from '../model/conntrack';
import { formatIpv4 } from '../wire/addr';
import { PROTO_ICMP, PROTO_SCTP, PROTO_TCP, PROTO_UDP } from '../wire/ipv4';

const PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [PROTO_ICMP, 'icmp'],
  [PROTO_TCP, 'tcp'],
  [PROTO_UDP, 'udp'],
  [PROTO_SCTP, 'sctp'],
]);

/** Name of an IP protocol as conntrack prints it, its number when it has none. */
export function protocolText(proto: number): string {
  return PROTOCOLS.get(proto) ?? String(proto);
}

/** Both ends of a flow: `10.0.0.1:53`, without a port where the protocol has none. */
export function tupleEnds(tuple: CtTuple): { readonly src: string; readonly dst: string } {
  const ports = [PROTO_TCP, PROTO_UDP, PROTO_SCTP].includes(tuple.proto);
  const end = (addr: CtTuple['src'], port: number): string => formatIpv4(addr) + (ports ? `:${port}` : '');
  return { src: end(tuple.src, tuple.srcPort), dst: end(tuple.dst, tuple.dstPort) };
}

/** What tells ICMP flows apart; empty for other protocols. */
export function icmpText({ proto, icmpType, srcPort }: CtTuple): string {
  return proto === PROTO_ICMP ? `type=${icmpType} code=0 id=${srcPort}` : '';
}

function tupleText(tuple: CtTuple): string {
  const words = [`src=${formatIpv4(tuple.src)}`, `dst=${formatIpv4(tuple.dst)}`];
  if (tuple.proto === PROTO_ICMP) words.push(icmpText(tuple));
  else words.push(`sport=${tuple.srcPort}`, `dport=${tuple.dstPort}`);
  return words.join(' ');
}

/** One line of `conntrack -L`, without its time. */
export function conntrackText(entry: CtEntry): string {
  return [
    protocolText(entry.original.proto),
    ...(entry.tcp === null ? [] : [entry.tcp]),
    ...(entry.sctp === null ? [] : [entry.sctp.state]),
    tupleText(entry.original),
    ...(entry.seenReply ? [] : ['[UNREPLIED]']),
    tupleText(entry.reply),
    ...(entry.assured ? ['[ASSURED]'] : []),
    ...(entry.mark === 0 ? [] : [`mark=${entry.mark}`]),
  ].join(' ');
}
