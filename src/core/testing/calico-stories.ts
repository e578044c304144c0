const LOST = /^1 packets transmitted, 0 received, 100% packet loss/m;

/** What each send of the labs about Calico's BGP is to print, in their order: it follows from topology, modes and what was typed. */
export const CALICO_STORIES: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  'calico-bgp': {
    'ping-across': /icmp_seq=1 ttl=62 [^]*icmp_seq=2 ttl=62 /,
    'ping-back': /icmp_seq=1 ttl=62 /,
    'node-to-pod': /icmp_seq=1 ttl=63 /,
    sessions: /^\| 192\.168\.56\.12 \| node-to-node mesh \| up {4}\| .* \| Established \|$/m,
    configuration: /^protocol bgp Mesh_192_168_56_12 from bgp_template \{$/m,
    routes: /^10\.244\.41\.0\/26 via 192\.168\.56\.12 dev eth0 *$/m,
  },
  'calico-bgp-mesh': {
    'ping-across': /icmp_seq=1 ttl=62 /,
    'ping-third': /icmp_seq=1 ttl=62 /,
    sessions: /^\| 192\.168\.56\.12 \| node-to-node mesh \| up {4}\| .* \| Established \|$/m,
    configuration: /^protocol bgp Mesh_192_168_56_13 from bgp_template \{$/m,
    routes: /^10\.244\.41\.0\/26 via 192\.168\.56\.12 dev eth0 *\n[^]*^blackhole 10\.244\.41\.192\/26 *$/m,
    'mesh-off': /^bgpconfiguration\.projectcalico\.org\/default created$/m,
    // The default route leads to a router that is not there.
    'ping-without': /^From 192\.168\.56\.11 icmp_seq=1 Destination Host Unreachable$/m,
  },
  'calico-never-two-segments': {
    'ping-neighbour': /icmp_seq=1 ttl=62 /,
    sessions: /^\| 192\.168\.57\.13 \| node-to-node mesh \| up {4}\| .* \| Established \|$/m,
    // The next hop lies behind the router: the way there is the way to the router.
    routes: /^10\.244\.41\.64\/26 via 192\.168\.56\.1 dev eth0 *$/m,
    'ping-behind-router': /^1 packets transmitted, 0 received, 100% packet loss/m,
    'teach-there': /^$/,
    'teach-back': /^$/,
    'ping-taught': /icmp_seq=1 ttl=61 /,
  },
  'calico-route-reflectors': {
    'ping-across': /icmp_seq=1 ttl=62 /,
    sessions: /^\| 192\.168\.56\.21 \| node specific \| up {4}\| .* \| Established \|$/m,
    // Told by a reflector, made by node-2, which stays the next hop.
    reflected:
      /^10\.244\.41\.0\/26 {5}via 192\.168\.56\.12 on eth0 [^]*originator_id: 192\.168\.56\.12\n\tBGP\.cluster_list: 244\.0\.0\.1$/m,
    clients: /^ {2}rr client;\n {2}rr cluster id 244\.0\.0\.1;$/m,
    unpeer: /^bgppeer\.projectcalico\.org "peer-with-reflector" deleted/m,
    'ping-gone': /^From 192\.168\.56\.11 icmp_seq=1 Destination Host Unreachable$/m,
  },
  'calico-tor': {
    // Two nodes and two routers.
    'ping-across': /icmp_seq=1 ttl=60 /,
    sessions: /^\| 192\.168\.1\.1 {2}\| node specific \| up {4}\| .* \| Established \|$/m,
    routes: /^10\.244\.41\.0\/26 via 192\.168\.1\.1 dev eth0 *$/m,
    'router-routes': /^10\.244\.41\.0\/26 {5}via 10\.0\.0\.2 on up0 [^]*BGP\.as_path: 65002 65102$/m,
    outside: /icmp_seq=1 ttl=62 /,
  },
  'calico-leaf-spine-tor': {
    // Nobody between the two nodes.
    'ping-rack': /icmp_seq=1 ttl=62 /,
    // Leaf, spine, leaf between them.
    'ping-other-rack': /icmp_seq=1 ttl=59 /,
    'node-sessions': /^\| 192\.168\.56\.1 \| node specific \| up {4}\| .* \| Established \|$/m,
    'node-routes':
      /^10\.244\.41\.0\/26 via 192\.168\.56\.12 dev eth0 *\n10\.244\.41\.64\/26 via 192\.168\.56\.1 dev eth0 *$/m,
    'leaf-sessions': /^spine2 .* Established *\nnode1 .* Established *\nnode2 .* Established/m,
    'leaf-route':
      /via 10\.255\.1\.5 on spine-1 [^]*BGP\.as_path: 65000 65002 65103\n[^]*via 10\.255\.2\.5 on spine-2 /,
    'leaf-kernel':
      /\n\tnexthop via 10\.255\.1\.5 dev spine-1 weight 1 *\n\tnexthop via 10\.255\.2\.5 dev spine-2 weight 1 *$/m,
    cut: /^$/,
    'one-spine': /^10\.244\.41\.64\/26 via 10\.255\.2\.5 dev spine-2 proto bird *$/m,
    'ping-one-spine': /icmp_seq=1 ttl=59 /,
  },
  'calico-ipip-vpc': {
    'ping-across': LOST,
    'ping-node': /icmp_seq=1 ttl=64 /,
    sessions: /^\| 172\.31\.0\.12 {2}\| node-to-node mesh \| up {4}\| .* \| Established \|$/m,
    routes: /^10\.244\.41\.0\/26 via 172\.31\.0\.12 dev tunl0 onlink *$/m,
    'eni-rules': /^-A FORWARD -m physdev --physdev-out instance -j DROP$/m,
  },
  'calico-cross-subnet-vpc': {
    'ping-across': LOST,
    'ping-node': /icmp_seq=1 ttl=64 /,
    sessions: /^\| 172\.31\.0\.12 {2}\| node-to-node mesh \| up {4}\| .* \| Established \|$/m,
    routes: /^10\.244\.41\.0\/26 via 172\.31\.0\.12 dev eth0 *$/m,
    'eni-rules': /^-A FORWARD ! -s 172\.31\.0\.11\/32 -m physdev --physdev-in instance .* -j DROP$/m,
  },
  'calico-cross-subnet': {
    'ping-neighbour': /icmp_seq=1 ttl=62 /,
    'ping-behind-router': /icmp_seq=1 ttl=62 /,
    routes:
      /^10\.244\.41\.0\/26 via 192\.168\.56\.12 dev eth0 proto bird *\n10\.244\.41\.64\/26 via 192\.168\.57\.13 dev tunl0 proto bird onlink *$/m,
    'router-routes': /^192\.168\.56\.0\/24 [^\n]*\n192\.168\.57\.0\/24 [^\n]*$/,
  },
  'calico-vxlan-firewall': {
    'ping-across': LOST,
    'ping-node': /icmp_seq=1 ttl=63 /,
    tables:
      /^10\.244\.41\.0\/26 via 10\.244\.41\.0 onlink *\n10\.244\.41\.0 lladdr (66:\S+) PERMANENT *\n\1 dst 192\.168\.57\.12 self permanent$/m,
    rules:
      /^-A FORWARD -p udp -m udp --dport 8472 -j ACCEPT\n-A FORWARD -p ipencap -j ACCEPT\n-A FORWARD -j DROP$/m,
    'open-port': /^$/,
    'ping-opened': /icmp_seq=1 ttl=62 /,
  },
  'calico-bgp-firewall': {
    'ping-neighbour': /icmp_seq=1 ttl=62 /,
    'ping-behind': LOST,
    sessions: /^\| 192\.168\.57\.13 \| node-to-node mesh \| start \| .* \| Passive {5}\|$/m,
    routes: /^10\.244\.41\.0\/26 via 192\.168\.56\.12 dev tunl0 onlink *\nblackhole 10\.244\.41\.192\/26 *$/,
    'open-port': /^$/,
    wait: /^$/,
    'sessions-opened': /^\| 192\.168\.57\.13 \| node-to-node mesh \| up {4}\| .* \| Established \|$/m,
    'ping-opened': /icmp_seq=1 ttl=62 /,
  },
  'calico-wan-mtu': {
    'ping-small': /icmp_seq=1 ttl=62 /,
    'ping-large': /^2 packets transmitted, 0 received, 100% packet loss/m,
    // 1500 of the card less 20 of the outer header.
    mtu: / mtu 1480 /,
    learned: /^192\.168\.57\.12 via 192\.168\.56\.1 dev eth0 src 192\.168\.56\.11 uid 0 *\n {4}cache *$/m,
  },
  'calico-leaf-spine-one-as': {
    // The default route knows better than the node.
    'ping-across': /icmp_seq=1 ttl=59 /,
    'leaf-route': /BGP\.as_path: 65000 65002 64512$/m,
    'route-before':
      /^blackhole 10\.244\.41\.192\/26 *\n192\.168\.57\.0\/24 [^\n]*\n10\.244\.41\.0 via 192\.168\.56\.1 /m,
    rejected: /^ {4}Import withdraws: {12}1 {10}0 {8}--- {10}1 {10}0$/m,
    allow:
      /^bgppeer\.projectcalico\.org\/rack-1 configured\nbgppeer\.projectcalico\.org\/rack-2 configured$/m,
    routes: /^10\.244\.41\.0\/26 via 192\.168\.56\.1 dev eth0 *$/m,
    'ping-allowed': /icmp_seq=1 ttl=59 /,
  },
  'calico-overlay-leaf-spine': {
    'ping-rack': /icmp_seq=1 ttl=62 /,
    // Three routers of the fabric see the outer packet alone.
    'ping-other-rack': /icmp_seq=1 ttl=62 /,
    'node-route': /^10\.244\.41\.64\/26 via 10\.244\.41\.64 dev vxlan\.calico onlink *$/m,
    'leaf-routes': /^(?![^]*10\.244\.)[^]*^192\.168\.57\.0\/24 /m,
  },
  'calico-wireguard': {
    // The router sees the outer packet alone.
    'ping-across': /icmp_seq=1 ttl=62 /,
    rules: /^99:\tnot from all fwmark 0x200000\/0x200000 lookup 1 *$/m,
    table: /^10\.244\.41\.0\/26 dev wireguard\.cali scope link *\nthrow 10\.244\.41\.192\/26 *$/m,
    main: /^10\.244\.41\.0\/26 via 192\.168\.56\.1 dev eth0 proto bird *$/m,
    peers:
      /^ {2}fwmark: 0x200000\n\npeer: \S{44}\n {2}endpoint: 192\.168\.57\.12:51820\n {2}allowed ips: 10\.244\.41\.0\/26$/m,
    annotations: /projectcalico\.org\/WireguardPublicKey: \S{44}$/m,
    'ping-node': /icmp_seq=1 ttl=63 /,
  },
  'calico-node-no-default-route': {
    'ping-across': /^From 10\.244\.41\.193 icmp_seq=1 Destination Host Unreachable$/m,
    'ping-neighbour': /^From 10\.244\.41\.193 icmp_seq=1 Destination Host Unreachable$/m,
    neighbours: /^169\.254\.1\.1 dev eth0 FAILED *$/m,
    'node-to-pod': /icmp_seq=1 ttl=63 /,
    mend: /^$/,
    'ping-mended': /icmp_seq=1 ttl=62 /,
  },
};
