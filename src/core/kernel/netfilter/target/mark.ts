/** `-j MARK --set-xmark VALUE/MASK`. Source: net/netfilter/xt_mark.c mark_tg: clear the mask's bits, then xor. */
import { parseMasked } from '../masked';
import type { TargetKind } from './kind';

const ALL = 0xffff_ffff;

export const mark: TargetKind<'MARK'> = {
  kind: 'MARK',
  tables: null,
  parse(words) {
    const [option, text] = words.take(2);
    const masked = text === undefined ? null : parseMasked(text);
    if (masked === null) return null;
    const { value, mask } = masked;
    switch (option) {
      case '--set-xmark':
        return { kind: 'MARK', value, mask };
      // The other spellings are shorthands the tool itself turns into --set-xmark.
      case '--set-mark':
        return { kind: 'MARK', value, mask: (mask | value) >>> 0 };
      case '--or-mark':
        return { kind: 'MARK', value, mask: value };
      case '--and-mark':
        return { kind: 'MARK', value: 0, mask: (~value & ALL) >>> 0 };
      case '--xor-mark':
        return { kind: 'MARK', value, mask: 0 };
      default:
        return null;
    }
  },
  // iptables-save always names the mask of a MARK.
  print: ({ value, mask }) => `-j MARK --set-xmark 0x${value.toString(16)}/0x${mask.toString(16)}`,
  act(_ctx, _ns, { value, mask }, skb) {
    skb.mark = (((skb.mark & ~mask) >>> 0) ^ value) >>> 0;
    return 'continue';
  },
};
