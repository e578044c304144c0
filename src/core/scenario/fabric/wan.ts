/** Two data centres, each a segment behind its gateway, and between the gateways a line with a small MTU. */
import { ipv4 } from '../../wire/addr';
import type { Cidr4 } from '../../wire/addr';
import type { FabricKind, FabricMachine } from './kind';
import { filterRules } from './allow';
import {
  cable,
  card,
  nodeIn,
  numbers,
  portOf,
  rangeAt,
  rangeText,
  ROUTER,
  segmentOf,
  switchWith,
} from './parts';

/** MTU of the line unless told otherwise, bytes: that of a tunnel over somebody's Internet access. */
const WAN_MTU = 1400;
const LINE: Cidr4 = { addr: ipv4('10.255.0.0'), len: 30 };
const SITES = ['a', 'b'] as const;

export const wan: FabricKind = {
  kind: 'wan',
  fields: ['ranges', 'mtu', 'allow', 'icmpErrors'],
  ranges: ['192.168.56.0/24', '192.168.57.0/24'],
  segments: { min: 2, max: 2 },
  mtu: WAN_MTU,
  allow: null,
  build({ nodes, ranges, mtu, allow, icmpErrors }) {
    const all = numbers(nodes);
    const at = (site: number) => all.filter((node) => segmentOf(node, nodes, SITES.length) === site);
    const gateway = (site: number): FabricMachine => {
      const far = 1 - site;
      return {
        name: `gateway-${SITES[site] ?? ''}`,
        role: 'router',
        setup: [
          ...ROUTER,
          ...card('eth0', rangeAt(ranges, site), 1),
          ...card('wan', LINE, site + 1, mtu),
          `ip route add ${rangeText(rangeAt(ranges, far))} via 10.255.0.${far + 1} dev wan`,
          // Well meant, and what a path MTU is learned from is among it.
          ...(icmpErrors ? [] : ['iptables -A OUTPUT -p icmp --icmp-type destination-unreachable -j DROP']),
          ...(allow === null ? [] : filterRules(allow)),
        ],
      };
    };
    const sites = SITES.map((_, site) => site);
    return {
      machines: [
        ...sites.map((site) =>
          switchWith(`switch-${SITES[site] ?? ''}`, site + 1, [...at(site).map(portOf), 'p-gateway']),
        ),
        ...sites.map(gateway),
        ...all.map((node) => nodeIn(rangeAt(ranges, segmentOf(node, nodes, SITES.length)), node)),
      ],
      cables: [
        ...sites.flatMap((site) => [
          ...at(site).map((node) =>
            cable(`node-${node}`, 'eth0', `switch-${SITES[site] ?? ''}`, portOf(node)),
          ),
          cable(`gateway-${SITES[site] ?? ''}`, 'eth0', `switch-${SITES[site] ?? ''}`, 'p-gateway'),
        ]),
        cable('gateway-a', 'wan', 'gateway-b', 'wan'),
      ],
      services: [],
      cloudRoutes: null,
    };
  },
};
