/**
 * JSON as Go's encoding/json reads it, with its complaints: configuration of Kubernetes' own programs is refused here
 * in the words an operator finds in their logs. JSON.parse would not do: its messages differ from browser to browser.
 * Source: go src/encoding/json/scanner.go (states and messages), decode.go.
 */
import { utf8Encode } from './bytes';
import { err, ok, type Result } from './result';

/** A value and the text it was read from. */
export type GoJson =
  | { readonly kind: 'object'; readonly members: readonly GoMember[]; readonly raw: string }
  | { readonly kind: 'array'; readonly items: readonly GoJson[]; readonly raw: string }
  | { readonly kind: 'string'; readonly value: string; readonly raw: string }
  | { readonly kind: 'number'; readonly value: number; readonly raw: string }
  | { readonly kind: 'bool'; readonly value: boolean; readonly raw: string }
  | { readonly kind: 'null'; readonly raw: string };

/** In the order of the text; a key may come twice. */
export interface GoMember {
  readonly key: string;
  readonly value: GoJson;
}

/** The same as plain data; of two members with one key the last counts. */
export type PlainJson = string | number | boolean | null | readonly PlainJson[] | PlainObject;

export interface PlainObject {
  readonly [key: string]: PlainJson | undefined;
}

/** Source: scanner.go maxNestingDepth. */
const DEPTH_MAX = 10_000;
const END = 'unexpected end of JSON input';

/** An open object or array. */
type Open =
  | { readonly kind: 'object'; readonly from: number; readonly members: GoMember[]; key: string }
  | { readonly kind: 'array'; readonly from: number; readonly items: GoJson[] };

export function parseGoJson(text: string): Result<GoJson, string> {
  return new Reader(text).read();
}

/** Reads without recursion: how deep a text may go must not depend on a browser's stack. */
class Reader {
  private readonly text: string;
  private at = 0;
  private readonly open: Open[] = [];

  constructor(text: string) {
    this.text = text;
  }

  read(): Result<GoJson, string> {
    for (;;) {
      const value = this.value();
      if (typeof value === 'string') return err(value);
      if (value === null) continue;
      const done = this.put(value);
      if (typeof done === 'string') return err(done);
      if (done !== null) return ok(done);
    }
  }

  /** A whole value; null when an object or array was opened that is not empty; text when something is wrong. */
  private value(): GoJson | string | null {
    const from = this.skipBlanks();
    const char = this.text[from];
    if (char === undefined) return END;
    if (char === '{' || char === '[') {
      if (this.open.length === DEPTH_MAX) return 'exceeded max depth';
      this.at += 1;
      const next = this.text[this.skipBlanks()];
      if (next === (char === '{' ? '}' : ']')) {
        this.at += 1;
        const raw = this.text.slice(from, this.at);
        return char === '{' ? { kind: 'object', members: [], raw } : { kind: 'array', items: [], raw };
      }
      if (char === '[') {
        this.open.push({ kind: 'array', from, items: [] });
        return null;
      }
      this.open.push({ kind: 'object', from, members: [], key: '' });
      return this.key();
    }
    if (char === '"') return this.string();
    if (char === '-' || isDigit(char)) return this.number();
    for (const word of ['true', 'false', 'null'] as const) if (char === word[0]) return this.literal(word);
    return this.invalid('looking for beginning of value');
  }

  /** The key of the next member and its colon. */
  private key(): string | null {
    this.skipBlanks();
    if (this.text[this.at] !== '"') return this.invalid('looking for beginning of object key string');
    const key = this.string();
    if (typeof key === 'string') return key;
    const top = this.open[this.open.length - 1];
    if (top?.kind === 'object') top.key = key.value;
    if (this.text[this.skipBlanks()] !== ':') return this.invalid('after object key');
    this.at += 1;
    return null;
  }

  /**
   * Puts a value where it belongs and closes what ends after it. The whole value when nothing is open any more, null
   * when another value must follow.
   */
  private put(value: GoJson): GoJson | string | null {
    let whole = value;
    for (let top = this.open.pop(); top !== undefined; top = this.open.pop()) {
      const [close, place] = top.kind === 'object' ? ['}', 'object key:value pair'] : [']', 'array element'];
      if (top.kind === 'object') top.members.push({ key: top.key, value: whole });
      else top.items.push(whole);
      const next = this.text[this.skipBlanks()];
      if (next === ',') {
        this.at += 1;
        this.open.push(top);
        return top.kind === 'object' ? this.key() : null;
      }
      if (next !== close) return this.invalid(`after ${place}`);
      this.at += 1;
      const raw = this.text.slice(top.from, this.at);
      whole =
        top.kind === 'object'
          ? { kind: 'object', members: top.members, raw }
          : { kind: 'array', items: top.items, raw };
    }
    return this.skipBlanks() === this.text.length ? whole : this.invalid('after top-level value');
  }

  private string(): (GoJson & { readonly kind: 'string' }) | string {
    const from = this.at;
    for (this.at += 1; this.text[this.at] !== '"'; this.at += 1) {
      const char = this.text[this.at];
      if (char === undefined) return END;
      if (char < ' ') return this.invalid('in string literal');
      if (char !== '\\') continue;
      this.at += 1;
      const escape = this.text[this.at];
      if (escape === undefined) return END;
      if (!'bfnrt\\/"u'.includes(escape)) return this.invalid('in string escape code');
      if (escape !== 'u') continue;
      for (let digit = 0; digit < 4; digit += 1) {
        this.at += 1;
        const hex = this.text[this.at];
        if (hex === undefined) return END;
        if (!/[0-9a-fA-F]/.test(hex)) return this.invalid('in \\u hexadecimal character escape');
      }
    }
    this.at += 1;
    const raw = this.text.slice(from, this.at);
    // Half a surrogate pair is no character.
    const value = String(JSON.parse(raw)).replace(/\p{Surrogate}/gu, '\uFFFD');
    return { kind: 'string', value, raw };
  }

  private number(): GoJson | string {
    const from = this.at;
    if (this.text[this.at] === '-') this.at += 1;
    if (this.text[this.at] === '0') this.at += 1;
    else if (!this.digits()) return this.invalid('in numeric literal');
    if (this.text[this.at] === '.') {
      this.at += 1;
      if (!this.digits()) return this.invalid('after decimal point in numeric literal');
    }
    if (this.text[this.at] === 'e' || this.text[this.at] === 'E') {
      this.at += 1;
      if (this.text[this.at] === '+' || this.text[this.at] === '-') this.at += 1;
      if (!this.digits()) return this.invalid('in exponent of numeric literal');
    }
    const raw = this.text.slice(from, this.at);
    return { kind: 'number', value: Number(raw), raw };
  }

  /** Passes over digits; false when there is none. */
  private digits(): boolean {
    const from = this.at;
    while (isDigit(this.text[this.at])) this.at += 1;
    return this.at > from;
  }

  private literal(word: 'true' | 'false' | 'null'): GoJson | string {
    for (let i = 1; i < word.length; i += 1) {
      this.at += 1;
      if (this.text[this.at] !== word[i])
        return this.invalid(`in literal ${word} (expecting ${quote(word[i] ?? '')})`);
    }
    this.at += 1;
    return word === 'null'
      ? { kind: 'null', raw: word }
      : { kind: 'bool', value: word === 'true', raw: word };
  }

  private skipBlanks(): number {
    while (this.at < this.text.length && ' \t\r\n'.includes(this.text[this.at] ?? '')) this.at += 1;
    return this.at;
  }

  private invalid(where: string): string {
    const code = this.text.codePointAt(this.at);
    return code === undefined ? END : `invalid character ${quoteByte(code)} ${where}`;
  }
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

/** Go looks at bytes: of a character beyond ASCII it names the first byte, taken for Latin-1 (quoteChar). */
function quoteByte(code: number): string {
  const byte = code < 0x80 ? code : (utf8Encode(String.fromCodePoint(code))[0] ?? 0);
  return quote(String.fromCharCode(byte));
}

const ESCAPES: Readonly<Record<string, string>> = {
  "'": "\\'",
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** One character in quotes as strconv.Quote escapes it. */
function quote(char: string): string {
  const code = char.charCodeAt(0);
  const hidden = code < 0x20 || code === 0x7f || (code >= 0x80 && code < 0xa0) || code === 0xad;
  const hex = code.toString(16);
  const shown =
    ESCAPES[char] ??
    (hidden
      ? code < 0x80
        ? `\\x${hex.padStart(2, '0')}`
        : `\\u${hex.padStart(4, '0')}`
      : code === 0xa0
        ? '\\u00a0'
        : char);
  return `'${shown}'`;
}

export function plainOf(json: GoJson): PlainJson {
  switch (json.kind) {
    case 'object':
      return Object.fromEntries(json.members.map(({ key, value }) => [key, plainOf(value)]));
    case 'array':
      return json.items.map(plainOf);
    case 'null':
      return null;
    default:
      return json.value;
  }
}
