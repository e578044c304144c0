/** Machines that fabrics are made of, as the commands that set them up. */
import { asIpv4, formatCidr4, formatIpv4, networkOf } from '../../wire/addr';
import type { Cidr4, Ipv4Addr } from '../../wire/addr';
import type { CableEnd } from '../../model/op';
import type { FabricMachine } from './kind';

/** MTU of an Ethernet that nobody has set, bytes. */
export const ETHERNET_MTU = 1500;
/** A node's number in its range is its own number and this: node-1 is .11. */
export const FIRST_NODE = 10;

export function hostIn(range: Cidr4, number: number): Ipv4Addr {
  return asIpv4(networkOf(range.addr, range.len) + number);
}

/** `192.168.56.11/24` */
export function addressIn(range: Cidr4, number: number): string {
  return formatCidr4({ addr: hostIn(range, number), len: range.len });
}

export function rangeText({ addr, len }: Cidr4): string {
  return formatCidr4({ addr: networkOf(addr, len), len });
}

/** A hardware address that shows the IPv4 address: 02:00 and its four bytes. */
export function macOf(addr: Ipv4Addr): string {
  return `02:00:${bytesText(addr, 4)}`;
}

function bytesText(value: number, count: number): string {
  return Array.from({ length: count }, (_, at) =>
    (Math.floor(value / 2 ** (8 * (count - 1 - at))) % 256).toString(16).padStart(2, '0'),
  ).join(':');
}

/** A network card with the `number`th address of a range. */
export function card(dev: string, range: Cidr4, number: number, mtu = ETHERNET_MTU): readonly string[] {
  return [
    `ip link set ${dev} address ${macOf(hostIn(range, number))}${mtuWords(mtu)} up`,
    `ip addr add ${addressIn(range, number)} dev ${dev}`,
  ];
}

export function mtuWords(mtu: number): string {
  return mtu === ETHERNET_MTU ? '' : ` mtu ${mtu}`;
}

/** A machine that becomes a Node, with its default route by the first address of its range. */
export function nodeIn(range: Cidr4, number: number, mtu = ETHERNET_MTU): FabricMachine {
  return {
    name: `node-${number}`,
    role: 'node',
    setup: [
      ...card('eth0', range, FIRST_NODE + number, mtu),
      `ip route add default via ${formatIpv4(hostIn(range, 1))} dev eth0`,
    ],
  };
}

/** A machine that is nothing but a bridge. `number` tells its hardware addresses from those of other switches. */
export function switchWith(
  name: string,
  number: number,
  ports: readonly string[],
  mtu = ETHERNET_MTU,
): FabricMachine {
  const mac = (port: number): string => `02:5a:${bytesText(number * 65_536 + port * 1, 4)}`;
  return {
    name,
    role: 'switch',
    setup: [
      `ip link add sw0 address ${mac(0)} type bridge`,
      'ip link set sw0 up',
      ...ports.map((port, at) => `ip link set ${port} address ${mac(at + 1)}${mtuWords(mtu)} master sw0 up`),
    ],
  };
}

export function cable(
  netns: string,
  dev: string,
  farNetns: string,
  farDev: string,
): readonly [CableEnd, CableEnd] {
  return [
    { netns, dev },
    { netns: farNetns, dev: farDev },
  ];
}

/** Which of `segments` ranges a node is in: the first ones in the first, as many in each. */
export function segmentOf(node: number, nodes: number, segments: number): number {
  return Math.min(segments - 1, Math.floor((node - 1) / Math.ceil(nodes / segments)));
}

/** Node `node` of `nodes` on segments of these ranges: its address, and that of its router. */
export function placeOfNode(
  ranges: readonly Cidr4[],
  node: number,
  nodes: number,
): { readonly address: string; readonly router: string } {
  const range = rangeAt(ranges, segmentOf(node, nodes, ranges.length));
  return { address: formatIpv4(hostIn(range, FIRST_NODE + node)), router: formatIpv4(hostIn(range, 1)) };
}

/** 1 to `count`. */
export function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

/** A node on a segment whose switch is `switchName`: the machine's name, its card and the switch's port. */
export function portOf(node: number): string {
  return `p-node-${node}`;
}

/** The range at `at`. Callers have as many as their kind says. */
export function rangeAt(ranges: readonly Cidr4[], at: number): Cidr4 {
  const range = ranges[at];
  if (range === undefined) throw new Error(`fabric without a range ${at}`);
  return range;
}

/** Forwarding, and no redirects: those in charge of a network leave them off. */
export const ROUTER: readonly string[] = [
  'sysctl -w net.ipv4.ip_forward=1',
  'sysctl -w net.ipv4.conf.all.send_redirects=0',
  'sysctl -w net.ipv4.conf.default.send_redirects=0',
];
