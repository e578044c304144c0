/** `$(…)` in the words of a pipeline: which one runs next, and what stands there when it has run. */
import type { Command, ListItem, Part, Redirect, Script, Word } from './syntax';

/** The first script whose output is a part of a word; null when there is none, or none is left. */
export function firstOutput({ pipeline }: ListItem): { readonly script: Script } | null {
  for (const command of pipeline.commands) {
    for (const word of wordsOf(command)) {
      const found = firstIn(word);
      if (found !== null) return found;
    }
  }
  return null;
}

/** The item with what that script printed in its place; newlines at its end do not count (XCU 2.6.3). */
export function withPrinted(item: ListItem, text: string, status: number): ListItem {
  const fill = new Filling(text.replace(/\n+$/, ''));
  const commands = item.pipeline.commands.map((command) => fill.command(command));
  return { ...item, pipeline: { ...item.pipeline, commands }, told: status };
}

/** Words that are expanded before the command runs; of a loop its condition and its body are not. */
function wordsOf(command: Command): readonly Word[] {
  const redirects = command.redirects.map(({ target }) => target);
  switch (command.kind) {
    case undefined:
    case 'test':
    case 'for':
      return [...command.words, ...redirects];
    case 'case':
      return [command.word, ...redirects];
    case 'arithmetic':
      return [command.expression, ...redirects];
    default:
      return redirects;
  }
}

function firstIn(word: Word): { readonly script: Script } | null {
  for (const part of word) {
    if (part.kind === 'output') return part;
    const inner =
      part.kind === 'arithmetic'
        ? [part.expression]
        : part.kind === 'value' && part.change !== undefined
          ? [part.change.word, part.change.second ?? []]
          : [];
    for (const one of inner) {
      const found = firstIn(one);
      if (found !== null) return found;
    }
  }
  return null;
}

/** Replaces the first one, in the same order. */
class Filling {
  private done = false;
  constructor(private readonly text: string) {}

  command(command: Command): Command {
    if (this.done) return command;
    switch (command.kind) {
      case undefined:
      case 'test':
      case 'for':
        return { ...command, words: this.words(command.words), redirects: this.redirects(command.redirects) };
      case 'case':
        return { ...command, word: this.word(command.word), redirects: this.redirects(command.redirects) };
      case 'arithmetic':
        return {
          ...command,
          expression: this.word(command.expression),
          redirects: this.redirects(command.redirects),
        };
      default:
        return { ...command, redirects: this.redirects(command.redirects) };
    }
  }

  private words(words: readonly Word[]): readonly Word[] {
    return words.map((word) => this.word(word));
  }

  private redirects(redirects: readonly Redirect[]): readonly Redirect[] {
    return redirects.map((one) => ({ ...one, target: this.word(one.target) }));
  }

  private word(word: Word): Word {
    return this.done ? word : word.map((part) => this.part(part));
  }

  private part(part: Part): Part {
    if (this.done) return part;
    if (part.kind === 'output') {
      this.done = true;
      return { kind: 'printed', text: this.text, quoted: part.quoted };
    }
    if (part.kind === 'arithmetic') return { ...part, expression: this.word(part.expression) };
    if (part.kind !== 'value' || part.change === undefined) return part;
    const { word, second } = part.change;
    const change = {
      ...part.change,
      word: this.word(word),
      second: second === null ? null : this.word(second),
    };
    return { ...part, change };
  }
}
