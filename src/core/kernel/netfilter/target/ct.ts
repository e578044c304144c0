/** `-j CT --notrack` and its old name NOTRACK: the packet goes past conntrack. Source: net/netfilter/xt_CT.c. */
import type { TargetKind } from './kind';

export const ct: TargetKind<'CT'> = {
  kind: 'CT',
  tables: ['raw'],
  needsConntrack: true,
  start: { kind: 'CT', notrack: false, alias: false },
  option: (_draft, name) => (name === '--notrack' ? { kind: 'CT', notrack: true, alias: false } : 'unknown'),
  print: ({ notrack, alias }) => (alias ? '-j NOTRACK' : `-j CT${notrack ? ' --notrack' : ''}`),
  act({ notrack }, { skb }) {
    if (notrack && skb.ct === null) skb.untracked = true;
    return 'continue';
  },
};
