/** Two segments and a router between them that knows both, and nothing of pods. */
import type { FabricKind } from './kind';
import { ETHERNET_MTU } from './parts';
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
