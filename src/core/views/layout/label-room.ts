/** How wide the boxes must be for what is written in them. */
import type { DeviceElement, MachineElement, RoutingElement } from '../contract';
import { tabText, TUNNEL_KINDS } from '../contract';
import type { PodPart } from './inventory';
import type { Measures } from './measures';
import { textWidth } from './text-width';

/** A device box: icon and name, below them the addresses, one a line. */
export function deviceWidth(device: DeviceElement, min: number, m: Measures): number {
  const terse = m.tersePorts && TUNNEL_KINDS.has(device.device);
  const name = textWidth(device.name, m.name, 'bold') + (terse ? 0 : m.icon);
  const addresses = device.addresses.map((address) =>
    textWidth(terse ? withoutLength(address) : address, m.mono, 'mono'),
  );
  return Math.max(min, name + m.sides, ...addresses.map((width) => width + m.sides));
}

/** How much wider a tab may be that names VLANs. */
const VLANS_ROOM = 2.5;

/** A tab: nothing but the name of the device, and VLANs of a port, for which there is more room. */
export function tabWidth(device: DeviceElement, m: Measures): number {
  const max = device.vlans === null ? m.tabMax : VLANS_ROOM * m.tabMax;
  return Math.min(max, Math.max(40, textWidth(tabText(device), m.mono, 'mono') + 2 * m.tabPad));
}

/** `10.244.1.0/32` → `10.244.1.0` */
function withoutLength(address: string): string {
  return address.split('/')[0] ?? address;
}

/** A pod: icon, name and addresses on top. The room for its tabs is another matter. */
export function podLabelWidth(pod: PodPart, m: Measures): number {
  const name = Math.min(m.podNameMax, textWidth(pod.netns.name, m.name, 'bold')) + m.icon;
  const addresses = pod.netns.addresses.map((address) =>
    textWidth(m.tersePorts ? withoutLength(address) : address, m.mono, 'mono'),
  );
  return Math.max(name, ...addresses, ...podFactWidths(pod, m)) + (m.tersePorts ? 4 : m.sides);
}

/** Left and right inside the box of a container together, and from one to the next. */
const CONTAINER_SIDES = 12;

/** What Kubernetes says of a pod: namespace and status, and its containers side by side, as far as there is room. */
function podFactWidths({ netns }: PodPart, m: Measures): number[] {
  if (netns.pod === null) return [];
  const room = m.podNameMax + m.icon;
  const state = textWidth(`${netns.pod.namespace} · ${netns.pod.status}`, m.caption, 'sans');
  const containers = netns.pod.containers.map(
    ({ name }) => textWidth(name, m.caption, 'mono') + CONTAINER_SIDES,
  );
  return [state, containers.reduce((sum, width) => sum + width, 0)].map((width) => Math.min(room, width));
}

/** The second line of a node: its range of pod addresses, its state, and the control loops on it. */
export function nodeFactsWidth({ node, agents }: MachineElement, m: Measures): number {
  if (node === null && agents.length === 0) return 0;
  const range = textWidth(node?.podCIDR ?? '', m.mono, 'mono');
  const status = textWidth(node?.status ?? '', m.caption, 'sans') + 10;
  const loops = agents.map((agent) => textWidth(agent, m.caption, 'sans') + 16);
  const chips = loops.reduce((sum, width) => sum + width, 0);
  // Where room is dear, there are two lines, and the state stands beside the name.
  return (m.tersePorts ? Math.max(range, chips) : range + status + chips) + m.sides;
}

/**
 * The line on top of a machine: icon, name, address. Where room is dear, and where there are several, addresses stand at
 * the cards alone.
 */
export function headerWidth(name: string, addresses: readonly string[], m: Measures): number {
  const after =
    addresses.length === 1 && !m.tersePorts ? 8 + textWidth(addresses[0] ?? '', m.mono, 'mono') : 0;
  return m.icon + textWidth(name, m.name, 'bold') + after + m.sides;
}

/** Rows the table beside a routing core shows. */
export function routeRows(routing: RoutingElement | null, m: Measures): number {
  return Math.min(routing?.routes.length ?? 0, m.routeRowsMax);
}

/** Height of a table of so many rows, 0 for none. */
export function routeTableHeight(rows: number, m: Measures): number {
  return rows > 0 ? rows * m.routeRow + 8 : 0;
}

/** The table beside a routing core: destination, next hop where there is room for it, device. */
export function routeTableWidth(routing: RoutingElement, withVia: boolean, m: Measures): number {
  const mono = (text: string): number => textWidth(text, m.caption, 'mono');
  const rows = routing.routes.map(
    (route) => mono(route.dst) + mono(route.dev) + (withVia ? mono(`via ${route.via ?? ''}`) + 14 : 0) + 14,
  );
  return Math.max(0, ...rows) + m.sides;
}
