/** What rules do with packets (`-j`), each with its own file in kernel/netfilter/target. */
import type { Cidr4, Ipv4Addr } from '../wire/addr';
import type { Range } from './netfilter.match';

/** Where a translation may lead (`struct nf_nat_range2`). */
export interface NatRange {
  /** Null: the address stays. */
  readonly addrs: { readonly min: Ipv4Addr; readonly max: Ipv4Addr } | null;
  /** Ports or ICMP identifiers; null: kept if possible. */
  readonly ports: Range | null;
  readonly random: boolean;
  readonly randomFully: boolean;
  readonly persistent: boolean;
  /** With `--to-destination :1000-1010/80` the port that becomes the first of the range. */
  readonly base?: number;
}

/** Anything, kept if possible. */
export const ANY_RANGE: NatRange = {
  addrs: null,
  ports: null,
  random: false,
  randomFully: false,
  persistent: false,
};

/** `--reject-with`; the default stands first. */
export const REJECT_WITH = [
  'icmp-port-unreachable',
  'icmp-net-unreachable',
  'icmp-host-unreachable',
  'icmp-proto-unreachable',
  'icmp-net-prohibited',
  'icmp-host-prohibited',
  'icmp-admin-prohibited',
  'tcp-reset',
] as const;
export type RejectWith = (typeof REJECT_WITH)[number];

export type NfTarget =
  | { readonly kind: 'ACCEPT' }
  | { readonly kind: 'DROP' }
  | { readonly kind: 'RETURN' }
  | { readonly kind: 'TRACE' }
  | { readonly kind: 'jump'; readonly chain: string; readonly goto: boolean }
  | { readonly kind: 'MARK'; readonly value: number; readonly mask: number }
  | {
      readonly kind: 'CONNMARK';
      readonly do: 'set' | 'save' | 'restore';
      readonly value: number;
      /** Bits of the flow's mark, and of the packet's. */
      readonly ctmask: number;
      readonly nfmask: number;
    }
  | { readonly kind: 'MASQUERADE'; readonly range: NatRange }
  | { readonly kind: 'SNAT'; readonly range: NatRange }
  | { readonly kind: 'DNAT'; readonly range: NatRange }
  | { readonly kind: 'REDIRECT'; readonly range: NatRange }
  | { readonly kind: 'REJECT'; readonly with: RejectWith }
  /** `alias`: it was written NOTRACK. */
  | { readonly kind: 'CT'; readonly notrack: boolean; readonly alias: boolean }
  /** Six bits. */
  | { readonly kind: 'DSCP'; readonly value: number }
  | {
      readonly kind: 'LOG';
      readonly prefix: string;
      readonly level: number;
      readonly flags: readonly string[];
    }
  | { readonly kind: 'NFLOG'; readonly prefix: string; readonly group: number; readonly sizeBytes: number }
  /** `mss` null: as the path allows. */
  | { readonly kind: 'TCPMSS'; readonly mss: number | null }
  /** Network of the same size that addresses are mapped onto. */
  | { readonly kind: 'NETMAP'; readonly to: Cidr4 }
  | { readonly kind: 'TTL'; readonly change: 'set' | 'dec' | 'inc'; readonly value: number }
  /** Bits of `mask` are cleared, those of `value` turned. */
  | { readonly kind: 'TOS'; readonly value: number; readonly mask: number }
  | { readonly kind: 'CHECKSUM' };
