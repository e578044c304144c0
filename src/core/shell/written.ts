/** What commands write on their two outputs, in the order in which they write it: a terminal shows both. */
import type { CommandOutcome, WrittenLine } from './host';

/** Lines of an outcome as a terminal shows them. Who does not say an order wrote to one output alone, or to stdout first. */
export function writtenBy({ stdout, stderr, written }: CommandOutcome): readonly WrittenLine[] {
  if (written !== undefined) return written;
  return [
    ...stdout.map((text): WrittenLine => ({ to: 'stdout', text })),
    ...stderr.map((text): WrittenLine => ({ to: 'stderr', text })),
  ];
}

/** Texts of one output, or of both as they came. */
export function textsOf(lines: readonly WrittenLine[], to?: WrittenLine['to']): readonly string[] {
  return lines.flatMap((line) => (to === undefined || line.to === to ? line.text : []));
}

/** Outputs that come one after the other: a line without its newline is gone on with. */
export class Written {
  readonly lines: WrittenLine[] = [];
  /** The last line of stdout has no newline. */
  isOpen = false;

  add(lines: readonly WrittenLine[], unterminated: boolean): void {
    for (const line of lines) {
      const last = this.isOpen ? this.lines.findLastIndex(({ to }) => to === 'stdout') : -1;
      const before = this.lines[last];
      if (this.isOpen && line.to === 'stdout' && before !== undefined) {
        this.lines[last] = { to: 'stdout', text: before.text + line.text };
        this.isOpen = false;
      } else this.lines.push(line);
    }
    if (lines.some(({ to }) => to === 'stdout')) this.isOpen = unterminated;
  }

  err(...texts: readonly string[]): void {
    for (const text of texts) this.lines.push({ to: 'stderr', text });
  }

  clear(): void {
    this.lines.length = 0;
    this.isOpen = false;
  }
}

/** Both outputs of a command that writes now here, now there. */
export class Writing {
  readonly lines: WrittenLine[] = [];

  out(...texts: readonly string[]): void {
    for (const text of texts) this.lines.push({ to: 'stdout', text });
  }

  err(...texts: readonly string[]): void {
    for (const text of texts) this.lines.push({ to: 'stderr', text });
  }

  has(to: WrittenLine['to']): boolean {
    return this.lines.some((line) => line.to === to);
  }

  outcome(exitCode: number, pid: number | null = null): CommandOutcome {
    return outcomeOf(this.lines, exitCode, pid);
  }
}

export function outcomeOf(
  written: readonly WrittenLine[],
  exitCode: number,
  pid: number | null,
): CommandOutcome {
  const [stdout, stderr] = [textsOf(written, 'stdout'), textsOf(written, 'stderr')];
  const both = stdout.length > 0 && stderr.length > 0;
  return { exitCode, stdout, stderr, pid, ...(both && { written: [...written] }) };
}

/** The same, with lines on stderr behind all that was written. */
export function withErrors(outcome: CommandOutcome, ...texts: readonly string[]): CommandOutcome {
  const more = texts.map((text): WrittenLine => ({ to: 'stderr', text }));
  return { ...outcome, ...outcomeOf([...writtenBy(outcome), ...more], outcome.exitCode, outcome.pid) };
}
