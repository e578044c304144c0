/** The network solutions that are fetched when a lab names one. */
import type { NetworkSolution } from '../cluster/controller';
import { calico, canal } from './calico';

export const others: readonly NetworkSolution[] = [calico, canal];
