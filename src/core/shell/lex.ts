/**
 * Words of a command line, as the POSIX shell splits them (XCU 2.3): blanks part words, quotes and backslashes
 * protect, `#` at the start of a word begins a comment, backslash-newline continues the line.
 *
 * A text is read token by token: what a character means depends on what the parser is in.
 */
import { readBackquotes, readDollar } from './lex.dollar';
import { DEPTH_MAX, fault, joined, lineEnd, type SubParser, type TextReader } from './lex.words';
import { BOTH_OUTPUTS, type Part, type Redirect, type RedirectText, type Word } from './syntax';

/** Operators that part commands: `;` (or a newline), `&&`, `||`, `|`, `&`. */
export type Operator = ';;&' | ';;' | ';&' | ';' | '\n' | '&&' | '||' | '|' | '|&' | '&' | '(' | ')';

export type Token =
  | { readonly kind: 'word'; readonly word: Word; readonly at: number; readonly end: number }
  | { readonly kind: 'operator'; readonly text: Operator; readonly at: number; readonly end: number }
  | {
      readonly kind: 'redirect';
      readonly text: RedirectText;
      readonly fd: number;
      readonly at: number;
      readonly end: number;
    }
  | { readonly kind: 'end'; readonly at: number; readonly end: number };

const BLANK = /[ \t\r]/;
const OPERATORS: readonly Operator[] = [';;&', ';;', ';&', '&&', '||', '|&', ';', '\n', '|', '&', '(', ')'];
const REFUSED: readonly string[] = ['<(', '>(', '>|', '<>', '<&'];
const BOTH = /&(>>?)/y;
const REDIRECT = /([012])?(>>|>&|>|<<<|<<|<)/y;

/** A here-document whose text begins behind the next newline. */
interface HereDocument {
  readonly redirect: { -readonly [K in keyof Redirect]: Redirect[K] };
  readonly delimiter: string;
  readonly stripsTabs: boolean;
  /** A delimiter in quotes: nothing in the text stands for something else. */
  readonly literal: boolean;
}

export class Lexer implements TextReader {
  at: number;
  private waiting: HereDocument[] = [];

  constructor(
    public text: string,
    from: number,
    /** Reads what stands within `$(` and `)`. */
    readonly sub: SubParser,
    /** Constructs around the text. */
    private depth = 0,
  ) {
    this.at = from;
  }

  next(): Token {
    const { text } = this;
    for (;;) {
      if (this.at >= text.length) {
        if (this.waiting.length > 0) throw fault('unfinished', '', this.at);
        return { kind: 'end', at: this.at, end: this.at };
      }
      const char = text.charAt(this.at);
      if (BLANK.test(char)) this.at += 1;
      else if (text.startsWith('\\\n', this.at)) this.at += 2;
      else if (char === '#') this.at = lineEnd(text, this.at);
      else return this.token();
    }
  }

  private token(): Token {
    const { text, at } = this;
    const refused = REFUSED.find((one) => text.startsWith(one, at));
    if (refused !== undefined) throw fault('unsupported', refused, at);
    const redirect = readRedirect(text, at);
    if (redirect !== null) {
      this.at = redirect.end;
      return { kind: 'redirect', at, ...redirect };
    }
    const operator = OPERATORS.find((one) => text.startsWith(one, at));
    if (operator !== undefined) {
      this.at += operator.length;
      if (operator === '\n') this.readHereDocuments();
      return { kind: 'operator', text: operator, at, end: at + operator.length };
    }
    const word = this.word();
    return { kind: 'word', word, at, end: this.at };
  }

  /** A word from here up to the first unprotected blank or operator. */
  private word(): Word {
    const { text } = this;
    const parts: Part[] = [];
    while (this.at < text.length) {
      const { at } = this;
      const char = text.charAt(at);
      if (BLANK.test(char) || /[\n;|&<>()]/.test(char)) break;
      if (char === "'") {
        const close = text.indexOf("'", at + 1);
        if (close < 0) throw fault('open-quote', "'", at);
        parts.push({ kind: 'text', text: text.slice(at + 1, close), quoted: true });
        this.at = close + 1;
      } else if (char === '"') {
        parts.push({ kind: 'text', text: '', quoted: true });
        this.at += 1;
        this.within('"', parts);
      } else if (char === '\\') {
        if (text.charAt(at + 1) !== '\n')
          parts.push({ kind: 'text', text: text.charAt(at + 1), quoted: true });
        this.at += 2;
      } else if (char === '$') parts.push(readDollar(this, false));
      else if (char === '`') parts.push(readBackquotes(this, false));
      else {
        parts.push({ kind: 'text', text: char, quoted: false });
        this.at += 1;
      }
    }
    // `NAME=(…)`
    if (
      text.charAt(this.at) === '(' &&
      /^[A-Za-z_]\w*\+?=$/.test(parts.map((one) => (one.kind === 'text' ? one.text : '')).join(''))
    )
      throw fault('unsupported', '=(', this.at - 1);
    return joined(parts);
  }

  /**
   * Text in which only `$`, backquotes and backslashes are special, up to `close`, which is passed over: double quotes
   * (XCU 2.2.3), `${…}`, arithmetic. An empty `close` is the end of the text.
   */
  within(close: string, parts: Part[], quoted = true): void {
    const { text } = this;
    const open = this.at - 1;
    let depth = 0;
    while (this.at < text.length) {
      const { at } = this;
      const char = text.charAt(at);
      const next = text.charAt(at + 1);
      if (close !== '' && depth === 0 && text.startsWith(close, at)) {
        this.at += close.length;
        return;
      }
      if (char === '\\' && (next === '\\' || next === '$' || next === '`' || next === close)) {
        parts.push({ kind: 'text', text: next, quoted: true });
        this.at += 2;
      } else if (char === '\\' && next === '\n') this.at += 2;
      else if (char === '`') parts.push(readBackquotes(this, quoted));
      else if (char === '$') parts.push(readDollar(this, quoted));
      else if (close === '}' && char === "'" && text.includes("'", at + 1)) {
        const end = text.indexOf("'", at + 1);
        parts.push({ kind: 'text', text: text.slice(at + 1, end), quoted: true });
        this.at = end + 1;
      } else if (close === '}' && char === '"') {
        this.at += 1;
        this.deeper(() => {
          this.within('"', parts);
        });
      } else {
        if (close === '))' && char === '(') depth += 1;
        if (close === '))' && char === ')') depth -= 1;
        parts.push({ kind: 'text', text: char, quoted });
        this.at += 1;
      }
    }
    if (close === '"') throw fault('open-quote', '"', open);
    if (close !== '') throw fault('open-quote', close === '))' ? ')' : close, open);
  }

  /** Reads something within something else. */
  deeper(does: () => void): void {
    this.depth += 1;
    if (this.depth > DEPTH_MAX) throw fault('too-deep', '', this.at);
    does();
    this.depth -= 1;
  }

  /** The text of `redirect` stands behind the next newline. */
  expectHereDocument(redirect: HereDocument['redirect'], delimiter: Word, stripsTabs: boolean): void {
    const literal = delimiter.some((part) => part.kind === 'text' && part.quoted);
    const text = delimiter.map((part) => (part.kind === 'text' ? part.text : '')).join('');
    this.waiting.push({ redirect, delimiter: text, stripsTabs, literal });
  }

  private readHereDocuments(): void {
    for (const { redirect, delimiter, stripsTabs, literal } of this.waiting) {
      const lines: string[] = [];
      for (;;) {
        if (this.at >= this.text.length) throw fault('unfinished', '', this.at);
        const end = lineEnd(this.text, this.at);
        const whole = this.text.slice(this.at, end);
        const line = stripsTabs ? whole.replace(/^\t+/, '') : whole;
        this.at = end + 1;
        if (line === delimiter) break;
        lines.push(`${line}\n`);
      }
      const body = lines.join('');
      const parts: Part[] = [];
      if (literal) parts.push({ kind: 'text', text: body, quoted: true });
      else new Lexer(body, 0, this.sub).within('', parts);
      redirect.target = joined(parts);
    }
    this.waiting = [];
    this.at = Math.min(this.at, this.text.length);
  }
}

function readRedirect(text: string, at: number): { text: RedirectText; fd: number; end: number } | null {
  BOTH.lastIndex = at;
  const both = BOTH.exec(text);
  if (both !== null) return { text: both[1] as RedirectText, fd: BOTH_OUTPUTS, end: at + both[0].length };
  REDIRECT.lastIndex = at;
  const match = REDIRECT.exec(text);
  if (match === null) return null;
  const sign = match[2] as RedirectText;
  const fd = match[1] === undefined ? (sign.startsWith('<') ? 0 : 1) : Number(match[1]);
  return { text: sign, fd, end: at + match[0].length };
}
