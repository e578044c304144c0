/** Flows as `conntrack -L` prints them. Source: libnetfilter_conntrack src/conntrack/snprintf_default.c. */
import type { CtEntry, CtTuple } from '../../model/conntrack';
import type { NfCounter } from '../../model/netfilter';
import type { World } from '../../model/world';
import { formatIpv4 } from '../../wire/addr';

const NS_PER_SEC = 1_000_000_000;
const PROTO_ICMP = 1;
const PROTOCOLS: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, sctp: 132 };

export function protocolName(proto: number): string {
  return Object.entries(PROTOCOLS).find(([, number]) => number === proto)?.[0] ?? 'unknown';
}

/** One flow as `conntrack -L` prints it, with the seconds that are left. */
export function flowLine(world: World, entry: CtEntry, extended: boolean): string {
  const { original, reply, tcp, seenReply, assured, mark, seen, expiresNs } = entry;
  const left = String(Math.floor((expiresNs - world.nowNs) / NS_PER_SEC));
  const proto = `${protocolName(original.proto).padEnd(8)} ${String(original.proto)}`;
  return [
    `${extended ? `${'ipv4'.padEnd(8)} 2 ` : ''}${proto} ${left}`,
    ...(tcp === null ? [] : [tcp]),
    tupleText(original),
    ...counts(seen?.original),
    ...(seenReply ? [] : ['[UNREPLIED]']),
    tupleText(reply),
    ...counts(seen?.reply),
    ...(assured ? ['[ASSURED]'] : []),
    `mark=${String(mark)} use=1`,
  ].join(' ');
}

/** With `nf_conntrack_acct` each direction is counted. */
function counts(seen: NfCounter | undefined): readonly string[] {
  return seen === undefined ? [] : [`packets=${String(seen.packets)} bytes=${String(seen.bytes)}`];
}

function tupleText({ src, dst, proto, srcPort, dstPort, icmpType }: CtTuple): string {
  const ends = `src=${formatIpv4(src)} dst=${formatIpv4(dst)}`;
  if (proto === PROTO_ICMP) return `${ends} type=${String(icmpType)} code=0 id=${String(srcPort)}`;
  return srcPort === 0 && dstPort === 0 ? ends : `${ends} sport=${String(srcPort)} dport=${String(dstPort)}`;
}
