/** A pod: a netns of its own above the machine's, with its veth ends on its lower edge and the other ends below. */
import type { Box, DeviceElement } from '../contract';
import type { PodPart } from './inventory';
import { deviceWidth, podLabelWidth, tabWidth } from './label-room';
import type { Measures } from './measures';
import type { Item } from './row';
import { placeRow, rowPositions, rowWidth } from './row';

/** Heights at which the tabs of all pods of a machine start. */
export interface TabRows {
  readonly tabTop: number;
  readonly vethTop: number;
}

type Veths = ReadonlyMap<string, DeviceElement>;

/** Width of a pod with room for its tabs and the tabs below them. */
export function podWidth(pod: PodPart, veths: Veths, m: Measures): number {
  const inner =
    rowWidth(
      innerItems(pod, m).map((item) => item.width),
      m.podGap,
    ) +
    2 * m.nsPad;
  return Math.max(m.podMin, podLabelWidth(pod, m), rowWidth(tabRooms(pod, veths, m), m.wireGap), inner);
}

/** Height a pod needs beyond the usual: for what Kubernetes says of it, and for devices inside it, which few have. */
export function podExtraHeight(pod: PodPart, m: Measures): number {
  return factsHeight(pod, m) + (innerItems(pod, m).length > 0 ? m.routingHeight + m.bridgeDrop : 0);
}

const factsHeight = (pod: PodPart, m: Measures): number => (pod.netns.pod === null ? 0 : m.podFacts);

/** Boxes of what belongs to a pod: its tabs, the tabs of their other ends, its inner devices. */
export function placePod(pod: PodPart, veths: Veths, box: Box, rows: TabRows, m: Measures): Map<string, Box> {
  const placed = new Map<string, Box>();
  const rooms = tabRooms(pod, veths, m);
  const lefts = rowPositions(rooms, m.wireGap, box.x, box.width);
  pod.tabs.forEach((tab, index) => {
    const middle = (lefts[index] ?? box.x) + (rooms[index] ?? 0) / 2;
    const tabAt = (device: DeviceElement, y: number): void => {
      const width = tabWidth(device, m);
      placed.set(device.id, { x: middle - width / 2, y, width, height: m.tabHeight });
    };
    tabAt(tab, rows.tabTop);
    const veth = veths.get(tab.id);
    if (veth) tabAt(veth, rows.vethTop);
  });
  const top = box.y + m.podHeight + factsHeight(pod, m);
  const vertical = { y: top - m.tabHeight / 2, height: m.routingHeight };
  for (const [id, inner] of placeRow(innerItems(pod, m), m.podGap, box.x, box.width, vertical)) {
    placed.set(id, inner);
  }
  return placed;
}

function innerItems(pod: PodPart, m: Measures): Item[] {
  const devices = pod.inner.map((device) => ({ id: device.id, width: deviceWidth(device, 0, m) }));
  return pod.routing ? [...devices, { id: pod.routing.id, width: m.routingMin }] : devices;
}

function tabRooms(pod: PodPart, veths: Veths, m: Measures): number[] {
  return pod.tabs.map((tab) => {
    const veth = veths.get(tab.id);
    return Math.max(tabWidth(tab, m), veth ? tabWidth(veth, m) : 0);
  });
}
