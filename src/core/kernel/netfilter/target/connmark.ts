/** `-j CONNMARK --set-xmark …`, `--save-mark`, `--restore-mark`: the flow's mark. Source: net/netfilter/xt_connmark.c connmark_tg. */
import { entryOf, setEntryMark } from '../conntrack';
import { parseMasked, parseSetMark } from '../masked';
import { readWord } from '../values';
import type { TargetKind, TargetOf } from './kind';

const ALL = 0xffff_ffff;
const START: TargetOf<'CONNMARK'> = { kind: 'CONNMARK', do: 'set', value: 0, ctmask: 0, nfmask: 0 };

export const connmark: TargetKind<'CONNMARK'> = {
  kind: 'CONNMARK',
  tables: null,
  needsConntrack: true,
  start: null,
  option(draft, name, words) {
    switch (name) {
      case '--save-mark':
        return { ...START, do: 'save', ctmask: ALL, nfmask: ALL };
      case '--restore-mark':
        return { ...START, do: 'restore', ctmask: ALL, nfmask: ALL };
      case '--mask':
      case '--nfmask':
      case '--ctmask': {
        const masked = readWord(words, parseMasked);
        if (draft === null || draft.do === 'set' || masked === null) return 'bad';
        const { value } = masked;
        if (name === '--mask') return { ...draft, ctmask: value, nfmask: value };
        return name === '--nfmask' ? { ...draft, nfmask: value } : { ...draft, ctmask: value };
      }
      default: {
        const set = parseSetMark(name, words);
        return typeof set === 'string' ? set : { ...START, value: set.value, ctmask: set.mask };
      }
    }
  },
  print({ do: what, value, ctmask, nfmask }) {
    if (what === 'set') return `-j CONNMARK --set-xmark ${hex(value)}/${hex(ctmask)}`;
    return `-j CONNMARK --${what}-mark --nfmask ${hex(nfmask)} --ctmask ${hex(ctmask)}`;
  },
  act({ do: what, value, ctmask, nfmask }, { ctx, ns, skb }) {
    const entry = entryOf(ns, skb);
    if (entry === null) return 'continue';
    if (what === 'restore') skb.mark = (((skb.mark & ~nfmask) >>> 0) ^ ((entry.mark & ctmask) >>> 0)) >>> 0;
    else {
      const bits = what === 'set' ? value : (skb.mark & nfmask) >>> 0;
      setEntryMark(ctx, ns, skb, (((entry.mark & ~ctmask) >>> 0) ^ bits) >>> 0);
    }
    return 'continue';
  },
};

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
