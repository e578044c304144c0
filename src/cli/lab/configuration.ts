/** Configuration apart from packets: who programmed what. */
import type { TraceKind } from '../../core/trace/kinds';

export const CONFIGURATION: ReadonlySet<TraceKind> = new Set<TraceKind>([
  'op.apply',
  'api.change',
  'ctrl.reconcile',
  'cni.call',
]);
