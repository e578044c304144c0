/** `-j MARK --set-xmark VALUE/MASK`. Source: net/netfilter/xt_mark.c mark_tg: clear the mask's bits, then xor. */
import { parseSetMark } from '../masked';
import type { TargetKind } from './kind';

export const mark: TargetKind<'MARK'> = {
  kind: 'MARK',
  tables: null,
  start: null,
  option(_draft, name, words) {
    const set = parseSetMark(name, words);
    return typeof set === 'string' ? set : { kind: 'MARK', ...set };
  },
  // iptables-save always names the mask of a MARK.
  print: ({ value, mask }) => `-j MARK --set-xmark 0x${value.toString(16)}/0x${mask.toString(16)}`,
  act({ value, mask }, { skb }) {
    skb.mark = (((skb.mark & ~mask) >>> 0) ^ value) >>> 0;
    return 'continue';
  },
};
