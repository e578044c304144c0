/** `-j DSCP --set-dscp N`, `--set-dscp-class NAME`. Source: net/netfilter/xt_DSCP.c dscp_tg; extensions/libxt_DSCP.c. */
import { updateChecksum16 } from '../../../wire/checksum';
import { ipChecksum, ipTos, setIpChecksum, setIpTos } from '../../../wire/ipv4';
import { touch } from '../../ctx';
import { networkOffset } from '../../skb';
import { DSCP_SHIFT, parseDscp, parseDscpClass, printDscp } from '../dscp';
import { readWord } from '../values';
import type { TargetKind } from './kind';

/** The lower two bits speak of congestion, and stay. */
const CONGESTION = 0x03;

export const dscp: TargetKind<'DSCP'> = {
  kind: 'DSCP',
  tables: ['mangle'],
  start: null,
  option(_draft, name, words) {
    if (name !== '--set-dscp' && name !== '--set-dscp-class') return 'unknown';
    const value = readWord(words, name === '--set-dscp' ? parseDscp : parseDscpClass);
    return value === null ? 'bad' : { kind: 'DSCP', value };
  },
  print: ({ value }) => `-j DSCP --set-dscp ${printDscp(value)}`,
  act({ value }, { skb }) {
    const at = networkOffset(skb);
    const before = ipTos(skb.data, at);
    const after = (value << DSCP_SHIFT) | (before & CONGESTION);
    if (after === before) return 'continue';
    setIpTos(skb.data, at, after);
    setIpChecksum(skb.data, at, updateChecksum16(ipChecksum(skb.data, at), before, after));
    touch(skb);
    return 'continue';
  },
};
