/** The network between machines: switches as flat boxes below them, their ports below the cards they are cabled to. */
import type { Box } from '../contract';
import type { Inventory, MachinePart } from './inventory';
import { otherEnd } from './inventory';
import { deviceWidth, headerWidth, tabWidth } from './label-room';
import type { Measures } from './measures';
import { centreX, placePorts } from './ports';
import { placeRow } from './row';

interface Draft {
  readonly part: MachinePart;
  readonly ports: readonly { readonly id: string; readonly width: number; readonly at: number }[];
  readonly left: number;
  readonly right: number;
}

/** Boxes of all switches with what is in them. `placed` holds the network cards; `top` is where the ports begin. */
export function placeFabric(
  inventory: Inventory,
  placed: ReadonlyMap<string, Box>,
  top: number,
  middle: number,
  m: Measures,
): Map<string, Box> {
  const boxes = new Map<string, Box>();
  const rows: Draft[][] = [];
  const drafts = inventory.switches.map((part) => draftSwitch(part, inventory, placed, middle, m));
  for (const draft of [...drafts].sort((a, b) => a.left + a.right - b.left - b.right)) {
    const row = rows.find((others) => others.every((other) => other.right + m.machineGap <= draft.left));
    if (row) row.push(draft);
    else rows.push([draft]);
  }
  rows.forEach((row, index) => {
    const y = top + index * (m.tabHeight / 2 + m.switchHeight + m.fabricDrop);
    for (const draft of row) {
      for (const [id, box] of placeSwitch(draft, y, m)) boxes.set(id, box);
    }
  });
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

function draftSwitch(
  part: MachinePart,
  inventory: Inventory,
  placed: ReadonlyMap<string, Box>,
  middle: number,
  m: Measures,
): Draft {
  const known = part.nics.map((port) => {
    const cable = inventory.wires.find(
      (wire) =>
        (wire.kind === 'cable' || wire.kind === 'veth') && (wire.from === port.id || wire.to === port.id),
    );
    const nic = cable ? placed.get(otherEnd(cable, port.id)) : undefined;
    return { port, at: nic ? centreX(nic) : null };
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
    id: port.id,
    width: widths[index] ?? 0,
    at: at[index] ?? mean,
  }));
  const edges = ports.flatMap((port) => [port.at - port.width / 2, port.at + port.width / 2]);
  const pad = 2 * m.switchPad;
  const left = Math.min(mean, ...edges) - pad;
  const right = Math.max(mean, ...edges) + pad;
  const lack = Math.max(0, minWidth(part, m) - (right - left)) / 2;
  return { part, ports, left: left - lack, right: right + lack };
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
  boxes.set(part.machine.id, { x: left, y: edge, width, height: m.switchHeight });
  if (part.root)
    boxes.set(part.root.id, { x: left + 1, y: edge + 1, width: width - 2, height: m.switchHeight - 2 });
  for (const port of ports) {
    boxes.set(port.id, { x: port.at - port.width / 2, y, width: port.width, height: m.tabHeight });
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
