/** The words of a script of nft, read from left to right. Source: nftables 1.0.6 src/scanner.l. */

export interface NftWord {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** From 1, of its first character. */
  readonly column: number;
  /** It stood in quotes. */
  readonly quoted: boolean;
}

const TOKEN = /"([^"]*)"|(#.*)|(\\\n)|([\n;])|([{},]|!=|==|&)|([^\s{},;"]+)/g;

/** Splits a text; ends of lines and `;` are words of their own, comments are none. */
export function nftWords(text: string): readonly NftWord[] {
  const words: NftWord[] = [];
  let line = 1;
  let start = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, quoted, remark, continued] = match;
    const column = match.index - start + 1;
    if (continued !== undefined || whole === '\n') {
      if (whole === '\n') words.push({ text: '\n', line, column, quoted: false });
      line += 1;
      start = match.index + whole.length;
    } else if (remark === undefined) {
      words.push({ text: quoted ?? whole, line, column, quoted: quoted !== undefined });
    }
  }
  return words;
}

const END: NftWord = { text: '', line: 0, column: 0, quoted: false };

export class NftWords {
  private readonly words: readonly NftWord[];
  private at = 0;

  constructor(words: readonly NftWord[]) {
    this.words = words;
  }

  private get next(): NftWord {
    return this.words[this.at] ?? END;
  }

  /** The last word taken, for what is said of it. */
  get last(): NftWord {
    return this.words[Math.max(0, this.at - 1)] ?? END;
  }

  peek(ahead = 0): string {
    return this.words[this.at + ahead]?.text ?? '';
  }

  /** '' at the end of the command. */
  take(): string {
    if (this.atEnd()) return '';
    const { text } = this.next;
    this.at += 1;
    return text;
  }

  /** Passes over `word` if it is the next one. */
  skip(word: string): boolean {
    if (this.next.quoted || this.next.text !== word) return false;
    this.at += 1;
    return true;
  }

  /** At the end of a command: of its line, before `;` or the brace that closes its block. */
  atEnd(): boolean {
    return !this.next.quoted && ['', '\n', ';', '}'].includes(this.next.text);
  }

  /** At the end, or before one of these words. */
  atEndOf(words: readonly string[]): boolean {
    return this.atEnd() || words.includes(this.next.text);
  }

  /** Ends of lines and semicolons. */
  skipBlank(): void {
    while (this.skip('\n') || this.skip(';'));
  }

  /** Whether nothing is left behind the blank. */
  blankDone(): boolean {
    this.skipBlank();
    return this.done;
  }

  /** Whether the block ends behind the blank; passes over its brace. */
  blockEnds(): boolean {
    this.skipBlank();
    return this.skip('}');
  }

  get done(): boolean {
    return this.at >= this.words.length;
  }
}
