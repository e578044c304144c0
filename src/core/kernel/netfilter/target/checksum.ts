/** `-j CHECKSUM --checksum-fill`: fills in what a card was to compute; every frame here is complete. Source: net/netfilter/xt_CHECKSUM.c. */
import type { TargetKind } from './kind';

export const checksum: TargetKind<'CHECKSUM'> = {
  kind: 'CHECKSUM',
  tables: ['mangle'],
  start: null,
  option: (_draft, name) => (name === '--checksum-fill' ? { kind: 'CHECKSUM' } : 'unknown'),
  print: () => '-j CHECKSUM --checksum-fill',
  act: () => 'continue',
};
