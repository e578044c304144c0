/** Wires from an upper row to a lower one, each with its own level for the part across. */
import type { Point } from '../contract';
import { simplified } from './ports';

export interface Strand {
  readonly id: string;
  /** Where it leaves the upper row, downwards. */
  readonly from: Point;
  /** Where it comes into the lower row, from above. */
  readonly to: Point;
}

interface Level {
  readonly strand: Strand;
  readonly depth: number;
}

/**
 * Paths of all strands. Wires that keep the order of their ends do not cross: of those that go right the leftmost runs
 * lowest, of those that go left the rightmost. `top` and `bottom` bound the levels.
 */
export function fanOut(strands: readonly Strand[], top: number, bottom: number): Map<string, Point[]> {
  const goesRight = (strand: Strand): boolean => strand.to.x > strand.from.x;
  const bent = strands.filter((strand) => Math.abs(strand.to.x - strand.from.x) >= 0.5);
  const order = [
    ...bent.filter(goesRight).sort((a, b) => b.from.x - a.from.x),
    ...bent.filter((strand) => !goesRight(strand)).sort((a, b) => a.from.x - b.from.x),
  ];
  const levels: Level[] = [];
  for (const strand of order) {
    const above = levels.filter((level) => overlap(level.strand, strand)).map((level) => level.depth);
    levels.push({ strand, depth: Math.max(-1, ...above) + 1 });
  }
  const count = Math.max(0, ...levels.map((level) => level.depth + 1));
  const paths = new Map<string, Point[]>();
  for (const strand of strands) {
    const depth = levels.find((level) => level.strand === strand)?.depth ?? 0;
    const y = top + ((bottom - top) * (depth + 1)) / (count + 1);
    paths.set(strand.id, throughLevel(strand, y));
  }
  return paths;
}

function throughLevel({ from, to }: Strand, y: number): Point[] {
  return simplified([from, { x: from.x, y }, { x: to.x, y }, to]);
}

function overlap(a: Strand, b: Strand): boolean {
  const from = Math.max(Math.min(a.from.x, a.to.x), Math.min(b.from.x, b.to.x));
  const to = Math.min(Math.max(a.from.x, a.to.x), Math.max(b.from.x, b.to.x));
  return from <= to + 1;
}
