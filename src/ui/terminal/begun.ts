/** A command of several lines that is being typed: what stands of it, and how it is shown. */
import { inOneLine, wantsMore } from '../../core/index';
import { promptPieces } from './sheet';
import type { SheetLine } from './sheet';

/** In front of each further line, as bash's PS2. */
export const MORE_PROMPT = '> ';

/** A line behind the prompt; each further line behind that of further lines. */
export function typedLines(prompt: string, text: string): readonly SheetLine[] {
  const [first = '', ...more] = text.split('\n');
  return [
    [...promptPieces(prompt, 0), { text: first, tone: 'plain' }],
    ...more.map((line): SheetLine => [{ text: `${MORE_PROMPT}${line}`, tone: 'plain' }]),
  ];
}

/** Lines one after the other, as the commands they are. What is still open at the end is no command yet. */
export function commandsOf(lines: readonly string[]): {
  readonly commands: readonly string[];
  readonly begun: readonly string[];
} {
  const commands: string[] = [];
  let begun: readonly string[] = [];
  for (const line of lines) {
    begun = [...begun, line];
    const text = begun.join('\n');
    if (wantsMore(text)) continue;
    if (text.trim() !== '') commands.push(text.trim());
    begun = [];
  }
  return { commands, begun };
}

/** What the history keeps of a command. */
export function kept(command: string): string {
  return inOneLine(command.split('\n')) ?? command;
}
