/** Tokens → a list of pipelines: what `;`, a newline, `&&`, `||` or `&` part, each a chain of commands joined by `|`. */
import { err, ok, type Result } from '../base/result';
import { Lexer, type Operator, type Token } from './lex';
import { DEPTH_MAX, fault, joined, SyntaxFault } from './lex.words';
import { isArithmetic } from './lex.dollar';
import { COMPOUND, type CompoundReader } from './parse.compound';
import {
  plainText,
  VARIABLE_NAME,
  type Command,
  type CompoundCommand,
  type ListItem,
  type ParseError,
  type Part,
  type Pipeline,
  type Redirect,
  type Script,
  type SimpleCommand,
  type Word,
} from './syntax';

/** Words that end a list in a compound command; elsewhere they are out of place. */
const ENDS = ['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}'];
const LATER = ['select', 'coproc', 'time'];
/** Almost anything may name a function; what begins like a positional parameter does not here. */
const FUNCTION_NAME = /^[^\d#][^\s]*$/;

/** Aliases that one text may name. */
const ALIASES_MAX = 1000;

/** `aliases`: what stands for a command's first word, by that word. */
export function parse(text: string, aliases: Aliases = {}): Result<Script, ParseError> {
  try {
    const parser = new Parser(text, 0, 0, aliases);
    const script = parser.list();
    parser.expectEnd();
    return ok(script);
  } catch (error) {
    if (error instanceof SyntaxFault) return err(error.error);
    throw error;
  }
}

export type Aliases = Readonly<Record<string, string>>;

class Parser implements CompoundReader {
  private readonly lexer: Lexer;
  private token: Token;
  private depth: number;
  /** Aliases that were put in so far. */
  private replaced = 0;

  constructor(
    public text: string,
    from: number,
    depth: number,
    private readonly aliases: Aliases = {},
  ) {
    this.depth = depth;
    this.lexer = new Lexer(
      text,
      from,
      (inner, at) => {
        if (this.depth >= DEPTH_MAX) throw fault('too-deep', '', at);
        try {
          const parser = new Parser(inner, at, this.depth + 1);
          const script = parser.list();
          if (parser.operator !== ')') parser.unexpected();
          return { script, end: parser.token.end };
        } catch (error) {
          const isOpen = error instanceof SyntaxFault && error.error.code === 'unfinished';
          throw isOpen ? fault('open-quote', ')', at) : error;
        }
      },
      depth,
    );
    this.token = this.lexer.next();
  }

  expectEnd(): void {
    if (this.token.kind !== 'end') this.unexpected();
  }

  /** Commands up to something that ends them. */
  list(): Script {
    const items: ListItem[] = [];
    this.skipNewlines();
    while (!this.isAtEnd()) {
      const chain = this.chain();
      const sign = this.operator;
      if (sign === '&') items.push(...inBackground(chain));
      else items.push(...chain);
      if (sign !== ';' && sign !== '\n' && sign !== '&') break;
      this.advance();
      this.skipNewlines();
    }
    return items;
  }

  /** Pipelines that depend on one another. */
  private chain(): ListItem[] {
    const items: ListItem[] = [];
    let when: ListItem['when'] = 'always';
    for (;;) {
      items.push({ pipeline: this.pipeline(), when, background: false });
      const sign = this.operator;
      if (sign !== '&&' && sign !== '||') return items;
      when = sign === '&&' ? 'success' : 'failure';
      this.advance();
      this.skipNewlines();
    }
  }

  private pipeline(): Pipeline {
    const commands: Command[] = [];
    let negated = false;
    while (commands.length === 0 && this.reserved() === '!') {
      negated = !negated;
      this.advance();
    }
    for (;;) {
      const command = this.command();
      const sign = this.operator;
      commands.push(sign === '|&' ? { ...command, redirects: [...command.redirects, ERRORS_TOO] } : command);
      if (sign !== '|' && sign !== '|&') return { commands, negated };
      this.advance();
      this.skipNewlines();
    }
  }

  private command(): Command {
    this.replaceAlias();
    const word = this.reserved();
    if (word !== null && LATER.includes(word)) throw fault('unsupported', word, this.token.at);
    if (word !== null && ENDS.includes(word)) this.unexpected();
    const isCompound = this.operator === '(' || (word !== null && Object.hasOwn(COMPOUND, word));
    if (word === 'function') return this.functionByWord();
    if (!isCompound) return this.simple();
    this.depth += 1;
    if (this.depth > DEPTH_MAX) throw fault('too-deep', '', this.token.at);
    const { at } = this.token;
    const made = this.operator === '(' ? this.parentheses(at) : COMPOUND[word ?? '']?.(this, at);
    this.depth -= 1;
    if (made === undefined) return this.unexpected();
    const redirects = this.redirects();
    if (this.token.kind === 'word') this.unexpected();
    return { ...made, redirects };
  }

  /** Puts an alias in the place of its name; within it the name is itself. */
  private replaceAlias(): void {
    const used = new Set<string>();
    for (;;) {
      const name = this.reserved();
      const { at, end } = this.token;
      if (name === null || used.has(name) || this.text.slice(at, end) !== name) return;
      if (!Object.hasOwn(this.aliases, name)) return;
      used.add(name);
      // Aliases of aliases may double what there is each time.
      this.replaced += 1;
      if (this.replaced > ALIASES_MAX) throw fault('too-deep', '', at);
      this.text = this.text.slice(0, at) + (this.aliases[name] ?? '') + this.text.slice(end);
      this.lexer.text = this.text;
      this.lexer.at = at;
      this.advance();
    }
  }

  /** `function NAME [()] COMMAND` */
  private functionByWord(): CompoundCommand {
    const { at } = this.token;
    this.advance();
    const name = plainText(this.takeWord());
    if (/^\(\s*\)/.test(this.text.slice(this.token.at))) {
      this.advance();
      this.advance();
    }
    return this.functionBody(name, at);
  }

  private functionBody(name: string | null, at: number): CompoundCommand {
    if (name === null || !FUNCTION_NAME.test(name))
      throw fault('not-a-name', this.text.slice(at).split(/[\s;(]/)[0] ?? '', at);
    this.skipNewlines();
    const body = this.command();
    if (body.kind === undefined)
      throw fault('unexpected', this.text.slice(body.at).split(/[\s;(]/)[0] ?? '', body.at);
    return { kind: 'function', name, body, redirects: [], at };
  }

  private simple(): SimpleCommand | CompoundCommand {
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    const { at } = this.token;
    for (;;) {
      redirects.push(...this.redirects());
      if (this.token.kind !== 'word') break;
      words.push(this.token.word);
      this.advance();
    }
    if (this.operator === '(') {
      if (
        words.length === 1 &&
        redirects.length === 0 &&
        /^\(\s*\)/.test(this.text.slice(this.token.at, this.token.at + 20))
      ) {
        this.advance();
        this.advance();
        return this.functionBody(plainText(words[0]), at);
      }
      this.unexpected();
    }
    if (words.length === 0 && redirects.length === 0) this.unexpected();
    return { words, redirects, at };
  }

  private redirects(): Redirect[] {
    const found: Redirect[] = [];
    while (this.token.kind === 'redirect') {
      const { text, fd } = this.token;
      const stripsTabs = text === '<<' && this.text.charAt(this.token.end) === '-';
      if (stripsTabs) this.lexer.at += 1;
      // The text of a here-document may begin with what comes next, so it has to be known before.
      const redirect = { text, fd, target: [] as Word };
      const target = this.lexer.next();
      if (target.kind !== 'word') {
        this.token = target;
        return this.unexpected();
      }
      if (text === '<<') this.lexer.expectHereDocument(redirect, target.word, stripsTabs);
      else redirect.target = target.word;
      found.push(redirect);
      this.advance();
    }
    return found;
  }

  /** `( … )` or `((…))`. */
  private parentheses(at: number): CompoundCommand {
    if (isArithmetic(this.text, at))
      return { kind: 'arithmetic', expression: this.arithmetic(at), redirects: [], at };
    this.advance();
    const body = this.body();
    if (this.operator !== ')') return this.unexpected();
    this.advance();
    return { kind: 'subshell', body, redirects: [], at };
  }

  /** What stands within `((` and `))`. */
  arithmetic(at: number): Word {
    const parts: Part[] = [];
    this.lexer.at = at + 2;
    this.lexer.within('))', parts, false);
    this.advance();
    return joined(parts);
  }

  /** A list that is not empty. */
  body(): Script {
    const script = this.list();
    if (script.length === 0) this.unexpected();
    return script;
  }

  /** `do … done`, behind what may stand in front of it. */
  loopBody(): Script {
    if (this.operator === ';') this.advance();
    this.skipNewlines();
    this.expect('do');
    const body = this.body();
    this.expect('done');
    return body;
  }

  /** Passes over a word that has to stand here. */
  expect(word: string): void {
    if (this.reserved() !== word) this.unexpected();
    this.advance();
  }

  takeWord(): Word {
    const { token } = this;
    if (token.kind !== 'word') return this.unexpected();
    this.advance();
    return token.word;
  }

  takeName(): string {
    const { at } = this.token;
    const name = plainText(this.takeWord());
    if (name === null || !VARIABLE_NAME.test(name))
      throw fault('not-a-name', this.text.slice(at).split(/[\s;]/)[0] ?? '', at);
    return name;
  }

  get operator(): Operator | null {
    return this.token.kind === 'operator' ? this.token.text : null;
  }

  get at(): number {
    return this.token.at;
  }

  /** The word that stands here, if it is plain text: it may be a reserved one. */
  reserved(): string | null {
    return this.token.kind === 'word' ? plainText(this.token.word) : null;
  }

  /** Words up to `]]`, with the operators among them. */
  testWords(): Word[] {
    const words: Word[] = [];
    for (;;) {
      const { token } = this;
      if (token.kind === 'end') return this.unexpected();
      if (this.reserved() === ']]') return words;
      if (token.kind === 'word') words.push(token.word);
      else if (token.kind === 'redirect' && (token.text === '<' || token.text === '>'))
        words.push([{ kind: 'text', text: token.text, quoted: false }]);
      else if (this.operator !== '\n') {
        const sign = this.operator;
        if (sign !== '&&' && sign !== '||' && sign !== '(' && sign !== ')') return this.unexpected();
        words.push([{ kind: 'text', text: sign, quoted: false }]);
      }
      this.advance();
    }
  }

  advance(): void {
    this.token = this.lexer.next();
  }

  skipNewlines(): void {
    while (this.operator === '\n') this.advance();
  }

  private isAtEnd(): boolean {
    const word = this.reserved();
    if (word !== null && ENDS.includes(word)) return true;
    const sign = this.operator;
    return this.token.kind === 'end' || sign === ')' || sign === ';;' || sign === ';&' || sign === ';;&';
  }

  unexpected(): never {
    const { token } = this;
    if (token.kind === 'end' && this.isInRedirect()) throw fault('unexpected', 'newline', token.at);
    if (token.kind === 'end') throw fault('unfinished', '', token.at);
    const what = this.text.slice(token.at, token.end);
    throw fault('unexpected', what === '\n' ? 'newline' : what, token.at);
  }

  /** A line that ends behind `>` wants a file, and no further line. */
  private isInRedirect(): boolean {
    return /[<>]\s*$/.test(this.text);
  }
}

const ERRORS_TOO: Redirect = {
  text: '>&',
  fd: 2,
  target: [{ kind: 'text', text: '1', quoted: false }],
};

/** `a && b &`: both go to the background. */
function inBackground(chain: readonly ListItem[]): readonly ListItem[] {
  const [only, ...more] = chain;
  if (only === undefined || more.length === 0) return chain.map((one) => ({ ...one, background: true }));
  const group = { kind: 'group', body: chain, redirects: [], at: 0 } as const;
  return [{ pipeline: { commands: [group], negated: false }, when: 'always', background: true }];
}
