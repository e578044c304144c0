/** Words → fields: braces, parameters, output of commands, arithmetic, then the files that patterns mean (XCU 2.6). */
import type { Netns, World } from '../model/world';
import { evaluate } from './arithmetic';
import { expandBraces } from './braces';
import { folder } from './files';
import { compilePattern, escaped, findPattern, globPattern, patternOf } from './pattern';
import type { Change, Part, Word } from './syntax';

export interface Surroundings {
  readonly world: World;
  readonly ns: Netns;
  /** The folder that paths without a leading slash start from. */
  readonly cwd: string;
  valueOf(name: string): string;
  isSet(name: string): boolean;
  set(name: string, value: string): void;
  /** `$1`, `$2`, … */
  readonly positional: readonly string[];
  /** What takes long is paid for: a line has so much. */
  spend(cost: number): void;
}

/** Ends a command before it runs; the message is bash's, as a rule. */
export class ExpansionFault extends Error {}

/** Characters that all words of a command may come to. */
const EXPANDED_MAX = 2_097_152;

/** Words that cost as much as a command. */
const FIELDS_PER_STEP = 100;

/** A field and, where something in it may stand for several files, the pattern. */
interface Field {
  text: string;
  /** The text as a regular expression; used when `glob` is set. */
  pattern: string;
  glob: boolean;
}

/** One word may become none (an empty variable), one or several fields. */
export function expand(around: Surroundings, word: Word): readonly string[] {
  const words = expandBraces(word);
  if (words === null) throw new ExpansionFault('packetwalk: braces that make so many words are not expanded');
  const fields = words.flatMap((one) => fieldsOf(around, one));
  around.spend(fields.length / FIELDS_PER_STEP);
  return fields;
}

function fieldsOf(around: Surroundings, word: Word): readonly string[] {
  const fields: Field[] = [];
  /** The field that the next part goes on with, if there is one. */
  let open: Field | null = null;
  const add = (text: string, quoted: boolean): void => {
    open ??= { text: '', pattern: '', glob: false };
    open.text += text;
    open.pattern += quoted ? escaped(text) : globPattern(text);
    open.glob ||= !quoted && /[*?[]/.test(text);
  };
  const close = (): void => {
    if (open !== null) fields.push(open);
    open = null;
  };
  for (const part of word) {
    if (part.kind === 'text') {
      add(part.text, part.quoted);
      continue;
    }
    if (part.kind === 'value' && part.name === '@' && part.quoted && part.change === undefined) {
      around.positional.forEach((value, index) => {
        if (index > 0) close();
        add(value, true);
      });
      continue;
    }
    const value = valueOf(around, part);
    if (part.quoted) {
      add(value, true);
      continue;
    }
    value.split(/[ \t\n]+/).forEach((piece, index) => {
      if (index > 0) close();
      if (piece !== '') add(piece, false);
    });
  }
  close();
  return fields.flatMap((field) => (field.glob ? files(around, field) : [field.text]));
}

/** What a part stands for. */
function valueOf(around: Surroundings, part: Part): string {
  switch (part.kind) {
    case 'text':
    case 'printed':
      return part.text;
    case 'output':
      // Whoever runs the command has run this before.
      return '';
    case 'arithmetic': {
      const variables = {
        get: (name: string) => around.valueOf(name),
        set: (name: string, value: string) => {
          around.set(name, value);
        },
      };
      return String(evaluate(expandWhole(around, part.expression), variables));
    }
    case 'value':
      return part.change === undefined ? around.valueOf(part.name) : changed(around, part.name, part.change);
  }
}

function changed(around: Surroundings, name: string, change: Change): string {
  const { sign } = change;
  const value = around.valueOf(name);
  const word = (): string => expandWhole(around, change.word);
  const isMissing = sign.startsWith(':') ? value === '' : !around.isSet(name);
  switch (sign) {
    case 'length':
      return String(name === '@' || name === '*' ? around.positional.length : Array.from(value).length);
    case ':-':
    case '-':
      return isMissing ? word() : value;
    case ':+':
    case '+':
      return isMissing ? '' : word();
    case ':=':
    case '=':
      if (isMissing) around.set(name, word());
      return isMissing ? around.valueOf(name) : value;
    case ':?':
    case '?':
      if (isMissing) throw new ExpansionFault(`bash: ${name}: ${word() || 'parameter null or not set'}`);
      return value;
    case ':':
      return substring(around, value, change);
    case '/':
    case '//':
      return replaced(
        value,
        patternText(around, change.word),
        change.second === null ? '' : expandWhole(around, change.second),
        sign === '//',
      );
    default:
      return cut(around, value, patternText(around, change.word), sign);
  }
}

function substring(around: Surroundings, value: string, { word, second }: Change): string {
  const variables = { get: (name: string) => around.valueOf(name), set: () => undefined };
  const from = Number(evaluate(expandWhole(around, word), variables));
  const start = from < 0 ? value.length + from : from;
  if (start < 0) return '';
  if (second === null) return value.slice(start);
  const length = Number(evaluate(expandWhole(around, second), variables));
  return length < 0 ? value.slice(start, value.length + length) : value.slice(start, start + length);
}

/** Longest value in which something is replaced. */
const REPLACED_MAX = 4096;
/** Longest value whose beginnings and ends are held against a pattern. */
const CUT_MAX = 1000;

/** Without the shortest or longest beginning or end that fits. */
function cut(around: Surroundings, value: string, pattern: string, sign: string): string {
  if (value.length > CUT_MAX) throw new ExpansionFault('packetwalk: so long a value is not cut by a pattern');
  around.spend(1 + value.length / 20);
  const matches = compilePattern(pattern);
  if (matches === null) return value;
  const lengths = Array.from({ length: value.length + 1 }, (_, i) => i);
  if (sign.length > 1) lengths.reverse();
  const flat = value.replaceAll('\n', ' ');
  for (const length of lengths) {
    const atStart = sign.startsWith('#');
    const piece = atStart ? flat.slice(0, length) : flat.slice(flat.length - length);
    if (matches.find(piece) === null) continue;
    return atStart ? value.slice(length) : value.slice(0, value.length - length);
  }
  return value;
}

function replaced(value: string, pattern: string, by: string, all: boolean): string {
  if (pattern === '') return value;
  if (value.length > REPLACED_MAX)
    throw new ExpansionFault('packetwalk: in so long a value nothing is replaced');
  const find = findPattern(pattern);
  let result = '';
  let at = 0;
  while (at < value.length) {
    const found = find(value, at);
    if (found === null || found.end === found.start) break;
    result += value.slice(at, found.start) + by;
    if (result.length > EXPANDED_MAX) throw new ExpansionFault('packetwalk: so long a value is not made');
    at = found.end;
    if (!all) break;
  }
  return result + value.slice(at);
}

/** A word as a pattern: what is quoted stands for itself. */
export function patternText(around: Surroundings, word: Word): string {
  return word.map((part) => patternOf(part, valueOf(around, part))).join('');
}

/** Characters that words come to when their parameters have their values; counted without making them. */
export function expandedLength(around: Pick<Surroundings, 'valueOf'>, words: readonly Word[]): number {
  let length = 0;
  for (const word of words) {
    for (const part of word) {
      if (part.kind === 'text' || part.kind === 'printed') length += part.text.length;
      else if (part.kind === 'value') length += around.valueOf(part.name).length;
    }
  }
  return length;
}

/** A word that stays one, whatever its parameters hold: an assignment's value, a file's name. */
export function expandWhole(around: Surroundings, word: Word): string {
  const text = word.map((part) => valueOf(around, part)).join('');
  if (text.length > EXPANDED_MAX) throw new ExpansionFault('bash: xrealloc: cannot allocate so many bytes');
  return text;
}

/** The files a pattern means; the pattern itself where there are none. */
function files({ world, ns, cwd }: Surroundings, { text, pattern }: Field): readonly string[] {
  const absolute = text.startsWith('/');
  let found: readonly string[] = [absolute ? '/' : ''];
  for (const piece of pattern.split('/').filter((one) => one !== '')) {
    const matches = compilePattern(piece);
    if (matches === null) return [text];
    found = found.flatMap((path) =>
      (folder(world, ns, path.startsWith('/') ? path : `${cwd}/${path}`) ?? [])
        .filter(
          ({ name }) => matches.find(name) !== null && (!name.startsWith('.') || piece.startsWith('\\.')),
        )
        .map(({ name }) => (path === '' || path.endsWith('/') ? `${path}${name}` : `${path}/${name}`)),
    );
  }
  return found.length === 0 ? [text] : found;
}
