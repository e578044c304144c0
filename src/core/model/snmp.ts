/** The counters of `nstat`: those that nearly every packet makes go up, and all others. */
import type { Table } from './table';

/**
 * What the way of a packet counts, by the names of `nstat` (`struct ipstats_mib`). Mutable, as a device's counters are: in a
 * table of all counters each of these would be looked up by its name, six times for a packet that is forwarded.
 */
export interface PacketCounts {
  IpInReceives: number;
  IpInDelivers: number;
  IpOutRequests: number;
  IpForwDatagrams: number;
  IpOutTransmits: number;
  IpExtInOctets: number;
  IpExtOutOctets: number;
  IpExtInNoECTPkts: number;
}

export function noPackets(): PacketCounts {
  return {
    IpInReceives: 0,
    IpInDelivers: 0,
    IpOutRequests: 0,
    IpForwDatagrams: 0,
    IpOutTransmits: 0,
    IpExtInOctets: 0,
    IpExtOutOctets: 0,
    IpExtInNoECTPkts: 0,
  };
}

/** Whether a counter is one of those that every packet counts. */
export function isPacketCount(key: string): key is keyof PacketCounts {
  return Object.hasOwn(NAMES, key);
}

const NAMES = noPackets();

/** The part of a netns that counts. */
interface Counters {
  readonly packets: PacketCounts;
  readonly snmp: Table<string, number>;
}

/** A counter by its name of `nstat`. */
export function counterOf({ packets, snmp }: Counters, name: string): number {
  return isPacketCount(name) ? packets[name] : (snmp.entries.get(name) ?? 0);
}

/** All counters that are not zero. */
export function nonZeroCounters({
  packets,
  snmp,
}: Counters): readonly (readonly [name: string, value: number])[] {
  return [...Object.entries(packets).filter(([, value]) => value !== 0), ...snmp.entries];
}
