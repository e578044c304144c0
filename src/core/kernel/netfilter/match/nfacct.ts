/** `-m nfacct --nfacct-name NAME`: counts into a named counter; fits every packet. Source: net/netfilter/xt_nfacct.c. */
import { skbLength } from '../../../model/skb';
import { networkOffset } from '../../skb';
import { putNfState } from '../../write';
import { readWord } from '../values';
import type { MatchKind } from './kind';

export const nfacct: MatchKind<'nfacct'> = {
  kind: 'nfacct',
  start: null,
  option(_draft, name, invert, words) {
    if (name !== '--nfacct-name') return 'unknown';
    const counter = readWord(words, String);
    return counter === null || invert ? 'bad' : { kind: 'nfacct', name: counter };
  },
  print: ({ name }) => `-m nfacct --nfacct-name ${name}`,
  fits({ name }, { ctx, ns, skb }) {
    const key = `nfacct ${name}`;
    const [packets = 0, bytes = 0] = ns.nfState.entries.get(key) ?? [];
    putNfState(ctx, ns, key, [packets + 1, bytes + skbLength(skb) - (networkOffset(skb) - skb.head)]);
    return true;
  },
};
