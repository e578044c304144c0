/**
 * One machine as a card, in coordinates of its own: x from its left edge, y from its lower edge upwards (negative), so
 * that machines of different height stand on one line and their rows meet.
 *
 * ```
 *   name addresses
 *   ┌ pod ─────┐
 *   └──[eth0]──┘
 *  ┌──[veth]─────────────────────────┐   root netns
 *  │ [ bridge ]                      │
 *  │ <routing core>      [ tunnel ]  │
 *  │ [ routes ]                      │
 *  └───────────[ network card ]──────┘
 * ```
 */
import type { Box, DeviceElement } from '../contract';
import { bridgesWidth, placeBridges } from './bridges';
import type { MachinePart } from './inventory';
import {
  deviceWidth,
  headerWidth,
  nodeFactsWidth,
  routeRows,
  routeTableHeight,
  routeTableWidth,
} from './label-room';
import type { Measures } from './measures';
import { placePod, podExtraHeight, podWidth } from './pod';
import { placeRow, rowPositions, rowWidth, spreadGap } from './row';
import { routesId } from './routes-id';
import { textWidth } from './text-width';

export interface Card {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly width: number;
  /** Above the lower edge. */
  readonly height: number;
  /** How far network cards stand out below. */
  readonly below: number;
}

/** What all cards of a drawing agree on, so that their rows meet. */
export interface Rows {
  readonly podHeight: number;
  /** Of the tables below routing cores. */
  readonly tableHeight: number;
  /** Tunnels leave upwards, which needs a column with nothing above the tunnel device. */
  readonly tunnelsUp: boolean;
}

/** Row heights that suit every machine. */
export function commonRows(machines: readonly MachinePart[], tunnelsUp: boolean, m: Measures): Rows {
  const extra = machines.flatMap((part) => part.pods).map((pod) => podExtraHeight(pod, m));
  const rows = machines.map((part) => (tableSide(part, m) === 'below' ? routeRows(part.routing, m) : 0));
  return {
    podHeight: m.podHeight + Math.max(0, ...extra),
    tableHeight: routeTableHeight(Math.max(0, ...rows), m),
    tunnelsUp,
  };
}

/** Draws one machine. `above`: network cards that stand on its upper edge, beside its name, and not with the others. */
export function layoutCard(
  whole: MachinePart,
  rows: Rows,
  m: Measures,
  above: readonly DeviceElement[] = [],
): Card {
  const part =
    above.length === 0 ? whole : { ...whole, nics: whole.nics.filter((nic) => !above.includes(nic)) };
  const columns = columnsOf(part, rows, m, upperWidth(part, above, m));
  const boxes = new Map<string, Box>();
  const put = (placed: ReadonlyMap<string, Box>): void => {
    for (const [id, box] of placed) boxes.set(id, box);
  };

  let y = -(m.cardPad + m.nsPad);
  if (part.nics.length > 0) {
    put(placeNics(part, columns, m));
    y = m.nicBelow - m.nicHeight;
    if (hasCore(part) || part.bridges.length + rowLength(part) > 0) y -= m.cardDrop;
  }
  if (hasCore(part)) {
    const core = placeCore(part, columns, rows, y, m);
    put(core.boxes);
    y = core.top;
    if (part.bridges.length + rowLength(part) > 0) y -= m.routingDrop;
  }
  const bridgeBottom = y;
  if (part.bridges.length > 0) y -= m.bridgeHeight;
  let rootTop = y - m.nsPad - m.caption;
  let top = rootTop - 2;
  if (rowLength(part) > 0) {
    if (part.bridges.length > 0) y -= m.bridgeDrop;
    const hasVeths = part.podVeths.size > 0;
    const vethTop = hasVeths ? y - m.tabHeight : y;
    rootTop = hasVeths ? y - m.tabHeight / 2 : y - m.nsPad;
    const tabTop = vethTop - m.tabDrop - m.tabHeight;
    top = tabTop + m.tabHeight / 2 - rows.podHeight;
    put(placePods(part, columns, rows.podHeight, { tabTop, vethTop }, top, m));
  }
  put(placeBridges(part, boxes, bridgeBottom, columns.left, columns.upper, m));

  put(placeUpper(above, columns.right, rootTop, m));

  const { machine } = part;
  const facts = machine.node !== null || machine.agents.length > 0 ? m.nodeFacts : 0;
  const height = m.header + facts - top;
  const width = columns.right + columns.left;
  boxes.set(part.machine.id, { x: 0, y: -height, width, height });
  if (part.root) {
    const { cardPad } = m;
    boxes.set(part.root.id, {
      x: cardPad,
      y: rootTop,
      width: width - 2 * cardPad,
      height: -cardPad - rootTop,
    });
  }
  return { boxes, width, height, below: part.nics.length > 0 ? m.nicBelow : 0 };
}

/** The same card seen in a mirror. */
export function mirrored(card: Card): Card {
  const boxes = new Map<string, Box>();
  for (const [id, box] of card.boxes) boxes.set(id, { ...box, x: card.width - box.x - box.width });
  return { ...card, boxes };
}

/** Devices at the side of the routing core. */
const sideDevices = (part: MachinePart): MachinePart['tunnels'] => [...part.tunnels, ...part.others];

/** Pods side by side, and what stands for the rest of them. */
const rowLength = (part: MachinePart): number => part.pods.length + (part.fold === null ? 0 : 1);

const hasCore = (part: MachinePart): boolean => part.routing !== null || sideDevices(part).length > 0;

/** The table of routes stands below its core when devices take the place at its side. */
function tableSide(part: MachinePart, m: Measures): 'none' | 'below' | 'beside' {
  if (routeRows(part.routing, m) === 0) return 'none';
  return sideDevices(part).length > 0 ? 'below' : 'beside';
}

interface Columns {
  readonly left: number;
  readonly right: number;
  /** Width of the routing column, and of the row of pods and bridges above. */
  readonly core: number;
  readonly upper: number;
  readonly table: number;
}

/** Room for the name of a machine and the network cards beside it; 0 without such cards. */
function upperWidth({ machine }: MachinePart, above: readonly DeviceElement[], m: Measures): number {
  if (above.length === 0) return 0;
  const cards = rowWidth(
    above.map((nic) => deviceWidth(nic, m.nicMin, m)),
    m.podGap,
  );
  return headerWidth(machine.name, machine.addresses, m) + textWidth(machine.role, m.caption, 'sans') + cards;
}

/** Network cards on the upper edge, at the right. */
function placeUpper(
  above: readonly DeviceElement[],
  right: number,
  rootTop: number,
  m: Measures,
): Map<string, Box> {
  const items = above.map((nic) => ({ id: nic.id, width: deviceWidth(nic, m.nicMin, m) }));
  const room = rowWidth(
    items.map(({ width }) => width),
    m.podGap,
  );
  // They reach into the area of the netns they belong to.
  const y = rootTop + m.nsPad - m.nicHeight;
  return placeRow(items, m.podGap, right - room, room, { y, height: m.nicHeight });
}

function columnsOf(part: MachinePart, rows: Rows, m: Measures, upper: number): Columns {
  const left = m.cardPad + m.nsPad;
  const place = tableSide(part, m);
  const table = part.routing && place !== 'none' ? routeTableWidth(part.routing, place === 'beside', m) : 0;
  const side = Math.max(
    place === 'beside' ? table : 0,
    ...sideDevices(part).map((device) => deviceWidth(device, m.tunnelMin, m)),
  );
  const core = Math.max(part.routing ? m.routingMin : 0, place === 'below' ? table : 0);
  const pods = rowWidth(podWidths(part, m), m.podGap);
  const row = Math.max(pods, bridgesWidth(part, m));
  const gap = side > 0 && core + row > 0 ? m.columnGap : 0;
  // Below several pods there is room for both columns; where room is dear, below one as well.
  const free = m.tunnelsAside || !(rows.tunnelsUp && part.tunnels.length > 0);
  const tucked = (rowLength(part) > 1 || m.tunnelsAside) && free;
  const inside = tucked ? Math.max(row, core + gap + side) : Math.max(row, core) + gap + side;
  const nics = part.nics.map((nic) => deviceWidth(nic, m.nicMin, m));
  const content = Math.max(
    inside,
    upper,
    rowWidth(nics, m.podGap),
    headerWidth(part.machine.name, part.machine.addresses, m) - 2 * m.nsPad,
    nodeFactsWidth(part.machine, m) - 2 * m.nsPad,
  );
  const coreRoom = content - gap - side;
  return {
    left,
    right: left + content,
    core: tucked && side > 0 ? Math.min(coreRoom, Math.max(core, coreRoom / 2)) : coreRoom,
    upper: tucked ? content : coreRoom,
    table,
  };
}

function placeNics(part: MachinePart, columns: Columns, m: Measures): Map<string, Box> {
  const items = part.nics.map((nic) => ({ id: nic.id, width: deviceWidth(nic, m.nicMin, m) }));
  const room = columns.right - columns.left;
  const gap = Math.max(
    m.podGap,
    spreadGap(
      items.map((item) => item.width),
      room,
    ),
  );
  return placeRow(items, gap, columns.left, room, { y: m.nicBelow - m.nicHeight, height: m.nicHeight });
}

/** Routing core, its table, and the devices at its side, standing on `bottom`. */
function placeCore(
  part: MachinePart,
  columns: Columns,
  rows: Rows,
  bottom: number,
  m: Measures,
): { readonly boxes: Map<string, Box>; readonly top: number } {
  const boxes = new Map<string, Box>();
  const side = sideDevices(part);
  const place = tableSide(part, m);
  const tableHeight = routeTableHeight(routeRows(part.routing, m), m);
  const base = place !== 'beside' && rows.tableHeight > 0 ? bottom - rows.tableHeight - m.routeGap : bottom;
  const height = Math.max(
    part.routing ? m.routingHeight : 0,
    side.length > 0 ? m.tunnelHeight : 0,
    place === 'beside' ? tableHeight : 0,
  );
  const middle = base - height / 2;
  if (part.routing) {
    const x = columns.left + (columns.core - m.routingMin) / 2;
    boxes.set(part.routing.id, {
      x,
      y: middle - m.routingHeight / 2,
      width: m.routingMin,
      height: m.routingHeight,
    });
    if (place === 'below') {
      boxes.set(routesId(part.routing.id), {
        x: columns.left + (columns.core - columns.table) / 2,
        y: base + m.routeGap,
        width: columns.table,
        height: tableHeight,
      });
    } else if (place === 'beside') {
      boxes.set(routesId(part.routing.id), {
        x: columns.right - columns.table,
        y: middle - tableHeight / 2,
        width: columns.table,
        height: tableHeight,
      });
    }
  }
  let lower = middle + m.tunnelHeight / 2;
  for (const device of side) {
    const width = deviceWidth(device, m.tunnelMin, m);
    boxes.set(device.id, {
      x: columns.right - width,
      y: lower - m.tunnelHeight,
      width,
      height: m.tunnelHeight,
    });
    lower -= m.tunnelHeight + m.wireGap;
  }
  const sideTop = side.length > 1 ? lower + m.wireGap : middle - height / 2;
  const alone = rowLength(part) > 0 && columns.upper === columns.core;
  return { boxes, top: alone ? middle - height / 2 : Math.min(middle - height / 2, sideTop) };
}

function placePods(
  part: MachinePart,
  columns: Columns,
  height: number,
  rows: { readonly tabTop: number; readonly vethTop: number },
  top: number,
  m: Measures,
): Map<string, Box> {
  const boxes = new Map<string, Box>();
  const widths = podWidths(part, m);
  const lefts = rowPositions(widths, m.podGap, columns.left, columns.upper);
  const boxAt = (index: number): Box => {
    return { x: lefts[index] ?? columns.left, y: top, width: widths[index] ?? 0, height };
  };
  const first = part.fold && part.foldFirst ? 1 : 0;
  part.pods.forEach((pod, index) => {
    const box = boxAt(first + index);
    boxes.set(pod.netns.id, box);
    for (const [id, inner] of placePod(pod, part.podVeths, box, rows, m)) boxes.set(id, inner);
  });
  if (part.fold) boxes.set(part.fold.id, boxAt(part.foldFirst ? 0 : part.pods.length));
  return boxes;
}

/** Widths of the pods in their row, and of what stands for the rest of them. */
function podWidths(part: MachinePart, m: Measures): number[] {
  const pods = part.pods.map((pod) => podWidth(pod, part.podVeths, m));
  if (part.fold === null) return pods;
  return part.foldFirst ? [m.podMin, ...pods] : [...pods, m.podMin];
}
