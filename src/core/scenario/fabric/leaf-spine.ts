/**
 * Leaf and spine: each rack is a segment of its own behind its leaf, whose ports towards the rack are a switch by
 * themselves here (`rack-1`). Each leaf is cabled to each spine, and flows spread over the spines by addresses and ports.
 * Routes are written by hand, or leaves and spines tell one another over BGP.
 */
import { asIpv4, ipv4 } from '../../wire/addr';
import type { Cidr4 } from '../../wire/addr';
import type { FabricKind, FabricMachine } from './kind';
import { birdFiles, leafBird, spineBird } from './leaf-spine.bgp';
import {
  addressIn,
  cable,
  card,
  ETHERNET_MTU,
  FIRST_NODE,
  nodeIn,
  numbers,
  portOf,
  rangeAt,
  rangeText,
  ROUTER,
  segmentOf,
  switchWith,
} from './parts';

/** The range of the cable between a spine and a leaf, both from 1. */
function wire(spine: number, leaf: number): Cidr4 {
  return { addr: asIpv4(ipv4('10.255.0.0') + spine * 256 + leaf * 4), len: 30 };
}

const SPINE_END = 1;
const LEAF_END = 2;

const at = (range: Cidr4, number: number): string => addressIn(range, number).replace(/\/.*/, '');

export const leafSpine: FabricKind = {
  kind: 'leaf-spine',
  fields: ['ranges', 'mtu', 'spines', 'routing', 'nodeAs'],
  ranges: ['192.168.56.0/24', '192.168.57.0/24'],
  segments: { min: 2, max: 16 },
  mtu: ETHERNET_MTU,
  allow: null,
  build({ nodes, ranges, mtu, spines, routing, nodeAs }) {
    const byHand = routing === 'static';
    const all = numbers(nodes);
    const leaves = numbers(ranges.length);
    const inRack = (leaf: number) => all.filter((node) => segmentOf(node, nodes, ranges.length) === leaf - 1);
    const leafMachine = (leaf: number): FabricMachine => ({
      name: `leaf-${leaf}`,
      role: 'router',
      ...(byHand
        ? {}
        : birdFiles(
            leafBird({
              leaf,
              routerId: at(rangeAt(ranges, leaf - 1), 1),
              nodes: inRack(leaf).map((node) => {
                return { node, address: at(rangeAt(ranges, leaf - 1), FIRST_NODE + node) };
              }),
              nodeAs,
              spines: numbers(spines).map((spine) => at(wire(spine, leaf), SPINE_END)),
            }),
          )),
      setup: [
        ...ROUTER,
        // Flows of one pair of nodes take several ways too.
        'sysctl -w net.ipv4.fib_multipath_hash_policy=1',
        ...card('rack', rangeAt(ranges, leaf - 1), 1, mtu),
        ...numbers(spines).flatMap((spine) => card(`spine-${spine}`, wire(spine, leaf), LEAF_END, mtu)),
        ...leaves
          .filter((other) => byHand && other !== leaf)
          .map((other) => {
            const ways = numbers(spines).map(
              (spine) => ` nexthop via ${at(wire(spine, leaf), SPINE_END)} dev spine-${spine}`,
            );
            return `ip route add ${rangeText(rangeAt(ranges, other - 1))}${ways.join('')}`;
          }),
      ],
    });
    const spineMachine = (spine: number): FabricMachine => ({
      name: `spine-${spine}`,
      role: 'router',
      ...(byHand
        ? {}
        : birdFiles(
            spineBird(
              `10.255.${spine}.0`,
              leaves.map((leaf) => at(wire(spine, leaf), LEAF_END)),
            ),
          )),
      setup: [
        ...ROUTER,
        ...leaves.flatMap((leaf) => [
          ...card(`leaf-${leaf}`, wire(spine, leaf), SPINE_END, mtu),
          ...(byHand
            ? [
                `ip route add ${rangeText(rangeAt(ranges, leaf - 1))} via ${at(wire(spine, leaf), LEAF_END)} dev leaf-${leaf}`,
              ]
            : []),
        ]),
      ],
    });
    return {
      machines: [
        ...leaves.flatMap((leaf) => [
          ...inRack(leaf).map((node) => nodeIn(rangeAt(ranges, leaf - 1), node, mtu)),
          switchWith(`rack-${leaf}`, leaf, [...inRack(leaf).map(portOf), 'p-leaf'], mtu),
          leafMachine(leaf),
        ]),
        ...numbers(spines).map(spineMachine),
      ],
      cables: leaves.flatMap((leaf) => [
        ...inRack(leaf).map((node) => cable(`node-${node}`, 'eth0', `rack-${leaf}`, portOf(node))),
        cable(`leaf-${leaf}`, 'rack', `rack-${leaf}`, 'p-leaf'),
        ...numbers(spines).map((spine) =>
          cable(`leaf-${leaf}`, `spine-${spine}`, `spine-${spine}`, `leaf-${leaf}`),
        ),
      ]),
      services: byHand
        ? []
        : [
            ...leaves.map((leaf) => ({ netns: `leaf-${leaf}`, run: 'bird' })),
            ...numbers(spines).map((spine) => ({ netns: `spine-${spine}`, run: 'bird' })),
          ],
      cloudRoutes: null,
    };
  },
};
