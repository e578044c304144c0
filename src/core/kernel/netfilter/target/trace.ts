/** `-j TRACE`: the kernel tells which rules the packet meets; here the trace always does. Source: net/netfilter/xt_TRACE.c. */
import type { TargetKind } from './kind';

export const trace: TargetKind<'TRACE'> = {
  kind: 'TRACE',
  tables: ['raw'],
  start: { kind: 'TRACE' },
  option: () => 'unknown',
  print: () => '-j TRACE',
  act: () => 'continue',
};
