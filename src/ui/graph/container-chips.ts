/** Containers of a pod side by side inside its network namespace, which they share. */
import type { ContainerFacts, PodFacts } from '../../core/index';
import { fitted } from './fit-text';

export interface Chip {
  readonly text: string;
  /** From the left edge of the row. */
  readonly x: number;
  readonly width: number;
  readonly look: 'running' | 'waiting' | 'pause' | 'more';
}

/** Units of a monospaced character, of both sides of a chip together, of the gap to the next. */
const ADVANCE = 6.7;
const SIDES = 8;
const GAP = 3;
/** No name is elided to less than this. */
const LEAST = 30;

/** As many containers as there is room for, and how many more there are. The pause container is shown where all fit. */
export function containerChips({ containers, pause }: PodFacts, room: number): readonly Chip[] {
  const own = containers.map(({ name, state }) => ({ text: name, look: lookOf(state) }));
  const held = pause ? [{ text: 'pause', look: 'pause' as const }, ...own] : own;
  const wide = (texts: readonly { readonly text: string }[]): number =>
    texts.reduce((sum, { text }) => sum + widthOf(text), 0) + GAP * Math.max(0, texts.length - 1);
  if (wide(held) <= room) return laid(held);
  if (wide(own) <= room) return laid(own);
  const each = (room - GAP * (own.length - 1)) / own.length;
  if (each >= LEAST)
    return laid(own.map((chip) => ({ ...chip, text: fitted(chip.text, each - SIDES, ADVANCE) })));
  const shown = Math.max(1, Math.floor((room - LEAST) / (LEAST + GAP)));
  const rest = own.length - shown;
  return laid([
    ...own.slice(0, shown).map((chip) => ({ ...chip, text: fitted(chip.text, LEAST - SIDES, ADVANCE) })),
    ...(rest > 0 ? [{ text: `+${rest}`, look: 'more' as const }] : []),
  ]);
}

const lookOf = (state: ContainerFacts['state']): Chip['look'] =>
  state === 'running' ? 'running' : 'waiting';

const widthOf = (text: string): number => Array.from(text).length * ADVANCE + SIDES;

function laid(chips: readonly Pick<Chip, 'text' | 'look'>[]): readonly Chip[] {
  let x = 0;
  return chips.map((chip) => {
    const width = widthOf(chip.text);
    const at = x;
    x += width + GAP;
    return { ...chip, x: at, width };
  });
}
