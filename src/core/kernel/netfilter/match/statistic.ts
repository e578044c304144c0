/** `-m statistic --mode random --probability P` and `--mode nth --every N --packet P`. Source: net/netfilter/xt_statistic.c. */
import { nextU32 } from '../../../base/prng';
import { putNfState } from '../../write';
import { parseNumber, readWord } from '../values';
import type { MatchKind, MatchOf } from './kind';

/** What a probability of 1 is in the kernel. */
const CERTAIN = 0x8000_0000;
const RANDOM: MatchOf<'statistic'> = { kind: 'statistic', mode: 'random', probability: -1, invert: false };
const NTH: MatchOf<'statistic'> = { kind: 'statistic', mode: 'nth', every: 0, packet: 0, invert: false };

export const statistic: MatchKind<'statistic'> = {
  kind: 'statistic',
  start: null,
  option(draft, name, invert, words) {
    switch (name) {
      case '--mode': {
        const mode = readWord(words, String);
        return mode === 'random' ? RANDOM : mode === 'nth' ? NTH : 'bad';
      }
      case '--probability': {
        const probability = readWord(words, parseProbability);
        return draft?.mode === 'random' && probability !== null ? { ...draft, probability, invert } : 'bad';
      }
      case '--every': {
        const every = readWord(words, (text) => parseNumber(text, 0xffff_ffff));
        return draft?.mode === 'nth' && every !== null && every > 0 ? { ...draft, every, invert } : 'bad';
      }
      case '--packet': {
        const packet = readWord(words, (text) => parseNumber(text, 0xffff_ffff));
        return draft?.mode === 'nth' && packet !== null && packet < draft.every
          ? { ...draft, packet }
          : 'bad';
      }
      default:
        return 'unknown';
    }
  },
  print(match) {
    const not = match.invert ? ' !' : '';
    return match.mode === 'random'
      ? `-m statistic --mode random${not} --probability ${(match.probability / CERTAIN).toFixed(11)}`
      : `-m statistic --mode nth${not} --every ${String(match.every)} --packet ${String(match.packet)}`;
  },
  fits(match, { ctx, ns }, rule) {
    if (match.mode === 'random') {
      const drawn = nextU32(ctx.random(ns.id, 'statistic')) & 0x7fff_ffff;
      return drawn < match.probability !== match.invert;
    }
    const key = `nth ${String(rule)}`;
    // It begins so that packet number `--packet`, counted from 0, is the first that fits (libxt_statistic.c).
    const [count = match.every - 1 - match.packet] = ns.nfState.entries.get(key) ?? [];
    const next = count === match.every - 1 ? 0 : count + 1;
    putNfState(ctx, ns, key, [next]);
    return (next === 0) !== match.invert;
  },
};

function parseProbability(text: string): number | null {
  const value = /^\d*\.?\d+$|^\d+\.$/.test(text) ? Number(text) : NaN;
  return value >= 0 && value <= 1 ? Math.round(value * CERTAIN) : null;
}
