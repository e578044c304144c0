/**
 * What the printers share. Each prints one header as tcpdump does and hands on to the next; `Dump.next` knows them all,
 * so that no printer imports another: IP stands inside ICMP, which stands inside IP.
 *
 * Source of all formats: tcpdump 4.99, the file named in each printer.
 */

export interface TcpdumpOptions {
  /** `-e`: the link-level header. */
  readonly ether: boolean;
  /** `-v`: more of the IP header, the packet quoted in an ICMP error. */
  readonly verbose: boolean;
}

/** Bytes to be printed. */
export interface Piece {
  readonly at: number;
  /** Where what was captured ends. */
  readonly end: number;
  /** Bytes there should be, as the header in front says; more than there are where a packet was cut. */
  readonly length: number;
  /** Where the IP header directly in front begins; -1 for none. */
  readonly ip: number;
}

export type PrinterName =
  'ethernet' | 'arp' | 'ip' | 'icmp' | 'tcp' | 'udp' | 'sctp' | 'vxlan' | 'otv' | 'geneve';

/** What one run of tcpdump remembers, since numbers are printed relative to a conversation's first. */
export type TcpConversations = Map<string, ReadonlyMap<string, number>>;

export interface Dump {
  readonly bytes: Uint8Array;
  readonly options: TcpdumpOptions;
  /** TCP conversations of the capture so far: by their ends, the first sequence number of each end. */
  readonly conversations: TcpConversations;
  /** Prints what follows. */
  readonly next: (name: PrinterName, piece: Piece) => string;
}

export type Printer = (dump: Dump, piece: Piece) => string;

/** What tcpdump says where the bytes end inside a header (nd_print_trunc). */
export function truncated(protocol: string): string {
  return ` [|${protocol}]`;
}

/** Whether `length` bytes from `at` on were captured. */
export function captured({ end }: Piece, at: number, length: number): boolean {
  return at + length <= end;
}
