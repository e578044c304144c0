/**
 * What stands in a terminal, as lines: a pure function of what was typed and printed in the lab, of the cursor, and of
 * the few things that only this page knows. So a terminal needs no memory: undo, replay and a shared address show it as it was.
 */
import type { InputOutput } from '../../core/index';
import { widthOf } from './cells';
import { cleanLine, cleanTyped } from './clean';

/** `faint`: said by the page, or not printed yet at this instant. */
export type Tone = 'plain' | 'prompt' | 'failed' | 'faint';

export interface Piece {
  readonly text: string;
  readonly tone: Tone;
  /** Index of the command whose decisions a press leads to. */
  readonly walk?: number;
}

export type SheetLine = readonly Piece[];

/** Lines that are no part of the lab: given-up input, candidates of a completion. */
export interface Note {
  /** Index of the newest input when it was made, -1 for none. */
  readonly after: number;
  readonly lines: readonly SheetLine[];
}

/** What is still to be printed: in its place but faint, or not at all. */
export type Coming = 'faint' | 'hidden';

export interface SheetWords {
  /** The mark that leads to the decisions of a command. */
  readonly decisions: (count: number) => string;
  /** Stands where this instant is: so many lines are still to be printed. */
  readonly coming: (count: number) => string;
  /** So many inputs of the lab come after this instant. */
  readonly later: (count: number) => string;
}

export interface SheetQuestion {
  readonly commands: readonly InputOutput[];
  /** Record the cursor stands at. */
  readonly seq: number;
  /** Record of the first input after the cursor, null when there is none. */
  readonly next: number | null;
  /** Number of inputs after the cursor. */
  readonly later: number;
  /** The prompt of a shell that is in that folder. */
  readonly promptIn: (folder: string) => string;
  readonly notes: readonly Note[];
  /** Commands up to this one were cleared off the screen; -1 for none. */
  readonly cleared: number;
  readonly coming: Coming;
  readonly columns: number;
  readonly words: SheetWords;
}

export interface Sheet {
  readonly lines: readonly SheetLine[];
  /** Index of the line that marks this instant, null when everything has been printed. */
  readonly now: number | null;
  /** The latest command begun at this instant. */
  readonly present: InputOutput | null;
}

/** Marks what leads away from the terminal, so that it can be left out of what is copied. */
export const WALK_MARK = '→';

/** More lines than this are not kept in view. */
export const MAX_LINES = 4000;

/** One thing at its place: a command line, something printed, or a note. */
interface Event {
  readonly seq: number;
  /** `interrupted`: what is printed next goes on in its line, as the terminal ends none of its own accord. */
  readonly kind: 'typed' | 'interrupted' | 'printed' | 'note';
  readonly lines: readonly SheetLine[];
}

export function sheetOf(question: SheetQuestion): Sheet {
  const { commands, seq, next, later, cleared, coming, words } = question;
  const shown = commands.filter((command) => next === null || command.seq < next);
  const events = shown.flatMap((command) => eventsOf(command, question));
  for (const note of question.notes) {
    const at = seqOfNote(note, commands);
    if (note.after < cleared || (next !== null && at >= next)) continue;
    events.push({ seq: at, kind: 'note', lines: note.lines });
  }
  // What processes print while a later command runs stands where it was printed. Sorting keeps ties in order.
  events.sort((a, b) => a.seq - b.seq);

  const past = events.filter((event) => event.seq <= seq);
  const ahead = events.filter((event) => event.seq > seq && (next === null || event.seq < next));
  const lines = past.flatMap(({ kind, lines: own }, index): readonly SheetLine[] => {
    if (kind === 'interrupted' && past[index + 1]?.kind === 'printed') return [];
    const before = past[index - 1];
    if (kind !== 'printed' || before?.kind !== 'interrupted') return own;
    const [first = [], ...rest] = own;
    return [[...before.lines.flat(), ...first], ...rest];
  });
  const count = ahead.reduce((sum, { kind, lines: more }) => sum + (kind === 'printed' ? more.length : 0), 0);
  let now: number | null = null;
  if (count > 0) {
    now = lines.length;
    lines.push([said(words.coming(count))]);
  }
  for (const { kind, lines: more } of ahead) {
    if (kind === 'note') lines.push(...more);
    else if (coming === 'faint') lines.push(...more.map(faintly));
  }
  if (later > 0) lines.push([said(words.later(later))]);
  const surplus = Math.max(0, lines.length - MAX_LINES);
  return {
    lines: lines.slice(surplus),
    now: now === null || now < surplus ? null : now - surplus,
    present: shown.at(-1) ?? null,
  };
}

function eventsOf(command: InputOutput, question: SheetQuestion): readonly Event[] {
  if (command.index <= question.cleared) return [];
  const { seq } = command;
  // Ctrl+C is no line of its own: it stands where what was interrupted had come to.
  if (command.kind === 'interrupt')
    return [{ seq, kind: 'interrupted', lines: [[{ text: '^C', tone: 'plain' }]] }];
  return [
    { seq, kind: 'typed', lines: typedLines(command, question) },
    ...command.lines.map((line): Event => ({
      seq: line.seq,
      kind: 'printed',
      lines: [[{ text: cleanLine(line.text), tone: 'plain' }]],
    })),
  ];
}

/** The command behind its prompt; at the right edge what leads to its decisions, where there is room. */
function typedLines(command: InputOutput, { promptIn, columns, words }: SheetQuestion): readonly SheetLine[] {
  const { index, decisions } = command;
  const prompt = promptIn(command.folder);
  const [first = '', ...more] = cleanTyped(command.command).split('\n');
  const line: Piece[] = [...promptPieces(prompt, 0), { text: first, tone: 'plain' }];
  const rest = more.map((text): SheetLine => [{ text: `> ${text}`, tone: 'plain' }]);
  if (decisions === 0) return [line, ...rest];
  const mark = `${words.decisions(decisions)} ${WALK_MARK}`;
  const room = columns - widthOf(prompt) - widthOf(first) - widthOf(mark) - 1;
  if (room < 2) return [line, ...rest];
  line.push({ text: ' '.repeat(room), tone: 'plain' }, { text: mark, tone: 'faint', walk: index });
  return [line, ...rest];
}

/** The prompt; its last sign tells that the command behind it failed. */
export function promptPieces(prompt: string, exitCode: number | null): readonly Piece[] {
  if (exitCode === null || exitCode === 0) return [{ text: prompt, tone: 'prompt' }];
  const sign = prompt.trimEnd().length - 1;
  return [
    { text: prompt.slice(0, sign), tone: 'prompt' },
    { text: prompt.slice(sign), tone: 'failed' },
  ];
}

/** A note stands below everything that the command before it printed. */
function seqOfNote({ after }: Note, commands: readonly InputOutput[]): number {
  const before = commands.findLast(({ index }) => index <= after);
  if (before === undefined) return -1;
  return Math.max(before.seq, before.lines.at(-1)?.seq ?? 0);
}

function faintly(line: SheetLine): SheetLine {
  return line.map((piece) => ({ ...piece, tone: 'faint' }));
}

function said(text: string): Piece {
  return { text, tone: 'faint' };
}

/** The words of a line, without what leads away from it. */
export function plainText(line: SheetLine): string {
  return line
    .flatMap(({ text, walk }) => (walk === undefined ? text : []))
    .join('')
    .trimEnd();
}

/** A copied text without the marks that lead to decisions. */
export function withoutMarks(text: string): string {
  return text.replace(new RegExp(` {2,}[^\\n]*${WALK_MARK} *$`, 'gm'), '').replace(/ +$/gm, '');
}
