/** One segment: all nodes on one switch. The router their default route names is not drawn. */
import type { FabricKind } from './kind';
import { cable, ETHERNET_MTU, nodeIn, numbers, portOf, rangeAt, switchWith } from './parts';

export const segment: FabricKind = {
  kind: 'segment',
  fields: ['ranges', 'mtu'],
  ranges: ['192.168.56.0/24'],
  segments: { min: 1, max: 1 },
  mtu: ETHERNET_MTU,
  allow: null,
  build({ nodes, ranges, mtu }) {
    const all = numbers(nodes);
    return {
      machines: [
        switchWith('switch', 1, all.map(portOf), mtu),
        ...all.map((node) => nodeIn(rangeAt(ranges, 0), node, mtu)),
      ],
      cables: all.map((node) => cable(`node-${node}`, 'eth0', 'switch', portOf(node))),
      services: [],
      cloudRoutes: null,
    };
  },
};
