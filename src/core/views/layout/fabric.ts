/** The network between machines: switches as flat boxes below them, their ports below the cards they are cabled to. */
import type { Box, DeviceElement } from '../contract';
import type { Inventory, MachinePart } from './inventory';
import { otherEnd } from './inventory';
import { deviceWidth, headerWidth, tabWidth } from './label-room';
import type { Measures } from './measures';
import { centreX, placePorts } from './ports';
import { placeRow } from './row';

interface Port {
  readonly device: DeviceElement;
  readonly width: number;
}

interface Draft {
  readonly part: MachinePart;
  /** On its upper edge, with their places. */
  readonly ports: readonly (Port & { readonly at: number })[];
  /** On its lower edge: to machines that stand below. */
  readonly under: readonly Port[];
  readonly left: number;
  readonly right: number;
}

/** Switches one below the other where they would cover one another. */
export interface Fabric {
  readonly rows: readonly (readonly Draft[])[];
  readonly height: number;
}

/**
 * How switches stand below the machines placed so far. `placed` holds their network cards; `lower` those of machines that
 * are to stand below the switches.
 */
export function draftFabric(
  switches: readonly MachinePart[],
  inventory: Inventory,
  placed: ReadonlyMap<string, Box>,
  lower: ReadonlySet<string>,
  middle: number,
  m: Measures,
): Fabric {
  const rows: Draft[][] = [];
  const drafts = switches.map((part) => draftSwitch(part, inventory, placed, lower, middle, m));
  for (const draft of [...drafts].sort((a, b) => a.left + a.right - b.left - b.right)) {
    const row = rows.find((others) => others.every((other) => other.right + m.machineGap <= draft.left));
    if (row) row.push(draft);
    else rows.push([draft]);
  }
  const height = rows.reduce(
    (sum, row) => sum + m.tabHeight / 2 + rowHeight(row, m) + m.fabricDrop,
    -m.fabricDrop,
  );
  return { rows, height: Math.max(0, height) };
}

const rowHeight = (row: readonly Draft[], m: Measures): number =>
  m.switchHeight + (row.some(({ under }) => under.length > 0) ? m.tabHeight / 2 : 0);

/** The middle of each switch, by its machine's name. */
export function middlesOf({ rows }: Fabric): ReadonlyMap<string, number> {
  return new Map(rows.flat().map(({ part, left, right }) => [part.machine.name, (left + right) / 2]));
}

/** Boxes of all switches with what is in them; `top` is where the ports begin. Everything they are cabled to is placed. */
export function placeFabric(
  { rows }: Fabric,
  inventory: Inventory,
  placed: ReadonlyMap<string, Box>,
  top: number,
  m: Measures,
): Map<string, Box> {
  const boxes = new Map<string, Box>();
  let y = top;
  for (const row of rows) {
    for (const draft of row) for (const [id, box] of placeSwitch(draft, y, m)) boxes.set(id, box);
    const edge = y + m.tabHeight / 2 + rowHeight(row, m);
    for (const draft of row)
      for (const [id, box] of placeUnder(draft, edge, inventory, placed, m)) boxes.set(id, box);
    y = edge + m.fabricDrop;
  }
  return boxes;
}

/** Switches each machine is cabled to, as their places in the list of switches. */
export function switchesOf(part: MachinePart, inventory: Inventory): number[] {
  const nics = new Set(part.nics.map((nic) => nic.id));
  return inventory.wires.flatMap((wire) => {
    if (wire.kind !== 'cable' || (!nics.has(wire.from) && !nics.has(wire.to))) return [];
    const far = inventory.machineOf.get(nics.has(wire.from) ? wire.to : wire.from);
    const at = inventory.switches.findIndex((other) => other.machine === far);
    return at >= 0 ? [at] : [];
  });
}

/** The network card at the other end of a port's cable. */
function farEnd(port: DeviceElement, inventory: Inventory): string | null {
  const cable = inventory.wires.find(
    (wire) =>
      (wire.kind === 'cable' || wire.kind === 'veth') && (wire.from === port.id || wire.to === port.id),
  );
  return cable ? otherEnd(cable, port.id) : null;
}

function draftSwitch(
  part: MachinePart,
  inventory: Inventory,
  placed: ReadonlyMap<string, Box>,
  lower: ReadonlySet<string>,
  middle: number,
  m: Measures,
): Draft {
  const under = part.nics.filter((port) => lower.has(farEnd(port, inventory) ?? ''));
  const known = part.nics.flatMap((port) => {
    if (under.includes(port)) return [];
    const nic = placed.get(farEnd(port, inventory) ?? '');
    return [{ port, at: nic ? centreX(nic) : null }];
  });
  const cabled = known.flatMap(({ at }) => at ?? []);
  const mean = cabled.length > 0 ? cabled.reduce((sum, at) => sum + at, 0) / cabled.length : middle;
  const sorted = known
    .map(({ port, at }) => ({ port, at: at ?? (cabled.length > 0 ? Math.max(...cabled) + 1 : mean) }))
    .sort((a, b) => a.at - b.at);
  const widths = sorted.map(({ port }) => tabWidth(port, m));
  const pitch = Math.max(0, ...widths) + m.wireGap;
  const everywhere = { from: -Infinity, to: Infinity };
  const at = placePorts(
    sorted.map((port) => port.at),
    everywhere,
    pitch,
  );
  const ports = sorted.map(({ port }, index) => ({
    device: port,
    width: widths[index] ?? 0,
    at: at[index] ?? mean,
  }));
  const edges = ports.flatMap((port) => [port.at - port.width / 2, port.at + port.width / 2]);
  const pad = 2 * m.switchPad;
  const left = Math.min(mean, ...edges) - pad;
  const right = Math.max(mean, ...edges) + pad;
  const lack = Math.max(0, minWidth(part, m) - (right - left)) / 2;
  return {
    ...{ part, ports, left: left - lack, right: right + lack },
    under: under.map((device) => ({ device, width: tabWidth(device, m) })),
  };
}

/** Bridge, and whatever else a switch holds, in a row inside it. */
function insideOf(part: MachinePart, m: Measures): { readonly id: string; readonly width: number }[] {
  const devices = [...part.bridges, ...part.tunnels, ...part.others];
  const items = devices.map((device) => ({ id: device.id, width: deviceWidth(device, m.bridgeMin, m) }));
  return part.routing ? [...items, { id: part.routing.id, width: m.routingMin }] : items;
}

function minWidth(part: MachinePart, m: Measures): number {
  const inside = insideOf(part, m).reduce((sum, item) => sum + item.width + m.podGap, m.switchPad);
  return Math.max(m.switchMin, inside, headerWidth(part.machine.name, part.machine.addresses, m));
}

function placeSwitch(draft: Draft, y: number, m: Measures): Map<string, Box> {
  const { part, ports, left, right } = draft;
  const boxes = new Map<string, Box>();
  const edge = y + m.tabHeight / 2;
  const width = right - left;
  const height = rowHeight([draft], m);
  boxes.set(part.machine.id, { x: left, y: edge, width, height });
  if (part.root) boxes.set(part.root.id, { x: left + 1, y: edge + 1, width: width - 2, height: height - 2 });
  for (const { device, width: tab, at } of ports) {
    boxes.set(device.id, { x: at - tab / 2, y, width: tab, height: m.tabHeight });
  }
  const items = insideOf(part, m);
  const room = width - 2 * m.switchPad;
  const shares = items.length > 0 ? (room - m.podGap * (items.length - 1)) / items.length : 0;
  const stretched = items.map((item) => ({ ...item, width: shares }));
  const inside = {
    y: y + m.tabHeight + m.switchInset,
    height: m.switchHeight - m.tabHeight / 2 - 2 * m.switchInset,
  };
  for (const [id, box] of placeRow(stretched, m.podGap, left + m.switchPad, room, inside)) boxes.set(id, box);
  return boxes;
}

/** Ports on the lower edge of a switch, as near as can be to the cards below. */
function placeUnder(
  { under, left, right }: Draft,
  edge: number,
  inventory: Inventory,
  placed: ReadonlyMap<string, Box>,
  m: Measures,
): Map<string, Box> {
  const wanted = under
    .map((port) => {
      const nic = placed.get(farEnd(port.device, inventory) ?? '');
      return { ...port, at: nic ? centreX(nic) : (left + right) / 2 };
    })
    .sort((a, b) => a.at - b.at);
  const widest = Math.max(0, ...wanted.map(({ width }) => width));
  const span = { from: left + m.switchPad + widest / 2, to: right - m.switchPad - widest / 2 };
  const at = placePorts(
    wanted.map((port) => port.at),
    span,
    widest + m.wireGap,
  );
  return new Map(
    wanted.map(({ device, width }, index): [string, Box] => [
      device.id,
      { x: (at[index] ?? left) - width / 2, y: edge - m.tabHeight / 2, width, height: m.tabHeight },
    ]),
  );
}
