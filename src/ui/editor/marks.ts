/** Problems as marks in a text: from where to where. */
import type { Problem } from '../../core/index';

/** Offsets from 0; what has no place is marked at the beginning. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where a problem stands: from its place to the end of what is written there. */
export function spanOf({ line, column }: Pick<Problem, 'line' | 'column'>, text: string): Span {
  if (line < 1) return { from: 0, to: 0 };
  let begin = 0;
  for (let count = 1; count < line; count += 1) {
    const end = text.indexOf('\n', begin);
    if (end < 0) break;
    begin = end + 1;
  }
  const end = text.indexOf('\n', begin);
  const whole = text.slice(begin, end < 0 ? undefined : end);
  const first = Math.min(Math.max(0, column - 1), whole.length);
  // To the end of the key or of the value, without the comment behind it.
  const rest = whole.slice(first);
  const key = /^[\w"'./-]+(?=\s*:)/.exec(rest)?.[0];
  const words = key ?? rest.replace(/\s+#.*$/, '').trimEnd();
  return { from: begin + first, to: begin + first + Math.max(1, words.length) };
}
