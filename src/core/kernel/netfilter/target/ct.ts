/** `-j CT --notrack` and its old name NOTRACK: the packet goes past conntrack. Source: net/netfilter/xt_CT.c. */
import type { TargetKind } from './kind';

export const ct: TargetKind<'CT'> = {
  kind: 'CT',
  tables: ['raw'],
  needsConntrack: true,
  start: null,
  option: (_draft, name) => (name === '--notrack' ? { kind: 'CT', notrack: true } : 'unknown'),
  print: () => '-j CT --notrack',
  act(_target, { skb }) {
    if (skb.ct === null) skb.untracked = true;
    return 'continue';
  },
};
