/**
 * Bytes → the frame shape of hops.json. A reader of its own, by offsets and independent of core/wire, so that an error
 * in a codec cannot hide by being made twice.
 */
import type { Json, JsonObject } from './json';

const VXLAN_PORTS: ReadonlySet<number> = new Set([4789, 8472]);
const GENEVE_PORT = 6081;
const FLANNEL_UDP_PORT = 8285;
const WIREGUARD_PORT = 51_820;
const TCP_FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'] as const;
/** Bytes of a frame nobody can read that are shown. */
const RAW_BYTES_MAX = 64;

function u16(b: Uint8Array, at: number): number {
  return ((b[at] ?? 0) << 8) | (b[at + 1] ?? 0);
}

function u32(b: Uint8Array, at: number): number {
  return u16(b, at) * 0x1_0000 + u16(b, at + 2);
}

function mac(b: Uint8Array, at: number): string {
  return [...b.subarray(at, at + 6)].map((x) => x.toString(16).padStart(2, '0')).join(':');
}

function ip4(b: Uint8Array, at: number): string {
  return b.subarray(at, at + 4).join('.');
}

function hex16(n: number): string {
  return `0x${n.toString(16).padStart(4, '0')}`;
}

/** RFC 1071 over several pieces; true when the sum with the checksum in place is all ones. */
function sumsUp(...pieces: readonly Uint8Array[]): boolean {
  let sum = 0;
  for (const piece of pieces) {
    for (let i = 0; i < piece.length; i += 2) sum += u16(piece, i);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return sum === 0xffff;
}

/** Decodes the frames of one case, in order: TCP numbers are relative to what was seen before. */
export class FrameReader {
  private readonly firstSeq = new Map<string, number>();

  /** A frame that begins with an Ethernet header. */
  ethernet(b: Uint8Array): JsonObject {
    const type = u16(b, 12);
    const eth = { src: mac(b, 6), dst: mac(b, 0), type: hex16(type) };
    if (type === 0x0800) return { eth, ...this.ipv4(b.subarray(14)) };
    if (type === 0x0806) return { eth, arp: arp(b.subarray(14)) };
    return { eth };
  }

  /** A packet that begins with an IPv4 header. */
  ipv4(b: Uint8Array, quoted = false): JsonObject {
    if (b.length < 20 || (b[0] ?? 0) >> 4 !== 4) return { raw: hexOf(b) };
    const headerLen = ((b[0] ?? 0) & 15) * 4;
    const len = u16(b, 2);
    const fragment = u16(b, 6);
    const ip = {
      src: ip4(b, 12),
      dst: ip4(b, 16),
      ttl: b[8] ?? 0,
      proto: b[9] ?? 0,
      id: u16(b, 4),
      len,
      tos: b[1] ?? 0,
      df: (fragment & 0x4000) !== 0,
      mf: (fragment & 0x2000) !== 0,
      frag_off: (fragment & 0x1fff) * 8,
      csum_ok: sumsUp(b.subarray(0, headerLen)),
    };
    const body = b.subarray(headerLen, len);
    if (ip.frag_off > 0) return { ip, payload_len: body.length };
    const pseudo = new Uint8Array([...b.subarray(12, 20), 0, ip.proto, body.length >> 8, body.length & 255]);
    const at: Packet = { body, pseudo, src: ip.src, dst: ip.dst, quoted, whole: !ip.mf && !quoted };
    if (ip.proto === 4 && body.length >= 20 && !quoted && !ip.mf)
      return { ip, ipip: { inner: this.ipv4(body) } };
    if (ip.proto === 1 && body.length >= 8) return { ip, icmp: this.icmp(at) };
    if (ip.proto === 17 && body.length >= 8) return { ip, ...this.udp(at, ip.mf) };
    if (ip.proto === 6 && body.length >= 8) return { ip, tcp: this.tcp(at) };
    return { ip };
  }

  private icmp({ body, whole }: Packet): JsonObject {
    const type = body[0] ?? 0;
    const code = body[1] ?? 0;
    const out: Record<string, Json> = { type, code };
    if (whole) out['csum_ok'] = sumsUp(body);
    if (type === 0 || type === 8) {
      out['id'] = u16(body, 4);
      out['seq'] = u16(body, 6);
      out['data_len'] = body.length - 8;
    } else if ([3, 4, 5, 11, 12].includes(type)) {
      if (type === 3 && code === 4) out['mtu'] = u16(body, 6);
      if (type === 5) out['gateway'] = ip4(body, 4);
      out['quoted'] = this.ipv4(body.subarray(8), true);
    }
    return out;
  }

  private udp({ body, pseudo, quoted, whole }: Packet, moreFragments: boolean): JsonObject {
    const dport = u16(body, 2);
    const udp: Record<string, Json> = { sport: u16(body, 0), dport, len: u16(body, 4) };
    if (whole) {
      const zero = u16(body, 6) === 0;
      udp['csum_ok'] = zero || sumsUp(pseudo, body);
      udp['csum_zero'] = zero;
    }
    const data = body.subarray(8);
    if (!quoted && !moreFragments && dport === FLANNEL_UDP_PORT && data.length >= 20) {
      return { udp, flannel_udp: { inner: this.ipv4(data) } };
    }
    if (!quoted && !moreFragments && dport === WIREGUARD_PORT && data.length >= 4) {
      return { udp, wireguard: { type: data[0] ?? 0, len: data.length } };
    }
    if (!quoted && !moreFragments && dport === GENEVE_PORT && data.length >= 8) {
      const options = ((data[0] ?? 0) & 0x3f) * 4;
      const inner = this.ethernet(data.subarray(8 + options));
      return { udp, geneve: { vni: u32(data, 4) >>> 8, proto: hex16(u16(data, 2)), inner } };
    }
    if (quoted || moreFragments || !VXLAN_PORTS.has(dport) || data.length < 22) return { udp };
    const vni = u32(data, 4) >>> 8;
    return { udp, vxlan: { vni, flags: data[0] ?? 0, inner: this.ethernet(data.subarray(8)) } };
  }

  private tcp({ body, pseudo, src, dst, whole }: Packet): JsonObject {
    const sport = u16(body, 0);
    const dport = u16(body, 2);
    const seq = u32(body, 4);
    const tcp: Record<string, Json> = { sport, dport };
    if (body.length < 20) return tcp;
    const offset = ((body[12] ?? 0) >> 4) * 4;
    const bits = body[13] ?? 0;
    const there = `${src}:${String(sport)}>${dst}:${String(dport)}`;
    const back = `${dst}:${String(dport)}>${src}:${String(sport)}`;
    if ((bits & 2) !== 0) this.firstSeq.set(there, seq);
    else if (!this.firstSeq.has(there) && seq !== 0) this.firstSeq.set(there, seq - 1);
    const ack = u32(body, 8);
    tcp['flags'] = TCP_FLAGS.filter((_, i) => (bits & (1 << i)) !== 0).join(',');
    tcp['seq'] = (seq - (this.firstSeq.get(there) ?? seq)) >>> 0;
    tcp['ack'] = (bits & 16) === 0 ? null : (ack - (this.firstSeq.get(back) ?? ack)) >>> 0;
    tcp['data_len'] = body.length - offset;
    if (whole) tcp['csum_ok'] = sumsUp(pseudo, body);
    const mss = mssOption(body.subarray(20, offset));
    if (mss !== null) tcp['mss'] = mss;
    return tcp;
  }
}

/** A transport packet and what its reading needs of the IP header. */
interface Packet {
  readonly body: Uint8Array;
  readonly pseudo: Uint8Array;
  readonly src: string;
  readonly dst: string;
  /** Inside an ICMP error: cut, so no checksum and no tunnel is looked for. */
  readonly quoted: boolean;
  readonly whole: boolean;
}

function arp(b: Uint8Array): JsonObject {
  const op = u16(b, 6);
  const name = op === 1 ? 'request' : op === 2 ? 'reply' : op;
  return { op: name, sha: mac(b, 8), spa: ip4(b, 14), tha: mac(b, 18), tpa: ip4(b, 24) };
}

function mssOption(options: Uint8Array): number | null {
  let i = 0;
  while (i < options.length && options[i] !== 0) {
    if (options[i] === 2) return u16(options, i + 2);
    i += options[i] === 1 ? 1 : Math.max(options[i + 1] ?? 2, 2);
  }
  return null;
}

function hexOf(b: Uint8Array): string {
  return [...b.subarray(0, RAW_BYTES_MAX)].map((x) => x.toString(16).padStart(2, '0')).join('');
}
