/**
 * What a header file puts on the shelf (index.ts), and what it tells the tolerant dissector about the bytes it
 * is shown. Strict and tolerant never meet: the stack decides on `parse` and the views only, screens show what
 * `examine` makes of any bytes at all.
 */

import type { Result } from '../base/result';
import type { Ipv4Addr } from './addr';
import type { WireError } from './error';
import type { Field } from './field';

export type HeaderKind =
  | 'ethernet'
  | 'vlan'
  | 'arp'
  | 'ipv4'
  | 'icmp4'
  | 'udp'
  | 'tcp'
  | 'sctp'
  | 'sctpchunk'
  | 'vxlan'
  | 'geneve'
  | 'wireguard'
  | 'dns'
  | 'bgp';

/** by place in the nesting: ARP stands where IP stands, ICMP where a transport stands */
export type WireLayer = 'l2' | 'l3' | 'l4' | 'tun' | 'app';

export type WireNote =
  /** the bytes end inside this header */
  | 'truncated'
  /** a length field claims more bytes than there are */
  | 'length-beyond-frame'
  /** an ICMP error quotes only the beginning of this packet, as it may */
  | 'quote-cut'
  /** one fragment of a larger datagram */
  | 'fragment'
  | 'checksum-bad'
  /** UDP checksum 0: none was computed */
  | 'checksum-absent'
  | 'bad-version'
  /** a length field is too small to be true */
  | 'bad-length'
  /** another field has a value this header does not allow */
  | 'bad-value';

/** The bytes a header is looked for in: `[at, end)` of `b`. */
export interface Span {
  readonly b: Uint8Array;
  readonly at: number;
  readonly end: number;
  /** false for a fragment and a cut quote: lengths and checksums over the whole then prove nothing */
  readonly whole: boolean;
  readonly quoted: boolean;
  /** addresses of the IPv4 header directly in front, for a pseudo header */
  readonly ip: IpPair | undefined;
}

export interface IpPair {
  readonly src: Ipv4Addr;
  readonly dst: Ipv4Addr;
}

/** How to find the header that follows: a key into one of the shelf's tables, or the kind itself. */
export type Follow =
  | { readonly by: 'ethertype' | 'ipproto'; readonly key: number }
  /** a service is known by either port, most of them by the destination's alone */
  | { readonly by: 'udpport'; readonly key: number; readonly from: number }
  | { readonly by: 'tcpport'; readonly key: number; readonly from: number }
  | { readonly by: 'kind'; readonly kind: HeaderKind; readonly quoted: boolean }
  | { readonly by: 'nothing' };

/** A header as found: at <= headerEnd <= bodyEnd <= end of the span. */
export interface Examined {
  readonly headerEnd: number;
  /** where this header says its packet ends; bytes beyond are padding */
  readonly bodyEnd: number;
  readonly fields: readonly Field[];
  readonly notes: readonly WireNote[];
  readonly follow: Follow;
  /** `whole` and `ip` of the body's span */
  readonly whole: boolean;
  readonly ip: IpPair | undefined;
}

export interface WireCodec {
  readonly kind: HeaderKind;
  readonly layer: WireLayer;
  /** bytes without which the header cannot be examined */
  readonly lenMin: number;
  /** the table for the usual form of the header; `examine` may choose another */
  readonly fields: readonly Field[];
  /** Whether one begins here, for headers of which their port alone says too little; absent: the port is enough. */
  readonly begins?: (b: Uint8Array, at: number, end: number) => boolean;
  readonly parse: (b: Uint8Array, at: number, end: number) => Result<object, WireError>;
  /** Takes any bytes, at least `lenMin` of them, and never throws. */
  readonly examine: (span: Span) => Examined;
}
