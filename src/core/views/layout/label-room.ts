/** How wide the boxes must be for what is written in them. */
import type { DeviceElement, RoutingElement } from '../contract';
import { TUNNEL_KINDS } from '../contract';
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

/** A tab: nothing but the name of the device. */
export function tabWidth(device: DeviceElement, m: Measures): number {
  return Math.min(m.tabMax, Math.max(40, textWidth(device.name, m.mono, 'mono') + 2 * m.tabPad));
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
  return Math.max(name, ...addresses) + (m.tersePorts ? 4 : m.sides);
}

/** The line on top of a machine: icon, name, addresses. Where room is dear, addresses stand at the cards alone. */
export function headerWidth(name: string, addresses: readonly string[], m: Measures): number {
  const after =
    addresses.length > 0 && !m.tersePorts ? 8 + textWidth(addresses.join('  '), m.mono, 'mono') : 0;
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
