/** What traffic costs: counted from the trace, never estimated. */

/** What is counted along the way of the packets. */
export const TRAFFIC_COSTS = [
  /** Frames sent into cables, each cable counted. */
  'cableFrames',
  /** Their bytes, Ethernet headers included. */
  'cableBytes',
  /** Bytes that tunnels put in front of packets, each wrapping counted once. */
  'tunnelBytes',
  /** Times a device received a frame. */
  'hops',
  'routeLookups',
  'neighLookups',
  /** Bridges and tunnels that looked for a MAC address, a peer or a remote end. */
  'fdbLookups',
  /** Rules of netfilter that a packet was compared with. */
  'rules',
  /** Packets handed from the kernel to a process, or the other way. */
  'crossings',
  /** Copies that bridges sent beyond the first, for want of an entry or because the frame was for everybody. */
  'floodedCopies',
] as const;
export type TrafficCost = (typeof TRAFFIC_COSTS)[number];

/**
 * What is kept for it: entries of the nodes' root network namespaces, summed over all nodes; and BGP sessions that are up,
 * each counted once, whoever its ends are.
 */
export const TABLE_COSTS = [
  ...(['routes', 'neighbours', 'fdbEntries', 'nfRules', 'conntrack'] as const),
  'bgpSessions',
] as const;
export type TableCost = (typeof TABLE_COSTS)[number];

export interface CostsArgs {
  /** Everything that followed from this input is counted … */
  readonly input: number;
  /** … up to this record. */
  readonly seq: number;
}

export interface CostsView {
  readonly traffic: Readonly<Record<TrafficCost, number>>;
  readonly tables: Readonly<Record<TableCost, number>>;
}
