/** Lines and the prompt in the language of terminals. The only escape sequences there are come from here. */
import type { Piece, SheetLine, Tone } from './sheet';

const RESET = '\x1b[0m';

/** Colours by number: the screen maps them to the theme. */
const TONES: Readonly<Record<Tone, string>> = {
  plain: '',
  prompt: '\x1b[1m',
  failed: '\x1b[1;31m',
  faint: '\x1b[90m',
};

/** Where a pressed link leads; the screen hands it back. */
export const walkUri = (index: number): string => `walk:${index}`;

/** Index of the command that a link of ours names, null for any other. */
export function walkedBy(uri: string): number | null {
  const number = /^walk:(\d{1,6})$/.exec(uri)?.[1];
  return number === undefined ? null : Number(number);
}

export function ansiPiece({ text, tone, walk }: Piece): string {
  const toned = TONES[tone] === '' ? text : `${TONES[tone]}${text}${RESET}`;
  return walk === undefined ? toned : `\x1b]8;;${walkUri(walk)}\x1b\\${toned}\x1b]8;;\x1b\\`;
}

export function ansiLine(line: SheetLine): string {
  return line.map(ansiPiece).join('');
}

/** Everything between is shown at once. */
export const TOGETHER = { begin: '\x1b[?2026h', end: '\x1b[?2026l' } as const;
/** The screen and what was scrolled off it, empty, the cursor at the top. */
export const CLEAR_ALL = '\x1b[H\x1b[2J\x1b[3J';
export const CLEAR_BELOW = '\x1b[J';
export const HIDE_CURSOR = '\x1b[?25l';
export const SHOW_CURSOR = '\x1b[?25h';

export const up = (rows: number): string => (rows > 0 ? `\x1b[${rows}A` : '');
export const toColumn = (column: number): string => `\x1b[${column + 1}G`;
