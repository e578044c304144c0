/** Tokens → pipelines: what `;` or a newline separates, each a chain of commands joined by `|`. */
import { err, ok, type Result } from '../base/result';
import { lex, type LexError } from './lex';

export interface SimpleCommand {
  readonly argv: readonly string[];
  /** Offset of its first word. */
  readonly at: number;
}

/** Commands whose output feeds the next one's input; at least one. */
export type Pipeline = readonly SimpleCommand[];

export interface ParseError {
  readonly code: LexError['code'] | 'empty-command';
  readonly what: string;
  readonly at: number;
}

export function parse(text: string): Result<readonly Pipeline[], ParseError> {
  const tokens = lex(text);
  if (!tokens.ok) return tokens;
  const pipelines: Pipeline[] = [];
  let pipeline: SimpleCommand[] = [];
  let words: string[] = [];
  let start = 0;
  for (const token of [...tokens.value, { kind: 'end', text: '', at: text.length } as const]) {
    if (token.kind === 'word') {
      if (words.length === 0) start = token.at;
      words.push(token.text);
      continue;
    }
    if (words.length > 0) pipeline.push({ argv: words, at: start });
    else if (token.kind === 'pipe') return err({ code: 'empty-command', what: '|', at: token.at });
    // A newline after `|` goes on with the pipe; the end of the text does not.
    else if (pipeline.length > 0) {
      if (token.at < text.length && text.charAt(token.at) === '\n') continue;
      return err({ code: 'empty-command', what: '|', at: token.at });
    }
    words = [];
    if (token.kind === 'end' && pipeline.length > 0) {
      pipelines.push(pipeline);
      pipeline = [];
    }
  }
  return ok(pipelines);
}
