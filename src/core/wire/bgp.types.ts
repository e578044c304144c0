/** What BGP messages say (RFC 4271), and the numbers of their parts. */
import type { Cidr4, Ipv4Addr } from './addr';

/** IANA bgp-parameters: message types. */
export const BGP_OPEN = 1;
export const BGP_UPDATE = 2;
export const BGP_NOTIFICATION = 3;
export const BGP_KEEPALIVE = 4;
export const BGP_ROUTE_REFRESH = 5;

/** IANA capability-codes. */
export const CAP_MULTIPROTOCOL = 1;
export const CAP_ROUTE_REFRESH = 2;
export const CAP_GRACEFUL_RESTART = 64;
export const CAP_AS4 = 65;
export const CAP_ADD_PATH = 69;
export const CAP_ENHANCED_REFRESH = 70;
export const CAP_LONG_LIVED_RESTART = 71;

/** What a capability with a family is about: IPv4 unicast. */
export const AFI_IPV4 = 1;
export const SAFI_UNICAST = 1;

/** The AS number that stands in two bytes for one that needs four (RFC 6793). */
export const AS_TRANS = 23_456;

export interface BgpCapability {
  readonly code: number;
  readonly value: Uint8Array;
}

export interface BgpOpen {
  readonly kind: 'open';
  readonly version: number;
  /** Two bytes; the whole number is in the capability CAP_AS4. */
  readonly myAs: number;
  /** Seconds. */
  readonly holdTime: number;
  readonly routerId: Ipv4Addr;
  readonly capabilities: readonly BgpCapability[];
}

/** 0 IGP, 1 EGP, 2 incomplete. */
export type BgpOrigin = 0 | 1 | 2;

export interface AsPathSegment {
  readonly kind: 'sequence' | 'set';
  readonly numbers: readonly number[];
}

/** Path attributes that are understood; absent ones are not in the message. */
export interface BgpAttributes {
  readonly origin?: BgpOrigin;
  readonly asPath?: readonly AsPathSegment[];
  readonly nextHop?: Ipv4Addr;
  readonly med?: number;
  readonly localPref?: number;
  readonly atomicAggregate?: true;
  readonly aggregator?: { readonly asn: number; readonly address: Ipv4Addr };
  /** Each `asn * 65536 + value`. */
  readonly communities?: readonly number[];
  readonly originatorId?: Ipv4Addr;
  readonly clusterList?: readonly Ipv4Addr[];
  /** Optional transitive ones nobody here knows: passed on with the partial bit. */
  readonly unknown?: readonly { readonly code: number; readonly value: Uint8Array }[];
}

/** A prefix, and which of several ways to it (RFC 7911); the number is absent in a session without ADD-PATH. */
export interface BgpNlri extends Cidr4 {
  readonly pathId?: number;
}

export interface BgpUpdate {
  readonly kind: 'update';
  readonly withdrawn: readonly BgpNlri[];
  readonly attributes: BgpAttributes;
  readonly nlri: readonly BgpNlri[];
}

export interface BgpNotification {
  readonly kind: 'notification';
  readonly code: number;
  readonly subcode: number;
  readonly data: Uint8Array;
}

export interface BgpRouteRefresh {
  readonly kind: 'route-refresh';
  readonly afi: number;
  /** 0 for a request; 1 and 2 begin and end an answer (RFC 7313). */
  readonly subtype: number;
  readonly safi: number;
}

export type BgpMessage =
  BgpOpen | BgpUpdate | BgpNotification | BgpRouteRefresh | { readonly kind: 'keepalive' };

/** What two speakers agreed on, and a message cannot be read without. */
export interface BgpFraming {
  /** AS numbers in AS_PATH and AGGREGATOR have four bytes. */
  readonly as4: boolean;
  /** Prefixes have path identifiers in front. */
  readonly addPath: boolean;
}

/** Which NOTIFICATION a malformed message is answered with (RFC 4271 section 6). */
export interface BgpFault {
  readonly code: number;
  readonly subcode: number;
  readonly data: Uint8Array;
}
