/** Completion at the cursor: what is certain is put in; what is not is listed when one asks again. */
import { widthOf } from './cells';
import { cleanLine, cleanTyped } from './clean';
import { edited } from './line';
import type { Line } from './line';
import type { SheetLine } from './sheet';

/** What fits at a place of a line. */
export interface Candidates {
  /** Offset in the line where the word begins that is completed. */
  readonly from: number;
  /** Whole words, each with what is known of it, if anything. */
  readonly words: readonly Candidate[];
}

export interface Candidate {
  readonly text: string;
  readonly about: string;
}

export interface Completion {
  readonly line: Line;
  /** Words to choose from; empty when there is nothing to choose. */
  readonly choices: readonly Candidate[];
}

/** Words that one goes on typing at: a path, `key=`. */
const OPEN_ENDED = /[/=:]$/;

/** Puts in what all candidates begin with; a single one is put in whole, with a space behind it. */
export function completed(line: Line, { from, words }: Candidates): Completion {
  const typable = words.filter(
    ({ text }) => text !== '' && text === cleanTyped(text) && !text.includes('\n'),
  );
  const [first, ...others] = typable;
  if (first === undefined) return { line, choices: [] };
  const typed = line.text.slice(from, line.cursor);
  if (others.length > 0) {
    const common = commonPrefix(typable.map(({ text }) => text));
    if (common.length <= typed.length) return { line, choices: typable };
    return { line: put(line, from, common), choices: typable };
  }
  const only = first.text;
  const rest = line.text.slice(line.cursor);
  const space = OPEN_ENDED.test(only) || rest.startsWith(' ') ? '' : ' ';
  return { line: put(line, from, only + space), choices: [] };
}

function put(line: Line, from: number, word: string): Line {
  const text = line.text.slice(0, from) + word + line.text.slice(line.cursor);
  return edited(line, text, from + word.length);
}

function commonPrefix(words: readonly string[]): string {
  let prefix = words[0] ?? '';
  for (const word of words) {
    while (!word.startsWith(prefix)) prefix = Array.from(prefix).slice(0, -1).join('');
  }
  return prefix;
}

/** More of them are only counted. */
const LISTED = 200;
/** With more than these a line for each would fill the screen. */
const EXPLAINED = 24;

/** Candidates in columns, as `ls` lays them out: down first, then to the right; those that are explained, one a line. */
export function listed(
  words: readonly Candidate[],
  columns: number,
  more: (count: number) => string,
): SheetLine[] {
  const shown = words.slice(0, LISTED);
  const rest = words.length - shown.length;
  const explained = shown.length <= EXPLAINED && shown.some(({ about }) => about !== '');
  const lines = explained ? oneByOne(shown, columns) : inColumns(shown, columns);
  return rest === 0 ? lines : [...lines, [{ text: more(rest), tone: 'faint' }]];
}

function oneByOne(words: readonly Candidate[], columns: number): SheetLine[] {
  const width = Math.max(...words.map(({ text }) => widthOf(text))) + 2;
  return words.map(({ text, about }) => [
    { text: text + ' '.repeat(width - widthOf(text)), tone: 'plain' },
    { text: shortened(cleanLine(about), columns - width - 1), tone: 'faint' },
  ]);
}

function shortened(text: string, cells: number): string {
  if (widthOf(text) <= cells) return text;
  let short = text;
  while (short !== '' && widthOf(short) > cells - 1) short = Array.from(short).slice(0, -1).join('');
  return short === '' ? '' : `${short}…`;
}

function inColumns(words: readonly Candidate[], columns: number): SheetLine[] {
  const width = Math.max(...words.map(({ text }) => widthOf(text))) + 2;
  const across = Math.max(1, Math.floor(columns / width));
  const down = Math.ceil(words.length / across);
  return Array.from({ length: down }, (_, row): SheetLine => {
    const cells = words.filter((_word, index) => index % down === row);
    const text = cells.map((word) => word.text + ' '.repeat(width - widthOf(word.text))).join('');
    return [{ text: text.trimEnd(), tone: 'plain' }];
  });
}
