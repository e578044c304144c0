/** `-m comment --comment "…"`: words for people; fits every packet. */
import type { MatchKind } from './kind';

export const comment: MatchKind<'comment'> = {
  kind: 'comment',
  parse(words) {
    const [option, text] = words.take(2);
    if (option !== '--comment' || text === undefined) return null;
    return { kind: 'comment', text };
  },
  print: ({ text }) =>
    `-m comment --comment ${/^[\w.:/-]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`}`,
  fits: () => true,
};
