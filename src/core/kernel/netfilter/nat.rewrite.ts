/** Writing a translated address and port into a packet, checksums mended. Source: net/netfilter/nf_nat_proto.c nf_nat_ipv4_manip_pkt, l4proto_manip_pkt. */
import { getU16, setU16 } from '../../base/bytes';
import type { Ipv4Addr } from '../../wire/addr';
import { updateChecksum16, updateChecksum32 } from '../../wire/checksum';
import {
  ICMP_ECHO,
  ICMP_ECHO_REPLY,
  icmpChecksum,
  icmpType,
  setIcmpChecksum,
  setIcmpEchoId,
} from '../../wire/icmp4';
import {
  PROTO_ICMP,
  PROTO_SCTP,
  PROTO_TCP,
  PROTO_UDP,
  ipChecksum,
  ipDst,
  ipFragOffset,
  ipHeaderLen,
  ipProto,
  ipSrc,
  setIpChecksum,
  setIpDst,
  setIpSrc,
} from '../../wire/ipv4';
import type { NatSide } from './nat.tuple';
import { sctpPackets } from './sctp.part';

const UDP_CHECKSUM_AT = 6;
const TCP_CHECKSUM_AT = 16;

/**
 * Gives the IPv4 packet at `at`, which ends before `end`, another source or destination: an address with a port, which
 * for an ICMP echo is its identifier. A packet that is quoted in an ICMP error may be cut: what is not there is not
 * mended.
 */
export function rewrite(
  data: Uint8Array,
  at: number,
  end: number,
  side: NatSide,
  addr: Ipv4Addr,
  port: number,
): void {
  const old = side === 'source' ? ipSrc(data, at) : ipDst(data, at);
  if (side === 'source') setIpSrc(data, at, addr);
  else setIpDst(data, at, addr);
  setIpChecksum(data, at, updateChecksum32(ipChecksum(data, at), old, addr));
  const transport = at + ipHeaderLen(data, at);
  if (ipFragOffset(data, at) !== 0 || transport + 8 > end) return;
  switch (ipProto(data, at)) {
    case PROTO_ICMP:
      rewriteIcmp(data, transport, port);
      return;
    case PROTO_UDP: {
      const mended = rewritePort(data, transport, side, port, UDP_CHECKSUM_AT, old, addr);
      // Zero means that the sender made none.
      if (mended !== null && getU16(data, transport + UDP_CHECKSUM_AT) !== 0) {
        setU16(data, transport + UDP_CHECKSUM_AT, mended === 0 ? 0xffff : mended);
      }
      return;
    }
    case PROTO_TCP: {
      const whole = transport + 20 <= end;
      const mended = rewritePort(data, transport, side, port, whole ? TCP_CHECKSUM_AT : -1, old, addr);
      if (mended !== null) setU16(data, transport + TCP_CHECKSUM_AT, mended);
      return;
    }
    case PROTO_SCTP:
      rewritePort(data, transport, side, port, -1, old, addr);
      sctpPackets.content.mendSctp(data, transport, end);
      return;
    default:
  }
}

/** ICMP's checksum does not cover the addresses; only echo has an identifier to change. */
function rewriteIcmp(data: Uint8Array, transport: number, id: number): void {
  const type = icmpType(data, transport);
  if (type !== ICMP_ECHO && type !== ICMP_ECHO_REPLY) return;
  const oldId = getU16(data, transport + 4);
  setIcmpEchoId(data, transport, id);
  setIcmpChecksum(data, transport, updateChecksum16(icmpChecksum(data, transport), oldId, id));
}

/** Writes the port; answers the checksum that is right now, null when it is not there (`checksumAt` -1). */
function rewritePort(
  data: Uint8Array,
  transport: number,
  side: NatSide,
  port: number,
  checksumAt: number,
  oldAddr: number,
  newAddr: number,
): number | null {
  const portAt = transport + (side === 'source' ? 0 : 2);
  const oldPort = getU16(data, portAt);
  setU16(data, portAt, port);
  if (checksumAt === -1) return null;
  const before = getU16(data, transport + checksumAt);
  return updateChecksum16(updateChecksum32(before, oldAddr, newAddr), oldPort, port);
}
