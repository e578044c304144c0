/** Bridges of a machine in one row, each as wide as the tabs of its ports, so that wires fall straight into it. */
import type { Box } from '../contract';
import type { MachinePart } from './inventory';
import { deviceWidth } from './label-room';
import type { Measures } from './measures';
import { spreadGap } from './row';

/** Least room for the bridges of a machine side by side. */
export function bridgesWidth(part: MachinePart, m: Measures): number {
  const widths = part.bridges.map((bridge) => deviceWidth(bridge, m.bridgeMin, m));
  return widths.reduce((sum, width) => sum + width, 0) + m.podGap * Math.max(0, widths.length - 1);
}

/**
 * Boxes of the bridges with their lower edge at `bottom`, within `room` from `left`. `tabs` holds the boxes of the
 * ports placed so far.
 */
export function placeBridges(
  part: MachinePart,
  tabs: ReadonlyMap<string, Box>,
  bottom: number,
  left: number,
  room: number,
  m: Measures,
): Map<string, Box> {
  const placed = new Map<string, Box>();
  const gap = spreadGap(
    part.bridges.map((bridge) => deviceWidth(bridge, m.bridgeMin, m)),
    room,
  );
  let free = left;
  part.bridges.forEach((bridge, index) => {
    const min = deviceWidth(bridge, m.bridgeMin, m);
    const ports = [...part.podVeths.values()].filter((veth) => veth.master === bridge.name);
    const fold = part.fold && part.bridges.length === 1 ? tabs.get(part.fold.id) : undefined;
    const boxes = [...ports.flatMap((port) => tabs.get(port.id) ?? []), ...(fold ? [fold] : [])];
    const rest = part.bridges.slice(index + 1).map((other) => deviceWidth(other, m.bridgeMin, m) + m.podGap);
    const rightmost = left + room - rest.reduce((sum, width) => sum + width, 0);
    let from = Math.min(...boxes.map((box) => box.x));
    let to = Math.max(...boxes.map((box) => box.x + box.width));
    if (boxes.length === 0) {
      from = part.bridges.length === 1 ? left + (room - min) / 2 : free + (index === 0 ? gap : m.podGap);
      to = from + min;
    }
    const lack = Math.max(0, min - (to - from));
    from = Math.max(free, Math.min(from - lack / 2, rightmost - Math.max(min, to - from)));
    to = Math.min(rightmost, Math.max(to, from + min));
    placed.set(bridge.id, { x: from, y: bottom - m.bridgeHeight, width: to - from, height: m.bridgeHeight });
    free = to + m.podGap;
  });
  return placed;
}
