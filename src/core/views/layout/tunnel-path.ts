/** The way of a tunnel between two tunnel devices: an arch where they face each other, else a lane above the machines. */
import type { Box, Point } from '../contract';
import type { Measures } from './measures';
import { centreX, centreY } from './ports';
import { runsThrough } from './route-around';

/** Path from the edge of one tunnel device to the edge of the other. */
export function tunnelPath(
  from: Box | undefined,
  to: Box | undefined,
  obstacles: readonly Box[],
  laneY: number,
  m: Measures,
): Point[] {
  if (!from || !to) return [];
  const arch = archBetween(from, to, m);
  if (arch && !runsThrough(arch, obstacles)) return arch;
  if (m.tunnelsAside) return asideOver(from, to, laneY, m);
  return [
    { x: centreX(from), y: from.y },
    { x: centreX(from), y: laneY },
    { x: centreX(to), y: laneY },
    { x: centreX(to), y: to.y },
  ];
}

/** From the right edges through the gaps between the machines up to the lane. */
function asideOver(from: Box, to: Box, laneY: number, m: Measures): Point[] {
  const out = m.cardPad + m.nsPad + m.machineGap / 2;
  const leave = (box: Box): readonly Point[] => {
    const edge = box.x + box.width;
    const y = centreY(box);
    return [
      { x: edge, y },
      { x: edge + out, y },
      { x: edge + out, y: laneY },
    ];
  };
  return [...leave(from), ...leave(to).toReversed()];
}

/** A low arch between the edges that face each other; null when the boxes do not stand side by side. */
function archBetween(from: Box, to: Box, m: Measures): Point[] | null {
  const [left, right] = from.x < to.x ? [from, to] : [to, from];
  const start = left.x + left.width;
  const run = right.x - start;
  if (run <= 0 || Math.abs(centreY(left) - centreY(right)) > 1) return null;
  const y = centreY(left);
  const rise = Math.min(m.tunnelHeight * 0.42, run / 3);
  const foot = run * 0.26;
  const path = [
    { x: start, y },
    { x: start + foot, y },
    { x: start + foot, y: y - rise },
    { x: right.x - foot, y: y - rise },
    { x: right.x - foot, y },
    { x: right.x, y },
  ];
  return left === from ? path : path.toReversed();
}
