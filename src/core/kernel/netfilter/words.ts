/** The words of one rule, read from left to right. */
export class Words {
  private words: readonly string[];
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

  /** `--name=value` as the next word becomes two. */
  splitLong(): void {
    const split = /^(--[^=]+)=(.*)$/s.exec(this.next ?? '');
    if (split === null) return;
    const [, name = '', value = ''] = split;
    this.words = [...this.words.slice(0, this.at), name, value, ...this.words.slice(this.at + 1)];
  }

  /** All that is left. */
  rest(): readonly string[] {
    return this.words.slice(this.at);
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
