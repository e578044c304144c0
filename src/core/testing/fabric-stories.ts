/** What the sends of the labs on physical networks print, one after the other: from TTLs, MTUs and rules of each network. */

const LOST = /^1 packets transmitted, 0 received, 100% packet loss/m;
const answered = (ttl: number): RegExp => new RegExp(`icmp_seq=1 ttl=${ttl} `);

export const FABRIC_STORIES: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  'flannel-vxlan-two-segments': {
    // Two nodes route; the router sees the outer packet alone.
    'ping-across': answered(62),
    'ping-node': answered(63),
    trace: /^ 1 {2}10\.244\.1\.1 .*\n 2 {2}10\.244\.2\.0 .*\n 3 {2}10\.244\.2\.2 /m,
  },
  'host-gw-leaf-spine': {
    'ping-rack': answered(62),
    'ping-other-rack': LOST,
    // Leaf, spine, leaf.
    'ping-node': answered(61),
    'leaf-routes': /^192\.168\.57\.0\/24 *\n\tnexthop via 10\.255\.1\.5 .*\n\tnexthop via 10\.255\.2\.5 /m,
  },
  'firewall-blocks-vxlan': {
    'ping-across': LOST,
    'ping-node': answered(63),
    rules: /^-A FORWARD -j DROP$/m,
    'open-port': /^$/,
  },
  'vlans-host-gw': {
    'ping-other-vlan': LOST,
    'ping-same-vlan': answered(62),
    'ping-node': answered(63),
    ports: /^p-node-1 +10 PVID Egress Untagged\n(?:.*\n)*p-node-3 +20\np-router +10\n +20$/m,
    'router-vlans': /^eth0\.10 +\| 10 {2}\| eth0\neth0\.20 +\| 20 {2}\| eth0$/m,
  },
  'vlan-missing-on-trunk': {
    'ping-across': LOST,
    'ping-gateway': answered(64),
    'ping-other-gateway': /^1 packets transmitted, 0 received/m,
    ports: /^p-router +10$(?!\n +20)/m,
    'add-vlan': /^$/,
  },
  'vpc-host-gw': {
    'ping-across': LOST,
    'ping-node': answered(64),
    'eni-rules':
      /! -s 172\.31\.0\.11\/32 -m physdev --physdev-in instance .* -j DROP\n.*! -d 172\.31\.0\.11\/32 /m,
  },
  'vpc-route-controller': {
    // Two nodes and the router between them.
    'ping-across': answered(61),
    'ping-third': /^From 172\.31\.0\.1 icmp_seq=1 Destination Net Unreachable$/m,
    'route-table':
      /^10\.244\.1\.0\/24 via 172\.31\.0\.11 dev subnet-1 *\n10\.244\.2\.0\/24 via 172\.31\.0\.12 dev subnet-1 *\n172\.31\.0\.0\/20 /m,
    condition: /^ *NetworkUnavailable +True .* NoRouteCreated +RouteController failed to create a route$/m,
  },
  'vpc-ipip-dropped': {
    'ping-across': LOST,
    'ping-node': answered(64),
    'eni-rules': /^-A FORWARD -m physdev --physdev-out instance -j DROP$/m,
  },
  'wan-mtu-black-hole': {
    'ping-small': answered(62),
    'ping-large': /^2 packets transmitted, 0 received, 100% packet loss/m,
    learned: /^192\.168\.57\.12 via 192\.168\.56\.1 dev eth0 src 192\.168\.56\.11 uid 0 *\n {4}cache *$/m,
  },
  'overlapping-ranges': {
    'ping-from-gateway': answered(63),
    'ping-from-node': LOST,
    'route-get': /^10\.244\.2\.80 via 10\.244\.2\.0 dev flannel\.1 /m,
    'ping-pod': answered(62),
  },
  'internet-egress': {
    'pod-asks': /^server sees 203\.0\.113\.2$/m,
    'node-asks': /^server sees 203\.0\.113\.2$/m,
    // The pod's address is not among what the gateway has seen.
    'gateway-flows':
      /^tcp .*src=192\.168\.56\.11 dst=198\.51\.100\.80 .* dst=203\.0\.113\.2 (?![^]*10\.244)/m,
    inward: /^From 198\.51\.100\.1 icmp_seq=1 Destination Net Unreachable$/m,
  },
  'lossy-fabric': {
    'ping-ten': /^10 packets transmitted, [1-9] received, [1-9]0% packet loss/m,
    fetch: /^pod-b sees 10\.244\.1\.2$/m,
    counters: /^ +[1-9]\d* +\d+ DROP .* statistic mode random probability 0\.33/m,
  },
  'what-is-broken': {
    'ping-across': answered(62),
    'ping-large': answered(62),
    'ping-node': answered(64),
  },
};

/** Labs whose oddities are what they are about, with the warning they come with. */
export const EXPECTED_WARNINGS: Readonly<Record<string, readonly string[]>> = {
  'overlapping-ranges': ['problems.cidrOverlap.problem', 'problems.cidrOverlap.problem'],
};
