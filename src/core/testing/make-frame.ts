/** Frames made by hand: for tests of what no command here could send. */
import { setU16, setU32, utf8Encode } from '../base/bytes';
import { ipv4, mac } from '../wire/addr';
import { ARP_LEN, ARP_REPLY, ARP_REQUEST, emitArp } from '../wire/arp';
import { internetChecksum, pseudoHeaderSum } from '../wire/checksum';
import { ETHERNET_HEADER_LEN, ETHERTYPE_ARP, ETHERTYPE_IPV4, emitEthernet } from '../wire/ethernet';
import { ICMP_HEADER_LEN, emitIcmp4, fillIcmpChecksum } from '../wire/icmp4';
import { IPV4_HEADER_LEN, PROTO_ICMP, PROTO_TCP, PROTO_UDP, emitIpv4Header } from '../wire/ipv4';
import { UDP_HEADER_LEN, emitUdp, fillUdpChecksum } from '../wire/udp';

/** Addresses of the Ethernet header. */
export interface MadeEthernet {
  readonly from: string;
  readonly to: string;
}

export interface MadeArp extends MadeEthernet {
  readonly op: 'request' | 'reply';
  readonly spa: string;
  readonly tpa: string;
  /** The sender's address inside; the frame's own when absent. */
  readonly sha?: string;
  readonly tha?: string;
}

export function arpFrame(made: MadeArp): Uint8Array {
  const payload = new Uint8Array(ARP_LEN);
  const packet = {
    op: made.op === 'request' ? ARP_REQUEST : ARP_REPLY,
    sha: mac(made.sha ?? made.from),
    spa: ipv4(made.spa),
    tha: mac(made.tha ?? '00:00:00:00:00:00'),
    tpa: ipv4(made.tpa),
  };
  emitArp(packet, payload, 0);
  return ethernetFrame(made, ETHERTYPE_ARP, payload);
}

export function ethernetFrame(made: MadeEthernet, type: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(ETHERNET_HEADER_LEN + payload.length);
  emitEthernet({ src: mac(made.from), dst: mac(made.to), type }, bytes, 0);
  bytes.set(payload, ETHERNET_HEADER_LEN);
  return bytes;
}

export interface MadeIp extends MadeEthernet {
  readonly src: string;
  readonly dst: string;
  readonly ttl?: number;
  readonly id?: number;
  readonly df?: boolean;
  readonly mf?: boolean;
  /** Bytes. */
  readonly fragOffset?: number;
}

export function ipFrame(made: MadeIp, proto: number, payload: Uint8Array): Uint8Array {
  const packet = new Uint8Array(IPV4_HEADER_LEN + payload.length);
  const header = {
    src: ipv4(made.src),
    dst: ipv4(made.dst),
    ttl: made.ttl ?? 64,
    proto,
    id: made.id ?? 1,
    tos: 0,
    df: made.df ?? false,
    mf: made.mf ?? false,
    fragOffset: made.fragOffset ?? 0,
    totalLen: packet.length,
    headerLen: IPV4_HEADER_LEN,
  };
  emitIpv4Header(header, packet, 0);
  packet.set(payload, IPV4_HEADER_LEN);
  return ethernetFrame(made, ETHERTYPE_IPV4, packet);
}

/** An echo request, or with `kind` something else. */
export function icmpFrame(
  made: MadeIp,
  kind: 'echo-request' | 'echo-reply' | { readonly type: number; readonly code: number } = 'echo-request',
  data: Uint8Array = new Uint8Array(56),
): Uint8Array {
  const message = new Uint8Array(ICMP_HEADER_LEN + data.length);
  const header =
    typeof kind === 'string' ? { kind, id: 7, seq: 1 } : { kind: 'error' as const, ...kind, rest: 0 };
  emitIcmp4(header, message, 0);
  message.set(data, ICMP_HEADER_LEN);
  fillIcmpChecksum(message, 0, message.length);
  return ipFrame(made, PROTO_ICMP, message);
}

export function udpFrame(made: MadeIp, srcPort: number, dstPort: number, text: string): Uint8Array {
  return ipFrame(made, PROTO_UDP, udpDatagram(made, srcPort, dstPort, utf8Encode(text)));
}

/** Header and payload, with a checksum over the addresses of `made`. */
export function udpDatagram(
  made: Pick<MadeIp, 'src' | 'dst'>,
  srcPort: number,
  dstPort: number,
  payload: Uint8Array,
): Uint8Array {
  const datagram = new Uint8Array(UDP_HEADER_LEN + payload.length);
  emitUdp({ srcPort, dstPort, len: datagram.length }, datagram, 0);
  datagram.set(payload, UDP_HEADER_LEN);
  fillUdpChecksum(datagram, 0, datagram.length, ipv4(made.src), ipv4(made.dst));
  return datagram;
}

/** Flags of a TCP header. */
const TCP_FLAGS = { F: 0x01, S: 0x02, R: 0x04, P: 0x08, A: 0x10, U: 0x20 } as const;

export interface MadeTcp {
  readonly srcPort: number;
  readonly dstPort: number;
  /** As tcpdump writes them: `S`, `SA`, `FA`. */
  readonly flags: string;
  readonly seq?: number;
  readonly ack?: number;
  readonly options?: readonly number[];
}

/** A TCP segment without data, with its checksum. */
export function tcpFrame(made: MadeIp, tcp: MadeTcp): Uint8Array {
  const { options = [] } = tcp;
  const segment = new Uint8Array(20 + options.length);
  setU16(segment, 0, tcp.srcPort);
  setU16(segment, 2, tcp.dstPort);
  setU32(segment, 4, tcp.seq ?? 1);
  setU32(segment, 8, tcp.ack ?? 0);
  segment[12] = (segment.length / 4) << 4;
  segment[13] = tcp.flags
    .split('')
    .reduce((bits, flag) => bits | TCP_FLAGS[flag as keyof typeof TCP_FLAGS], 0);
  setU16(segment, 14, 64_240);
  segment.set(options, 20);
  const sum = pseudoHeaderSum(ipv4(made.src), ipv4(made.dst), PROTO_TCP, segment.length);
  setU16(segment, 16, internetChecksum(segment, 0, segment.length, sum));
  return ipFrame(made, PROTO_TCP, segment);
}
