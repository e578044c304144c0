/** Two segments and a router between them that knows both, and nothing of pods. */
import { parseCidr4 } from '../../wire/addr';
import type { FabricKind } from './kind';
import { ETHERNET_MTU, placeOfNode } from './parts';
import { routedSegments } from './routed';

export const twoSegments: FabricKind = {
  kind: 'two-segments',
  fields: ['ranges', 'mtu'],
  ranges: ['192.168.56.0/24', '192.168.57.0/24'],
  segments: { min: 2, max: 4 },
  mtu: ETHERNET_MTU,
  allow: null,
  build: (settings) => routedSegments(settings, 'router', []),
};

/** Where a node of the two segments is that a lab gets unless it says otherwise. */
export function nodeOfTwoSegments(node: number, nodes: number): ReturnType<typeof placeOfNode> {
  const ranges = twoSegments.ranges.flatMap((text) => {
    const range = parseCidr4(text);
    return range.ok ? [range.value] : [];
  });
  return placeOfNode(ranges, node, nodes);
}
