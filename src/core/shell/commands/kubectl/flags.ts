/** Flags as kubectl reads them (spf13/pflag): `--name value`, `--name=value`, `-n value`, `-nvalue`, `-n=value`. */

/** Long names with the letter that stands for them (empty for none); whether a value follows. */
export interface FlagTable {
  readonly [name: string]: { readonly short: string; readonly takes: 'value' | 'nothing' };
}

export interface Flags {
  /** By long name; `true` for a flag without a value. The last one wins. */
  readonly given: ReadonlyMap<string, string>;
  readonly words: readonly string[];
  /** The complaint, without `error: `; null when all could be read. */
  readonly fault: string | null;
}

export const value = (short = '') => ({ short, takes: 'value' }) as const;
export const nothing = (short = '') => ({ short, takes: 'nothing' }) as const;

export function readFlags(argv: readonly string[], table: FlagTable): Flags {
  const given = new Map<string, string>();
  const words: string[] = [];
  let fault: string | null = null;
  for (let i = 0; i < argv.length && fault === null; i += 1) {
    const word = argv[i] ?? '';
    if (word === '--') {
      words.push(...argv.slice(i + 1));
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      words.push(word);
      continue;
    }
    const read = word.startsWith('--') ? long(word, argv[i + 1], table) : letters(word, argv[i + 1], table);
    if (typeof read === 'string') fault = read;
    else {
      for (const [name, text] of read.given) given.set(name, text);
      if (read.usedNext) i += 1;
    }
  }
  return { given, words, fault };
}

interface Read {
  readonly given: readonly (readonly [string, string])[];
  readonly usedNext: boolean;
}

function long(word: string, next: string | undefined, table: FlagTable): Read | string {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const flag = Object.hasOwn(table, name) ? table[name] : undefined;
  if (flag === undefined) return `unknown flag: --${name}`;
  if (equals >= 0) return { given: [[name, word.slice(equals + 1)]], usedNext: false };
  if (flag.takes === 'nothing') return { given: [[name, 'true']], usedNext: false };
  if (next === undefined) return `flag needs an argument: --${name}`;
  return { given: [[name, next]], usedNext: true };
}

function letters(word: string, next: string | undefined, table: FlagTable): Read | string {
  const given: [string, string][] = [];
  for (let at = 1; at < word.length; at += 1) {
    const letter = word.charAt(at);
    const found = Object.entries(table).find(([, { short }]) => short === letter);
    if (found === undefined) return `unknown shorthand flag: '${letter}' in ${word}`;
    const [name, { takes }] = found;
    if (takes === 'nothing') {
      given.push([name, 'true']);
      continue;
    }
    const rest = word.slice(at + 1).replace(/^=/, '');
    if (rest !== '') return { given: [...given, [name, rest]], usedNext: false };
    if (next === undefined) return `flag needs an argument: '${letter}' in ${word}`;
    return { given: [...given, [name, next]], usedNext: true };
  }
  return { given, usedNext: false };
}
