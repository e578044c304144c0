/** The network solutions a lab may choose from. */
import type { NetworkSolution } from '../cluster/controller';
import { calico, canal } from './calico';
import { flannel } from './flannel';

/** Nobody sets up a network: each node uses the CNI configuration a lab gives it, and the reference plugins. */
const none: NetworkSolution = { kind: 'none', controllers: [], plugins: [] };

export const networks: readonly NetworkSolution[] = [none, flannel, calico, canal];
