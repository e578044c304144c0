/** Two segments with a firewall between them: what is not allowed by name is dropped. */
import { COMPONENTS, filterRules } from './allow';
import type { FabricKind } from './kind';
import { ETHERNET_MTU } from './parts';
import { routedSegments } from './routed';

export const firewall: FabricKind = {
  kind: 'firewall',
  fields: ['ranges', 'mtu', 'allow'],
  ranges: ['192.168.56.0/24', '192.168.57.0/24'],
  segments: { min: 2, max: 4 },
  mtu: ETHERNET_MTU,
  allow: COMPONENTS,
  build: (settings) => routedSegments(settings, 'firewall', filterRules(settings.allow ?? COMPONENTS)),
};
