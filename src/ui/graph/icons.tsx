/** Line icons of the map on a 16-unit grid, drawn in the colour of their surroundings. */
import type { DeviceKind, MachineElement } from '../../core/index';

const PATHS = {
  card: 'M2 4h12v7H2zM5 11v2.5M8 11v2.5M11 11v2.5M5 7h6',
  bridge: 'M1.5 11V7.5a6.5 4.5 0 0 1 13 0V11M1.5 11h13M5 4.2V11M11 4.2V11',
  switch: 'M2 5.5h12v5H2zM4.5 8h1M7.5 8h1M10.5 8h1M4 10.5V13M12 10.5V13',
  tunnel: 'M4 4.5a2 3.5 0 0 0 0 7a2 3.5 0 0 0 0-7zM4 4.5h8a2 3.5 0 0 1 0 7H4',
  routing: 'M8 14V8L3.5 3.5M8 8l4.5-4.5M3.2 6.5V3.2h3.3M12.8 6.5V3.2H9.5',
  pod: 'M8 1.8 13.6 5v6L8 14.2 2.4 11V5z',
  veth: 'M2 8h4M10 8h4M6 5.5v5M10 5.5v5',
  node: 'M2.5 2.5h11v4.5h-11zM2.5 9h11v4.5h-11zM5 4.8h1M5 11.2h1M9 4.8h2M9 11.2h2',
  host: 'M2 3h12v8H2zM8 11v2.5M5.5 13.5h5',
  router: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM5 8h6M9 6l2 2-2 2',
  loop: 'M12.5 5.5A5 5 0 1 0 13 8M13 3v3h-3',
  apiserver: 'M3 4.2c0-3 10-3 10 0v7.6c0 3-10 3-10 0zM3 4.2c0 3 10 3 10 0M3 8c0 3 10 3 10 0',
  gear: 'M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M3.4 12.6l1.4-1.4M11.2 4.8l1.4-1.4',
  dummy: 'M3 3h10v10H3zM6 8h4',
} as const;

export type MapIconName = keyof typeof PATHS;

const DEVICE_ICONS: Readonly<Record<DeviceKind, MapIconName>> = {
  loopback: 'loop',
  veth: 'veth',
  physical: 'card',
  bridge: 'bridge',
  vxlan: 'tunnel',
  geneve: 'tunnel',
  dummy: 'dummy',
  tun: 'tunnel',
  ipip: 'tunnel',
  wireguard: 'tunnel',
  vlan: 'card',
  macvlan: 'card',
  ipvlan: 'card',
  ifb: 'dummy',
};

export const deviceIcon = (kind: DeviceKind): MapIconName => DEVICE_ICONS[kind];

const MACHINE_ICONS: Readonly<Record<MachineElement['role'], MapIconName>> = {
  node: 'node',
  host: 'host',
  router: 'router',
  switch: 'switch',
};

export const machineIcon = (role: MachineElement['role']): MapIconName => MACHINE_ICONS[role];

/** An icon with its upper left corner at x, y. */
export function MapIcon({
  name,
  x,
  y,
  size = 14,
}: {
  name: MapIconName;
  x: number;
  y: number;
  size?: number;
}) {
  return (
    <path
      d={PATHS[name]}
      transform={`translate(${x} ${y}) scale(${size / 16})`}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}
