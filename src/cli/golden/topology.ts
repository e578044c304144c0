/** Which device is at the other end of which, and which bridge a port belongs to: what a packet's tree is read with. */
import type { Spec } from './spec';

export interface Topology {
  /** Device at the other end of the wire, by `ns dev`. */
  readonly peers: ReadonlyMap<string, string>;
  /** Bridge of a port, by `ns dev`. */
  readonly bridges: ReadonlyMap<string, string>;
}

export function topologyOf(spec: Spec): Topology {
  const peers = new Map<string, string>();
  const bridges = new Map<string, string>();
  for (const ns of Object.keys(spec.namespaces)) peers.set(`${ns} lo`, `${ns} lo`);
  for (const device of spec.devices) {
    const here = `${device.ns} ${device.name}`;
    if (device.peer !== undefined) {
      const there = `${device.peer.ns} ${device.peer.name}`;
      peers.set(here, there);
      peers.set(there, here);
    }
    if (device.master !== undefined) bridges.set(here, `${device.ns} ${device.master}`);
  }
  return { peers, bridges };
}
