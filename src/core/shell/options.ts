/** Options as getopt(3) reads them: `-c 2`, `-c2`, `-qc 2`, `--` ends them; plain words may stand between. */

/** What getopt ends with: an option it does not know, or one that lacks its value. */
export interface OptionFault {
  readonly code: 'unknown' | 'no-value';
  readonly option: string;
}

export interface Options {
  /** Option letter or long name → its value, '' for one without; the last one wins. */
  readonly given: ReadonlyMap<string, string>;
  /** Option letter → all its values, as they came. */
  readonly all: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
  readonly fault: OptionFault | null;
}

export interface OptionTable {
  /** Letters as in getopt's optstring: `c:q` has c with a value and q without. */
  readonly letters: string;
  /** Long names → the letter they stand for. */
  readonly long?: Readonly<Record<string, string>>;
  /** No option stands behind a plain word (POSIXLY_CORRECT; tools that do not use GNU's getopt). */
  readonly wordsEnd?: boolean;
}

export function readOptions(argv: readonly string[], table: OptionTable): Options {
  const given = new Map<string, string>();
  const all = new Map<string, string[]>();
  const words: string[] = [];
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i] ?? '';
    if (word === '--') {
      words.push(...argv.slice(i + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      words.push(word);
      if (table.wordsEnd !== true) continue;
      words.push(...argv.slice(i + 1));
      break;
    }
    let letters = word.slice(1);
    if (word.startsWith('--')) {
      const [, name = '', value = ''] = /^--([^=]*)=?(.*)$/s.exec(word) ?? [];
      const { long = {} } = table;
      const letter = Object.hasOwn(long, name) ? long[name] : undefined;
      if (letter === undefined) return { given, all, words, fault: { code: 'unknown', option: name } };
      letters = letter + value;
    }
    for (let at = 0; at < letters.length; at += 1) {
      const letter = letters.charAt(at);
      const place = letter === ':' ? -1 : table.letters.indexOf(letter);
      if (place < 0) return { given, all, words, fault: { code: 'unknown', option: letter } };
      if (table.letters.charAt(place + 1) !== ':') {
        given.set(letter, '');
        continue;
      }
      const value = at + 1 < letters.length ? letters.slice(at + 1) : argv[(i += 1)];
      if (value === undefined) return { given, all, words, fault: { code: 'no-value', option: letter } };
      given.set(letter, value);
      all.set(letter, [...(all.get(letter) ?? []), value]);
      break;
    }
  }
  return { given, all, words, fault: null };
}
