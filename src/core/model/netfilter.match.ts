/** Conditions of match extensions (`-m`), each with its own file in kernel/netfilter/match. */
import type { Cidr4, Ipv4Addr, MacAddr } from '../wire/addr';

/** A condition that may be turned round with `!`. */
export interface Negatable<T> {
  readonly value: T;
  readonly invert: boolean;
}

/** From and to, both included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

type Maybe<T> = Negatable<T> | null;

/** What conntrack says about a packet (`--ctstate`), in the order in which iptables prints them. */
export const CT_STATES = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED', 'SNAT', 'DNAT'] as const;
export type CtStateName = (typeof CT_STATES)[number];

/** What became of a flow (`--ctstatus`), in the order in which iptables prints them. */
export const CT_STATUSES = ['EXPECTED', 'SEEN_REPLY', 'ASSURED', 'CONFIRMED'] as const;
export type CtStatusName = (typeof CT_STATUSES)[number];

/** What an address is to this host (`-m addrtype`), in the order in which iptables prints them. */
export const ADDR_TYPES = [
  ...([
    'UNSPEC',
    'UNICAST',
    'LOCAL',
    'BROADCAST',
    'ANYCAST',
    'MULTICAST',
    'BLACKHOLE',
    'UNREACHABLE',
  ] as const),
  ...(['PROHIBIT', 'THROW', 'NAT', 'XRESOLVE'] as const),
] as const;
export type AddrTypeName = (typeof ADDR_TYPES)[number];

/** Which end of a packet, seen from a set. */
export type SetSide = 'src' | 'dst';

export interface TcpFlagsTest {
  /** Flags that are looked at, and which of them must be set; bits as in the header. */
  readonly mask: number;
  readonly set: number;
}

export type NfMatch =
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'mark'; readonly value: number; readonly mask: number; readonly invert: boolean }
  | { readonly kind: 'connmark'; readonly value: number; readonly mask: number; readonly invert: boolean }
  | {
      readonly kind: 'tcp';
      readonly sport: Maybe<Range>;
      readonly dport: Maybe<Range>;
      readonly option: Maybe<number>;
      readonly flags: Maybe<TcpFlagsTest>;
    }
  | { readonly kind: 'udp'; readonly sport: Maybe<Range>; readonly dport: Maybe<Range> }
  | { readonly kind: 'sctp'; readonly sport: Maybe<Range>; readonly dport: Maybe<Range> }
  /** `type` null is any. */
  | { readonly kind: 'icmp'; readonly type: number | null; readonly code: Range; readonly invert: boolean }
  | {
      readonly kind: 'multiport';
      readonly side: 'sports' | 'dports' | 'ports';
      readonly ports: readonly Range[];
      readonly invert: boolean;
    }
  | {
      readonly kind: 'conntrack';
      readonly states: Maybe<readonly CtStateName[]>;
      readonly proto: Maybe<number>;
      readonly origSrc: Maybe<Cidr4>;
      readonly origDst: Maybe<Cidr4>;
      readonly replSrc: Maybe<Cidr4>;
      readonly replDst: Maybe<Cidr4>;
      readonly origSrcPort: Maybe<Range>;
      readonly origDstPort: Maybe<Range>;
      readonly replSrcPort: Maybe<Range>;
      readonly replDstPort: Maybe<Range>;
      /** What became of the flow (`--ctstatus`); an empty list is NONE, which no flow is. */
      readonly status: Maybe<readonly CtStatusName[]>;
      readonly direction: 'ORIGINAL' | 'REPLY' | null;
    }
  | { readonly kind: 'state'; readonly states: readonly CtStateName[]; readonly invert: boolean }
  | {
      readonly kind: 'addrtype';
      readonly src: Maybe<readonly AddrTypeName[]>;
      readonly dst: Maybe<readonly AddrTypeName[]>;
      readonly limit: 'in' | 'out' | null;
    }
  | {
      readonly kind: 'set';
      readonly set: string;
      readonly sides: readonly SetSide[];
      readonly invert: boolean;
    }
  /** `probability` in 1/2^31. */
  | {
      readonly kind: 'statistic';
      readonly mode: 'random';
      readonly probability: number;
      readonly invert: boolean;
    }
  | {
      readonly kind: 'statistic';
      readonly mode: 'nth';
      readonly every: number;
      readonly packet: number;
      readonly invert: boolean;
    }
  | {
      readonly kind: 'physdev';
      readonly in: Maybe<string>;
      readonly out: Maybe<string>;
      /** Null where it is not asked. */
      readonly isIn: boolean | null;
      readonly isOut: boolean | null;
      readonly isBridged: boolean | null;
    }
  | { readonly kind: 'mac'; readonly source: MacAddr; readonly invert: boolean }
  | {
      readonly kind: 'pkttype';
      readonly type: 'unicast' | 'broadcast' | 'multicast';
      readonly invert: boolean;
    }
  | {
      readonly kind: 'hashlimit';
      /** What a packet costs, in millionths of a second; 0 before it is given. */
      readonly cost: number;
      /** Seconds of the unit the rate was given in: entries are forgotten after that, unless `table` says. */
      readonly unitSec: number;
      /** It fits what is beyond the rate. */
      readonly above: boolean;
      readonly burst: number;
      /** What packets are told apart by; empty for all alike. */
      readonly mode: readonly ('srcip' | 'srcport' | 'dstip' | 'dstport')[];
      readonly name: string;
      readonly srcLen: number;
      readonly dstLen: number;
      /** As given; times in ms. */
      readonly table: {
        readonly size?: number;
        readonly max?: number;
        readonly gcinterval?: number;
        readonly expire?: number;
      };
    }
  | {
      readonly kind: 'limit';
      readonly count: number;
      readonly unit: 'sec' | 'min' | 'hour' | 'day';
      readonly burst: number;
    }
  | {
      readonly kind: 'recent';
      readonly act: 'set' | 'rcheck' | 'update' | 'remove';
      readonly name: string;
      /** 0 for any age. */
      readonly seconds: number;
      readonly reap: boolean;
      readonly hitcount: number;
      readonly mask: Ipv4Addr;
      readonly side: SetSide;
      readonly invert: boolean;
    }
  /** Whom a packet made here belongs to; `socket` null where it is not asked. */
  | {
      readonly kind: 'owner';
      readonly uid: Maybe<Range>;
      readonly gid: Maybe<Range>;
      readonly socket: boolean | null;
    }
  | { readonly kind: 'nfacct'; readonly name: string }
  | {
      readonly kind: 'rpfilter';
      readonly loose: boolean;
      readonly validmark: boolean;
      readonly acceptLocal: boolean;
      readonly invert: boolean;
    }
  /** Flows of one address, or of a network `len` bits long. */
  | {
      readonly kind: 'connlimit';
      readonly limit: number;
      readonly above: boolean;
      readonly len: number;
      readonly side: SetSide;
    }
  | { readonly kind: 'dscp'; readonly value: number; readonly invert: boolean }
  /** Further fragments of a packet (`-f`). */
  | { readonly kind: 'fragment'; readonly invert: boolean }
  | {
      /** Bytes somewhere in the packet; without a pattern or an algorithm the rule is not whole. */
      readonly kind: 'string';
      readonly pattern: readonly number[] | null;
      readonly algo: 'bm' | 'kmp' | null;
      /** Where the search begins and ends, bytes behind the beginning of the IP header. */
      readonly from: number;
      readonly to: number;
      readonly icase: boolean;
      readonly invert: boolean;
    }
  | { readonly kind: 'length'; readonly bytes: Range; readonly invert: boolean }
  | { readonly kind: 'ttl'; readonly test: 'eq' | 'ne' | 'lt' | 'gt'; readonly value: number }
  | {
      readonly kind: 'iprange';
      readonly src: Maybe<{ readonly min: Ipv4Addr; readonly max: Ipv4Addr }>;
      readonly dst: Maybe<{ readonly min: Ipv4Addr; readonly max: Ipv4Addr }>;
    }
  | { readonly kind: 'esp'; readonly spi: Range; readonly invert: boolean }
  | {
      readonly kind: 'policy';
      readonly dir: 'in' | 'out';
      readonly pol: 'ipsec' | 'none';
      readonly proto: 'esp' | 'ah' | 'ipcomp' | null;
    };
