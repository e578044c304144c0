/** The network solutions a lab may choose from. */
import { Part } from '../base/part';
import { shelf, type Shelf } from '../base/shelf';
import type { NetworkSolution } from '../cluster/controller';
import { flannel } from './flannel';

/** Nobody sets up a network: each node uses the CNI configuration a lab gives it, and the reference plugins. */
const none: NetworkSolution = { kind: 'none', controllers: [], plugins: [] };

const atHand: readonly NetworkSolution[] = [none, flannel];
const others = new Part('network solutions', async () => (await import('./others')).others);

export const networks: Shelf<NetworkSolution> = shelf(atHand, others);

/** The names of all, for documents, which are checked before anything is built. */
export const NETWORK_KINDS = ['none', 'flannel', 'calico', 'canal'] as const;

/** Those that have been fetched so far. */
export function networksAtHand(): readonly NetworkSolution[] {
  return others.isThere ? networks.values() : atHand;
}
