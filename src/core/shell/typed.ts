/** Commands written as one would have to type them. */
import { expand, type Surroundings } from './expand';
import type { Pipeline } from './parse';

/** A pipeline as one would have to type it, its parameters replaced by their values. */
export function typedText(around: Surroundings, { commands }: Pipeline): string {
  return commands
    .map(({ words }) =>
      words
        .flatMap((word) => expand(around, word))
        .map(quoted)
        .join(' '),
    )
    .join(' | ');
}

/** A word as one would have to type it. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./^~*?[\]{}!-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
