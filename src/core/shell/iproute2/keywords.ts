/**
 * The grammar of most iproute2 commands: keywords in any order, each followed by its values, and one word that may
 * stand without its keyword. Some keywords may be shortened (`matches`), others not (`strcmp`).
 */
import type { Outcome } from '../command';
import { incomplete } from './errors';
import type { Read } from './values';
import type { Words } from './words';

export interface Keyword<D> {
  readonly names: readonly string[];
  /** Any beginning of the first name will do. */
  readonly shortened?: boolean;
  /** Takes the values and notes them in the draft; the outcome when they are wrong. */
  take(words: Words, draft: D): Outcome | null;
}

/** Reads `words` into `draft`; `other` gets each word that is no keyword. */
export function readKeywords<D>(
  words: Words,
  draft: D,
  keywords: readonly Keyword<D>[],
  other: (word: string, draft: D) => Outcome | null,
): Outcome | null {
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const keyword = keywords.find((candidate) => isNamed(candidate, word));
    const wrong = keyword ? keyword.take(words, draft) : other(word, draft);
    if (wrong) return wrong;
  }
  return null;
}

function isNamed<D>(keyword: Keyword<D>, word: string): boolean {
  if (keyword.names.includes(word)) return true;
  return keyword.shortened === true && word !== '' && (keyword.names[0] ?? '').startsWith(word);
}

/** A keyword without values. */
export function flag<D>(name: string, note: (draft: D) => void): Keyword<D> {
  return {
    names: [name],
    take: (_, draft) => {
      note(draft);
      return null;
    },
  };
}

/** A keyword with one value. */
export function value<D, T>(
  names: string | readonly string[],
  read: (word: string) => Read<T>,
  note: (draft: D, read: T) => void,
): Keyword<D> {
  return {
    names: typeof names === 'string' ? [names] : names,
    take: (words, draft) => {
      const word = words.next();
      if (word === undefined) return incomplete();
      const result = read(word);
      if (!result.ok) return result.error;
      note(draft, result.value);
      return null;
    },
  };
}

/** The same, when the keyword may be shortened. */
export function shortened<D>(keyword: Keyword<D>): Keyword<D> {
  return { ...keyword, shortened: true };
}

/** The member of `names` that `word` is, or is the beginning of: the first that fits, as iproute2 looks them up. */
export function complete<T extends string>(word: string, names: readonly T[]): T | undefined {
  return names.find((name) => name.startsWith(word));
}
