/**
 * Whether a packet that comes in is whole: its transport header as long as it says, its checksum right. Otherwise it
 * belongs to no flow. Source: nf_conntrack_proto_{tcp,udp,icmp,sctp}.c tcp_error, udp_error,
 * nf_conntrack_icmpv4_error, sctp_error.
 */
import { getU16 } from '../../base/bytes';
import type { Skb } from '../../model/skb';
import { internetChecksum, pseudoHeaderSum } from '../../wire/checksum';
import {
  PROTO_ICMP,
  PROTO_SCTP,
  PROTO_TCP,
  PROTO_UDP,
  ipDst,
  ipHeaderLen,
  ipIsFragment,
  ipProto,
  ipSrc,
} from '../../wire/ipv4';
import { networkOffset } from '../skb';
import { sctpPackets } from './sctp.part';

const UDP_LEN_AT = 4;
const UDP_CHECKSUM_AT = 6;
const UDP_HEADER_LEN = 8;

/** A checksum that is right is remembered, and not added up again in the next machine. */
export function isDamaged(skb: Skb): boolean {
  const { data, tail } = skb;
  const at = networkOffset(skb);
  if (ipIsFragment(data, at)) return false;
  const transport = at + ipHeaderLen(data, at);
  const proto = ipProto(data, at);
  if (proto === PROTO_ICMP) return internetChecksum(data, transport, tail) !== 0;
  if (proto === PROTO_SCTP) return sctpPackets.content.isDamagedSctp(data, transport, tail);
  if ((proto !== PROTO_TCP && proto !== PROTO_UDP) || skb.summed === transport) return false;
  let end = tail;
  if (proto === PROTO_UDP && transport + UDP_HEADER_LEN <= tail) {
    const len = getU16(data, transport + UDP_LEN_AT);
    if (len < UDP_HEADER_LEN || transport + len > tail) return true;
    // Zero means that the sender made none.
    if (getU16(data, transport + UDP_CHECKSUM_AT) === 0) return false;
    end = transport + len;
  }
  const pseudo = pseudoHeaderSum(ipSrc(data, at), ipDst(data, at), proto, end - transport);
  if (internetChecksum(data, transport, end, pseudo) !== 0) return true;
  skb.summed = transport;
  return false;
}
