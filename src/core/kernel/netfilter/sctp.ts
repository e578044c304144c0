/** SCTP for conntrack and NAT. Source: nf_conntrack_proto_sctp.c sctp_error, nf_nat_proto.c sctp_manip_pkt. */
import { SCTP_HEADER_LEN, fillSctpChecksum, sctpChecksumOk } from '../../wire/sctp';

export { beginSctp, continueSctp } from './conntrack.sctp.packet';

export function isDamagedSctp(data: Uint8Array, transport: number, end: number): boolean {
  return transport + SCTP_HEADER_LEN > end || !sctpChecksumOk(data, transport, end);
}

/** The checksum is made anew, also where it was wrong before; not that of a quote that was cut. */
export function mendSctp(data: Uint8Array, transport: number, end: number): void {
  if (transport + SCTP_HEADER_LEN <= end) fillSctpChecksum(data, transport, end);
}
