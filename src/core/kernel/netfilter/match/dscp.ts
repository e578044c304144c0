/** `-m dscp [!] --dscp N`, `--dscp-class NAME`. Source: net/netfilter/xt_dscp.c dscp_mt; extensions/libxt_dscp.c. */
import { ipTos } from '../../../wire/ipv4';
import { networkOffset } from '../../skb';
import { DSCP_SHIFT, parseDscp, parseDscpClass, printDscp } from '../dscp';
import { readWord } from '../values';
import type { MatchKind } from './kind';

export const dscp: MatchKind<'dscp'> = {
  kind: 'dscp',
  start: null,
  option(_draft, name, invert, words) {
    if (name !== '--dscp' && name !== '--dscp-class') return 'unknown';
    const value = readWord(words, name === '--dscp' ? parseDscp : parseDscpClass);
    return value === null ? 'bad' : { kind: 'dscp', value, invert };
  },
  print: ({ value, invert }) => `-m dscp ${invert ? '! ' : ''}--dscp ${printDscp(value)}`,
  fits: ({ value, invert }, { skb }) =>
    (ipTos(skb.data, networkOffset(skb)) >> DSCP_SHIFT === value) !== invert,
};
