/**
 * A segment behind a NAT gateway, the Internet and a web server in it. The provider forwards no private source (BCP 38),
 * and nobody out there has a route to one (RFC 1918). Public addresses are those for documentation (RFC 5737).
 */
import { parseCidr4, formatIpv4 } from '../../wire/addr';
import type { Cidr4 } from '../../wire/addr';
import type { FabricKind, FabricMachine } from './kind';
import {
  cable,
  card,
  ETHERNET_MTU,
  hostIn,
  nodeIn,
  numbers,
  portOf,
  rangeAt,
  rangeText,
  ROUTER,
  switchWith,
} from './parts';

function range(text: string): Cidr4 {
  const read = parseCidr4(text);
  if (!read.ok) throw new Error(text);
  return read.value;
}

const ACCESS = range('203.0.113.0/24');
const SERVERS = range('198.51.100.0/24');
/** The gateway's number in the provider's range, and the web server's in its own. */
const GATEWAY = 2;
const SERVER = 80;
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

export const internet: FabricKind = {
  kind: 'internet',
  fields: ['ranges', 'mtu', 'masquerade'],
  ranges: ['192.168.56.0/24'],
  segments: { min: 1, max: 1 },
  mtu: ETHERNET_MTU,
  allow: null,
  build({ nodes, ranges, mtu, masquerade }) {
    const all = numbers(nodes);
    const inside = rangeAt(ranges, 0);
    const first = (of: Cidr4) => formatIpv4(hostIn(of, 1));
    const hidden = masquerade === 'all' ? '' : `-s ${rangeText(inside)} `;
    const gateway: FabricMachine = {
      name: 'gateway',
      role: 'router',
      setup: [
        ...ROUTER,
        ...card('eth0', inside, 1),
        ...card('eth1', ACCESS, GATEWAY, mtu),
        `ip route add default via ${first(ACCESS)} dev eth1`,
        ...(masquerade === 'none' ? [] : [`iptables -t nat -A POSTROUTING ${hidden}-o eth1 -j MASQUERADE`]),
      ],
    };
    const provider: FabricMachine = {
      name: 'internet',
      role: 'router',
      setup: [
        ...ROUTER,
        ...card('eth0', ACCESS, 1, mtu),
        ...card('eth1', SERVERS, 1),
        ...PRIVATE.map((source) => `iptables -A FORWARD -s ${source} -j DROP`),
      ],
    };
    const server: FabricMachine = {
      name: 'server',
      role: 'host',
      setup: [...card('eth0', SERVERS, SERVER), `ip route add default via ${first(SERVERS)} dev eth0`],
    };
    return {
      machines: [
        switchWith('switch', 1, [...all.map(portOf), 'p-gateway']),
        ...all.map((node) => nodeIn(inside, node)),
        gateway,
        provider,
        server,
      ],
      cables: [
        ...all.map((node) => cable(`node-${node}`, 'eth0', 'switch', portOf(node))),
        cable('gateway', 'eth0', 'switch', 'p-gateway'),
        cable('gateway', 'eth1', 'internet', 'eth0'),
        cable('internet', 'eth1', 'server', 'eth0'),
      ],
      services: [{ netns: 'server', run: 'httpd -f -p 80' }],
      cloudRoutes: null,
    };
  },
};
