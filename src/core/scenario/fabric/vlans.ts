/**
 * One switch, and a VLAN of it for each range: nodes hang on access ports and know of no VLAN, the router hangs on a trunk and has a
 * device for each of them ("router on a stick"). Nodes on trunks have a device of their VLAN themselves, and no other VLAN comes there.
 */
import { formatIpv4 } from '../../wire/addr';
import type { Cidr4 } from '../../wire/addr';
import type { FabricKind, FabricMachine } from './kind';
import {
  addressIn,
  cable,
  ETHERNET_MTU,
  FIRST_NODE,
  hostIn,
  macOf,
  mtuWords,
  numbers,
  portOf,
  rangeAt,
  ROUTER,
  segmentOf,
  switchWith,
} from './parts';

const SWITCH = 'switch';
const NAME = 'router';
const TRUNK = `p-${NAME}`;

/** 10, 20, 30, … in the order of the ranges. */
export function vidAt(at: number): number {
  return 10 * (at + 1);
}

export const vlans: FabricKind = {
  kind: 'vlans',
  fields: ['ranges', 'mtu', 'trunkedNodes'],
  ranges: ['192.168.56.0/24', '192.168.57.0/24'],
  segments: { min: 2, max: 4 },
  mtu: ETHERNET_MTU,
  allow: null,
  build({ nodes, ranges, mtu, trunkedNodes }) {
    const all = numbers(nodes);
    const vids = ranges.map((_, at) => vidAt(at));
    const placeOf = (node: number): number => segmentOf(node, nodes, ranges.length);
    const isTrunked = (node: number): boolean => node > nodes - trunkedNodes;
    const made = switchWith(SWITCH, 1, [...all.map(portOf), TRUNK], mtu);
    const carries = [
      ...all.flatMap((node) =>
        isTrunked(node)
          ? trunk(portOf(node), [vidAt(placeOf(node))])
          : [access(portOf(node), vidAt(placeOf(node)))],
      ),
      ...trunk(TRUNK, vids),
    ];
    return {
      machines: [
        { ...made, setup: [...made.setup.map(mindingVlans), ...carries] },
        routerOnTrunk(ranges, mtu),
        ...all.map((node) => {
          const at = placeOf(node);
          return nodeIn(rangeAt(ranges, at), node, isTrunked(node) ? vidAt(at) : null, mtu);
        }),
      ],
      cables: [
        ...all.map((node) => cable(`node-${node}`, 'eth0', SWITCH, portOf(node))),
        cable(NAME, 'eth0', SWITCH, TRUNK),
      ],
      services: [],
      cloudRoutes: null,
    };
  },
};

/** A bridge that minds VLANs, and no port of which is in any unless it is said. */
function mindingVlans(command: string): string {
  return command.replace(/ type bridge$/, ' type bridge vlan_filtering 1 vlan_default_pvid 0');
}

function access(port: string, vid: number): string {
  return `bridge vlan add dev ${port} vid ${vid} pvid untagged`;
}

function trunk(port: string, vids: readonly number[]): readonly string[] {
  return vids.map((vid) => `bridge vlan add dev ${port} vid ${vid}`);
}

/** A card without an address, and upon it a device of a VLAN that has one. */
function vlanOf(vid: number, range: Cidr4, number: number): readonly string[] {
  return [
    `ip link add link eth0 name eth0.${vid} type vlan id ${vid}`,
    `ip link set eth0.${vid} up`,
    `ip addr add ${addressIn(range, number)} dev eth0.${vid}`,
  ];
}

function cardUp(range: Cidr4, number: number, mtu: number): string {
  return `ip link set eth0 address ${macOf(hostIn(range, number))}${mtuWords(mtu)} up`;
}

function routerOnTrunk(ranges: readonly Cidr4[], mtu: number): FabricMachine {
  return {
    name: NAME,
    role: 'router',
    setup: [
      ...ROUTER,
      cardUp(rangeAt(ranges, 0), 1, mtu),
      ...ranges.flatMap((range, at) => vlanOf(vidAt(at), range, 1)),
    ],
  };
}

/** `vid` null: on an access port. */
function nodeIn(range: Cidr4, node: number, vid: number | null, mtu: number): FabricMachine {
  const number = FIRST_NODE + node;
  const own =
    vid === null ? [`ip addr add ${addressIn(range, number)} dev eth0`] : vlanOf(vid, range, number);
  const dev = vid === null ? 'eth0' : `eth0.${vid}`;
  return {
    name: `node-${node}`,
    role: 'node',
    setup: [
      cardUp(range, number, mtu),
      ...own,
      `ip route add default via ${formatIpv4(hostIn(range, 1))} dev ${dev}`,
    ],
  };
}
