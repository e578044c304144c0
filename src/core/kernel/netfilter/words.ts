/** The words of one rule, read from left to right. */
export class Words {
  private readonly words: readonly string[];
  private at = 0;

  constructor(words: readonly string[]) {
    this.words = words;
  }

  get next(): string | undefined {
    return this.words[this.at];
  }

  /** The next word without taking it; empty at the end. */
  ahead(): string {
    return this.words[this.at] ?? '';
  }

  /** The next `count` words; fewer at the end. */
  take(count: number): readonly string[] {
    const taken = this.words.slice(this.at, this.at + count);
    this.at += count;
    return taken;
  }

  /** Passes over `word` if it is the next one. */
  skip(word: string): boolean {
    if (this.next !== word) return false;
    this.at += 1;
    return true;
  }
}

/** Splits a line as iptables-restore does: blanks outside double quotes, backslash escapes inside. */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  for (const [, quoted, plain] of line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)) {
    words.push(quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1'));
  }
  return words;
}
