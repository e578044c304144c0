/** `-m comment --comment "…"`: words for people; fits every packet. Source: extensions/libxt_comment.c. */
import { printString, readWord } from '../values';
import type { MatchKind } from './kind';

const LEN_MAX = 255;

export const comment: MatchKind<'comment'> = {
  kind: 'comment',
  start: null,
  option(_draft, name, invert, words) {
    if (name !== '--comment') return 'unknown';
    const text = readWord(words, String);
    return text === null || invert || text.length > LEN_MAX ? 'bad' : { kind: 'comment', text };
  },
  print: ({ text }) => `-m comment --comment ${printString(text)}`,
  fits: () => true,
  alike: () => true,
  ready: () => () => true,
};
