/**
 * Hops → packets. The simulator knows which hops are one packet; the referee has to tell it from the bytes, and gives a
 * packet that passes a place twice (copies made by a vxlan device, a routing loop) a second number. Both are therefore
 * put together here by one rule: hops of one identity in one step are one packet, until the place where that packet
 * was first seen comes round again. Only there does a retry (an ARP request, a retransmission) begin.
 */
import type { Hop } from './hop';
import { placeOf } from './hop';

export interface Packet {
  readonly step: string;
  readonly hops: readonly Hop[];
}

/** Packets in the order of their first appearance. */
export function packetsOf(hops: readonly Hop[]): readonly Packet[] {
  const packets: { step: string; hops: Hop[] }[] = [];
  const latest = new Map<string, { step: string; hops: Hop[] }>();
  for (const hop of hops) {
    const key = `${hop.step}|${hop.identity}`;
    const known = latest.get(key);
    const origin = known?.hops[0];
    if (known !== undefined && origin !== undefined && placeOf(origin) !== placeOf(hop)) {
      known.hops.push(hop);
      continue;
    }
    const packet = { step: hop.step, hops: [hop] };
    packets.push(packet);
    latest.set(key, packet);
  }
  return packets;
}
