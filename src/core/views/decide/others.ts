/** The witnesses that are fetched with the first record one of them is asked about. */
import type { TraceKind } from '../../trace/kinds';
import { apiEvidence, cniEvidence, reconcileEvidence } from './cluster';
import type { Witness } from './evidence';
import { conntrackEvidence, natEvidence, ruleEvidence } from './netfilter';
import { tunnelEvidence } from './tunnel';

export const otherWitnesses = {
  'tunnel.lookup': tunnelEvidence,
  'nf.rule': ruleEvidence,
  'ct.lookup': conntrackEvidence,
  'nat.apply': natEvidence,
  'api.change': apiEvidence,
  'ctrl.reconcile': reconcileEvidence,
  'cni.call': cniEvidence,
} as const satisfies { readonly [K in TraceKind]?: Witness<K> };
