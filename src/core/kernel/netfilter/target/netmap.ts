/** `-j NETMAP --to NET`: a whole network one to one onto another, host part kept. Source: net/netfilter/xt_NETMAP.c netmap_tg4. */
import { ANY_RANGE } from '../../../model/netfilter.target';
import { asIpv4, formatCidr4, maskOf } from '../../../wire/addr';
import { ipDst, ipSrc } from '../../../wire/ipv4';
import { networkOffset } from '../../skb';
import { sideOf, translate } from '../nat';
import { parseNetwork, readWord } from '../values';
import type { TargetKind } from './kind';

export const netmap: TargetKind<'NETMAP'> = {
  kind: 'NETMAP',
  tables: ['nat'],
  needsConntrack: true,
  start: null,
  option(_draft, name, words) {
    if (name !== '--to') return 'unknown';
    const to = readWord(words, parseNetwork);
    return to === null ? 'bad' : { kind: 'NETMAP', to };
  },
  print: ({ to }) => `-j NETMAP --to ${formatCidr4(to)}`,
  act({ to }, { ctx, ns, hook, skb }) {
    if (skb.ct === null) return 'accept';
    const side = sideOf(hook);
    const at = networkOffset(skb);
    const before = side === 'source' ? ipSrc(skb.data, at) : ipDst(skb.data, at);
    const addr = asIpv4(((before & ~maskOf(to.len)) | to.addr) >>> 0);
    translate(ctx, ns, skb, side, { ...ANY_RANGE, addrs: { min: addr, max: addr } });
    return 'translate';
  },
};
