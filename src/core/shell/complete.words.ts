/** A line that is being typed, cut into commands and words as far as it goes: quotes may be open. */

export interface TypedLine {
  /** Words of the command the cursor is in, without quotes, the one that is being typed left out. */
  readonly words: readonly string[];
  /** The word that is being typed, as far as the cursor; empty after a blank. */
  readonly partial: string;
  /** Where it begins in the line. */
  readonly from: number;
  /** It is the name of a file: behind `>` or `<`. */
  readonly redirect: boolean;
}

/** Words behind which a command begins. */
const BEFORE_COMMAND = new Set(['!', 'do', 'elif', 'else', 'if', 'then', 'until', 'while', '{']);

/** The command around the cursor; what stands after it is not looked at. */
export function typedLine(line: string, cursor: number): TypedLine {
  let words: string[] = [];
  let word: string | null = null;
  let from = cursor;
  let quote = '';
  let redirect = false;
  const end = (): void => {
    // What was redirected to is no word of the command.
    if (word !== null && !redirect) words.push(word);
    if (word !== null) redirect = false;
    if (words.length === 1 && BEFORE_COMMAND.has(words[0] ?? '')) words = [];
    word = null;
  };
  for (let at = 0; at < cursor; at += 1) {
    const char = line.charAt(at);
    if (quote !== '') {
      if (char === quote) quote = '';
      else word = (word ?? '') + char;
    } else if (/[ \t\r]/.test(char)) {
      end();
    } else if (/[|;&\n(]/.test(char)) {
      end();
      words = [];
      redirect = false;
    } else if (/[<>]/.test(char)) {
      end();
      redirect = true;
    } else {
      if (word === null) {
        from = at;
        word = '';
      }
      if (char === "'" || char === '"') quote = char;
      else if (char === '\\') word += line.charAt((at += 1));
      else word += char;
    }
  }
  return { words, partial: word ?? '', from: word === null ? cursor : from, redirect };
}
