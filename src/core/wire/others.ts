/** The headers that are fetched when a frame has one. */
import { bgpCodec } from './bgp';
import type { WireCodec } from './codec';
import { dnsCodec } from './dns';
import { geneveCodec } from './geneve';
import { sctpCodec } from './sctp';
import { sctpChunkCodec } from './sctp.chunk';
import { tcpCodec } from './tcp';
import { wireguardCodec } from './wireguard';

export { readName } from './dns.name';
export { SCTP_CHUNK_NAMES } from './sctp.chunk';

export const others: readonly WireCodec[] = [
  tcpCodec,
  sctpCodec,
  sctpChunkCodec,
  geneveCodec,
  wireguardCodec,
  dnsCodec,
  bgpCodec,
];
