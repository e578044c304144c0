/** Tokens → a list of pipelines: what `;`, a newline, `&&`, `||` or `&` part, each a chain of commands joined by `|`. */
import { err, ok, type Result } from '../base/result';
import { lex, type LexError, type Operator, type RedirectText, type Token, type Word } from './lex';

export interface Redirect {
  readonly text: RedirectText;
  readonly fd: number;
  readonly target: Word;
}

export interface SimpleCommand {
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  /** Offset of its first word. */
  readonly at: number;
}

/** Commands whose output feeds the next one's input; at least one. */
export interface Pipeline {
  readonly commands: readonly SimpleCommand[];
  /** `!` in front: success and failure change places. */
  readonly negated: boolean;
}

export interface ListItem {
  readonly pipeline: Pipeline;
  /** When it runs, by how the one before ended: always, on success, on failure. */
  readonly when: 'always' | 'success' | 'failure';
  /** `&`: nobody waits for it. */
  readonly background: boolean;
}

/** Plain data: what is left of a list waits in the World while a process runs. */
export type Script = readonly ListItem[];

export interface ParseError {
  readonly code: LexError['code'] | 'unexpected' | 'unfinished';
  readonly what: string;
  readonly at: number;
}

/** Words that begin compound commands; taken literally they would mean something else. */
const RESERVED = [
  'if',
  'for',
  'while',
  'until',
  'case',
  'select',
  'function',
  '{',
  '[[',
  'then',
  'do',
  'done',
  'fi',
];

export function parse(text: string): Result<Script, ParseError> {
  const tokens = lex(text);
  if (!tokens.ok) return tokens;
  return new Parser(tokens.value, text.length).list();
}

class Parser {
  private readonly tokens: readonly Token[];
  private readonly end: number;
  private at = 0;

  constructor(tokens: readonly Token[], end: number) {
    this.tokens = tokens;
    this.end = end;
  }

  list(): Result<Script, ParseError> {
    const items: ListItem[] = [];
    let when: ListItem['when'] = 'always';
    this.skipNewlines();
    while (this.at < this.tokens.length) {
      const pipeline = this.pipeline();
      if (!pipeline.ok) return pipeline;
      if (this.peekOperator() === ';;') return this.unexpected(this.tokens[this.at]);
      const operator = this.operator();
      items.push({ pipeline: pipeline.value, when, background: operator === '&' });
      when = operator === '&&' ? 'success' : operator === '||' ? 'failure' : 'always';
      if (when !== 'always' || operator === '\n') this.skipNewlines();
      if (when !== 'always' && this.at >= this.tokens.length) return this.unfinished();
    }
    return ok(items);
  }

  private pipeline(): Result<Pipeline, ParseError> {
    const commands: SimpleCommand[] = [];
    let negated = false;
    for (;;) {
      const command = this.command();
      if (!command.ok) return command;
      let { words } = command.value;
      if (commands.length === 0 && isWord(words[0], '!') && words.length > 1) {
        negated = true;
        words = words.slice(1);
      }
      const reserved = RESERVED.find((name) => isWord(words[0], name));
      if (reserved !== undefined) return err({ code: 'unsupported', what: reserved, at: command.value.at });
      const next = this.peekOperator();
      const redirects =
        next === '|&'
          ? [...command.value.redirects, { text: '>&', fd: 2, target: ONE } as const]
          : command.value.redirects;
      commands.push({ ...command.value, words, redirects });
      if (next !== '|' && next !== '|&') return ok({ commands, negated });
      this.at += 1;
      this.skipNewlines();
      if (this.at >= this.tokens.length) return this.unfinished();
    }
  }

  private command(): Result<SimpleCommand, ParseError> {
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    const start = this.tokens[this.at];
    for (let token = start; token !== undefined; token = this.tokens[this.at]) {
      if (token.kind === 'operator') break;
      this.at += 1;
      if (token.kind === 'word') {
        words.push(token.word);
        continue;
      }
      const target = this.tokens[this.at];
      if (target?.kind !== 'word') return this.unexpected(target);
      this.at += 1;
      redirects.push({ text: token.text, fd: token.fd, target: target.word });
    }
    if (words.length === 0 && redirects.length === 0) return this.unexpected(start);
    return ok({ words, redirects, at: start?.at ?? this.end });
  }

  /** The operator behind a pipeline, passed over. */
  private operator(): Operator | null {
    const operator = this.peekOperator();
    if (operator !== null) this.at += 1;
    return operator;
  }

  private peekOperator(): Operator | null {
    const token = this.tokens[this.at];
    return token?.kind === 'operator' ? token.text : null;
  }

  private skipNewlines(): void {
    while (this.peekOperator() === '\n') this.at += 1;
  }

  private unexpected(token: Token | undefined): Result<never, ParseError> {
    const at = token?.at ?? this.end;
    const what = token === undefined || token.kind === 'word' ? 'newline' : token.text;
    return err({ code: 'unexpected', what: what === '\n' ? 'newline' : what, at });
  }

  private unfinished(): Result<never, ParseError> {
    return err({ code: 'unfinished', what: '', at: this.end });
  }
}

const ONE: Word = [{ kind: 'text', text: '1', quoted: false }];

function isWord(word: Word | undefined, text: string): boolean {
  const [part, ...more] = word ?? [];
  return more.length === 0 && part?.kind === 'text' && !part.quoted && part.text === text;
}
