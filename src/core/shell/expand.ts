/** Words → fields: parameters get their values, paths with `*` and `?` become the files there are (XCU 2.6). */
import { Part } from '../base/part';
import type { Netns, World } from '../model/world';
import { folder } from './files';
import type { Word } from './lex';

const patterns = new Part('regular expressions', () => import('../base/regex'));

export interface Surroundings {
  readonly world: World;
  readonly ns: Netns;
  /** The folder that paths without a leading slash start from. */
  readonly cwd: string;
  valueOf(name: string): string;
}

/** A field and, where something in it may stand for several files, the pattern. */
interface Field {
  text: string;
  /** The text as a regular expression; used when `glob` is set. */
  pattern: string;
  glob: boolean;
}

/** One word may become none (an empty variable), one or several fields. */
export function expand(around: Surroundings, word: Word): readonly string[] {
  const fields: Field[] = [];
  /** The field that the next part goes on with, if there is one. */
  const now: { open: Field | null } = { open: null };
  const add = (text: string, quoted: boolean): void => {
    const open = (now.open ??= { text: '', pattern: '', glob: false });
    open.text += text;
    open.pattern += quoted ? escaped(text) : globPattern(text);
    open.glob ||= !quoted && /[*?]/.test(text);
  };
  for (const part of word) {
    if (part.kind === 'text') {
      add(part.text, part.quoted);
      continue;
    }
    const value = around.valueOf(part.name);
    if (part.quoted) {
      add(value, true);
      continue;
    }
    const pieces = value.split(/[ \t\n]+/);
    pieces.forEach((piece, index) => {
      if (index > 0 && now.open !== null) {
        fields.push(now.open);
        now.open = null;
      }
      if (piece !== '') add(piece, false);
    });
  }
  if (now.open !== null) fields.push(now.open);
  return fields.flatMap((field) => (field.glob ? files(around, field) : [field.text]));
}

/** Characters that words come to when their parameters have their values; counted without making them. */
export function expandedLength(around: Pick<Surroundings, 'valueOf'>, words: readonly Word[]): number {
  let length = 0;
  for (const word of words) {
    for (const part of word)
      length += part.kind === 'text' ? part.text.length : around.valueOf(part.name).length;
  }
  return length;
}

/** A word that stays one, whatever its parameters hold: an assignment's value, a file's name. */
export function expandWhole(around: Pick<Surroundings, 'valueOf'>, word: Word): string {
  return word.map((part) => (part.kind === 'text' ? part.text : around.valueOf(part.name))).join('');
}

/** The files a pattern means; the pattern itself where there are none. */
function files({ world, ns, cwd }: Surroundings, { text, pattern }: Field): readonly string[] {
  const absolute = text.startsWith('/');
  let found: readonly string[] = [absolute ? '/' : ''];
  for (const piece of pattern.split('/').filter((one) => one !== '')) {
    const matches = patterns.content.compileRegex(piece, { whole: 'line' });
    if (!matches.ok) return [text];
    found = found.flatMap((path) =>
      (folder(world, ns, path.startsWith('/') ? path : `${cwd}/${path}`) ?? [])
        .filter(
          ({ name }) =>
            matches.value.find(name) !== null && (!name.startsWith('.') || piece.startsWith('\\.')),
        )
        .map(({ name }) => (path === '' || path.endsWith('/') ? `${path}${name}` : `${path}/${name}`)),
    );
  }
  return found.length === 0 ? [text] : found;
}

/** A pattern of names as the source of a regular expression. */
export function globPattern(text: string): string {
  return text.replace(/[*?]|[^*?]+/g, (piece) =>
    piece === '*' ? '.*' : piece === '?' ? '.' : escaped(piece),
  );
}

function escaped(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}-]/g, '\\$&');
}
