/** The words of a command line, taken from left to right (iproute2's NEXT_ARG). */
export class Words {
  private at = 0;
  constructor(private readonly all: readonly string[]) {}

  /** The next word, without taking it. */
  peek(): string | undefined {
    return this.all[this.at];
  }

  next(): string | undefined {
    const word = this.all[this.at];
    this.at += 1;
    return word;
  }

  /** Takes the next word if it is `word`. */
  skip(word: string): boolean {
    if (this.peek() !== word) return false;
    this.at += 1;
    return true;
  }

  /** All that is left. */
  rest(): readonly string[] {
    return this.all.slice(this.at);
  }
}
