/** What a packet socket lets through: a filter of pcap-filter(7) as a tree. Plain data; kernel/sock/packet.filter.ts runs it. */
import type { Ipv4Addr, MacAddr } from '../wire/addr';

/** Which of the two ends an address or port is compared with. */
export type FilterWay = 'src' | 'dst' | 'either' | 'both';

export type FilterHeader = 'ether' | 'ip' | 'arp' | 'icmp' | 'tcp' | 'udp';

export type FilterOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>';
export type FilterRelation = '=' | '!=' | '<' | '>' | '<=' | '>=';

/** An unsigned number of 32 bits. */
export type FilterNumber =
  | { readonly kind: 'number'; readonly value: number }
  /** Length of the whole frame. */
  | { readonly kind: 'length' }
  /** Bytes of a header, which must be there. */
  | {
      readonly kind: 'load';
      readonly header: FilterHeader;
      readonly at: FilterNumber;
      readonly size: 1 | 2 | 4;
    }
  | {
      readonly kind: 'arithmetic';
      readonly op: FilterOperator;
      readonly left: FilterNumber;
      readonly right: FilterNumber;
    };

export type PacketFilter =
  | { readonly kind: 'and' | 'or'; readonly left: PacketFilter; readonly right: PacketFilter }
  | { readonly kind: 'not'; readonly of: PacketFilter }
  | { readonly kind: 'ethertype'; readonly type: number }
  | { readonly kind: 'ip-proto'; readonly proto: number }
  | {
      readonly kind: 'net';
      readonly way: FilterWay;
      /** Addresses of ARP are the sender's and the target's. */
      readonly within: 'ip' | 'arp' | 'any';
      readonly addr: Ipv4Addr;
      readonly mask: number;
    }
  | { readonly kind: 'mac'; readonly way: FilterWay; readonly mac: MacAddr }
  | { readonly kind: 'mac-broadcast' | 'mac-multicast' | 'ip-multicast' }
  | {
      readonly kind: 'ports';
      readonly way: FilterWay;
      /** IP protocols that have ports. */
      readonly protos: readonly number[];
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: 'relation';
      readonly op: FilterRelation;
      readonly left: FilterNumber;
      readonly right: FilterNumber;
    }
  /** A tagged frame, of any VLAN (null) or of one. */
  | { readonly kind: 'vlan'; readonly vid: number | null }
  | { readonly kind: 'direction'; readonly direction: 'in' | 'out' };
