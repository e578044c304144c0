/** What stands below the first line of machines: the switches they are cabled to, and the routers of a fabric, tier by tier. */
import type { Box, DeviceElement } from '../contract';
import type { Card } from './card';
import { commonRows, layoutCard } from './card';
import { draftFabric, middlesOf, placeFabric } from './fabric';
import type { Inventory, MachinePart } from './inventory';
import { otherEnd } from './inventory';
import type { Measures } from './measures';
import { centreX } from './ports';

interface Drawn {
  /** Everything placed so far; what is placed below is added. */
  readonly boxes: Map<string, Box>;
  /** Lower edge of it. */
  readonly y: number;
  readonly middle: number;
  /** Whether there is anything above. */
  readonly any: boolean;
}

/** Places all switches, and the machines of the lower tiers, the upper ones first. */
export function placeBelow(
  inventory: Inventory,
  tiers: readonly (readonly MachinePart[])[],
  { boxes, y, middle, any }: Drawn,
  m: Measures,
): void {
  let bottom = y;
  let open = inventory.switches;
  for (const [index, tier] of [...tiers, []].entries()) {
    const last = index === tiers.length;
    const cabled = (part: MachinePart): boolean =>
      part.nics.some((port) => ends(port, inventory).some((id) => boxes.has(id)));
    const here = last ? open : open.filter(cabled);
    open = open.filter((part) => !here.includes(part));
    const coming = new Set(tier.flatMap((part) => part.nics.map(({ id }) => id)));
    const fabric = draftFabric(here, inventory, boxes, coming, middle, m);
    const top = any ? bottom + m.fabricDrop : 0;
    bottom = fabric.rows.length > 0 ? top + fabric.height : bottom;
    const { placed, height } = placeTier(tier, inventory, boxes, middlesOf(fabric), bottom + m.tierDrop, m);
    if (tier.length > 0) bottom += m.tierDrop + height;
    for (const [id, box] of placed) boxes.set(id, box);
    for (const [id, box] of placeFabric(fabric, inventory, boxes, top, m)) boxes.set(id, box);
  }
}

/** Other ends of a device's cables. */
function ends(device: DeviceElement, inventory: Inventory): readonly string[] {
  return inventory.wires.flatMap((wire) =>
    wire.kind === 'cable' && (wire.from === device.id || wire.to === device.id)
      ? [otherEnd(wire, device.id)]
      : [],
  );
}

interface Leading {
  readonly part: MachinePart;
  /** Cards that lead to what is above, from left to right. */
  readonly up: readonly DeviceElement[];
  /** Where its middle would be best. */
  readonly wanted: number;
}

interface Standing extends Leading {
  readonly card: Card;
}

/** A tier of routers below what they are cabled to, as near to it as their neighbours allow. */
function placeTier(
  tier: readonly MachinePart[],
  inventory: Inventory,
  above: ReadonlyMap<string, Box>,
  switches: ReadonlyMap<string, number>,
  top: number,
  m: Measures,
): { readonly placed: ReadonlyMap<string, Box>; readonly height: number } {
  const rows = commonRows(tier, false, m);
  const leading = tier
    .map((part) => leadsOf(part, inventory, above, switches))
    .sort((a, b) => a.wanted - b.wanted);
  const standing = leading.map(({ part, up, wanted }, index): Standing => {
    const nics = part.nics
      .map((nic) => ({ nic, side: sideOf(nic, index, leading, inventory) }))
      .sort((a, b) => a.side - b.side)
      .map(({ nic }) => nic);
    return { part, up, wanted, card: layoutCard({ ...part, nics }, rows, m, up) };
  });
  const lefts = sideBySide(standing, m);
  const height = Math.max(0, ...standing.map(({ card }) => card.height));
  const placed = new Map<string, Box>();
  standing.forEach(({ card }, index) => {
    for (const [id, box] of card.boxes)
      placed.set(id, { ...box, x: (lefts[index] ?? 0) + box.x, y: top + height + box.y });
  });
  return { placed, height: height + Math.max(0, ...standing.map(({ card }) => card.below)) };
}

/** What of a machine leads up, to a card or to the middle of a switch. */
function leadsOf(
  part: MachinePart,
  inventory: Inventory,
  above: ReadonlyMap<string, Box>,
  switches: ReadonlyMap<string, number>,
): Leading {
  const up = part.nics
    .flatMap((nic) => {
      const [far = ''] = ends(nic, inventory);
      const box = above.get(far);
      const at = box ? centreX(box) : switches.get(inventory.machineOf.get(far)?.name ?? '');
      return at === undefined ? [] : [{ nic, at }];
    })
    .sort((a, b) => a.at - b.at);
  const wanted = up.reduce((sum, { at }) => sum + at, 0) / Math.max(1, up.length);
  return { part, wanted, up: up.map(({ nic }) => nic) };
}

/** Whether a card leads to a machine on the left of its own in the same tier (-1), on the right (1), or elsewhere (0). */
function sideOf(
  nic: DeviceElement,
  index: number,
  tier: readonly Leading[],
  inventory: Inventory,
): -1 | 0 | 1 {
  const machines = ends(nic, inventory).map((id) => inventory.machineOf.get(id));
  const other = tier.findIndex(({ part }) => machines.includes(part.machine));
  if (other < 0 || other === index) return 0;
  return other < index ? -1 : 1;
}

/** Left edges of cards in their order, none over another, their middles where they are wanted on the whole. */
function sideBySide(standing: readonly Standing[], m: Measures): readonly number[] {
  let edge = -Infinity;
  const lefts = standing.map(({ card, wanted }) => {
    const left = Math.max(edge, wanted - card.width / 2);
    edge = left + card.width + m.machineGap;
    return left;
  });
  const off = standing.reduce(
    (sum, { card, wanted }, i) => sum + (lefts[i] ?? 0) + card.width / 2 - wanted,
    0,
  );
  return lefts.map((left) => left - off / Math.max(1, standing.length));
}
