/** `-j CHAIN` and `-g CHAIN`. The way through chains is traverse.ts's business; here is only how it is written. */
import type { NfTarget } from '../../../model/netfilter';

export function printJump({ chain, goto }: NfTarget & { readonly kind: 'jump' }): string {
  return `${goto ? '-g' : '-j'} ${chain}`;
}
