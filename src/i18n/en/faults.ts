/** Faults one can bring about: what they are called, and what a real cluster shows. Loaded with the dialog. */
export default {
  title: 'Break something',
  intro:
    'Each of these goes wrong in real clusters. Breaking it is an input like any other: it stands in the log and the address, one can step through it and take it back.',
  where: 'Where',
  break: 'Break',
  mend: 'Mend',
  broken: 'broken',
  at: '{{name}}, {{at}}',
  none: 'There is nothing here that these faults could happen to.',
  done: 'Done: {{command}}',
  failed: 'It failed: {{command}} said "{{said}}"',
  faults: {
    'vxlan-blocked': {
      name: 'UDP 8472 is blocked',
      symptom:
        'Pods reach one another on their node and nobody on others; nodes ping one another. tcpdump shows outer packets leaving and none arriving.',
    },
    'flannel-udp-blocked': {
      name: 'UDP 8285 is blocked',
      symptom:
        "The same with flannel's udp backend: packets leave flannel0 and never come out of the other one.",
    },
    'calico-vxlan-blocked': {
      name: 'UDP 4789 is blocked',
      symptom: "Calico's pods reach no pod on another node, while all its rules and routes are in place.",
    },
    'wireguard-blocked': {
      name: 'UDP 51820 is blocked',
      symptom: 'wg shows no latest handshake; its first messages are sent again and again, and packets wait.',
    },
    'bgp-blocked': {
      name: 'TCP 179 is blocked',
      symptom:
        'BGP sessions stay in Connect or Active; with the hold time over, the routes of the others are taken away.',
    },
    'ipip-blocked': {
      name: 'Protocol 4 is dropped',
      symptom:
        'Routes are right, BGP may be up, and nothing crosses between nodes: the filter drops IP in IP.',
    },
    'source-dest-check': {
      name: 'Source/destination check is on',
      symptom:
        "What is routed without a tunnel is lost in the cloud; what is wrapped between the instances' own addresses passes.",
    },
    'cable-out': {
      name: 'A cable is out',
      symptom:
        'NO-CARRIER at both ends. Whatever is sent there is lost; after 40 s a node would be NotReady.',
    },
    'lossy-link': {
      name: 'One packet in three is lost',
      symptom: 'ping shows losses, TCP repeats segments and becomes slow; nothing says why.',
    },
    'small-mtu': {
      name: 'A port with too small an MTU',
      symptom:
        'Small packets pass, large ones vanish without an ICMP error: a switch sends none. TCP connects, then hangs.',
    },
    'vlan-missing': {
      name: 'A VLAN is missing on a trunk',
      symptom:
        'Within each VLAN everything works. Whatever needs the missing one by this trunk gets no answer, not even to ARP, and nobody sends an error.',
    },
    'address-twice': {
      name: 'An address twice',
      symptom:
        'Whoever answered last is believed: connections reach the wrong machine, and change their mind.',
    },
    'forwarding-off': {
      name: 'ip_forward is 0',
      symptom: 'The node itself reaches everybody; its pods reach nobody beyond it, and nobody reaches them.',
    },
    'kubelet-stopped': {
      name: 'kubelet is stopped',
      symptom:
        'Running pods go on and keep their network. After 40 s the node is NotReady; new pods stay Pending.',
    },
    'agent-stopped': {
      name: "The network's agent is stopped",
      symptom:
        'What works goes on working, and nodes and policies that come later are not heard of. With calico-node its BGP daemon stops too: after the 120 s of a graceful restart the others take its routes away.',
    },
    'route-missing': {
      name: 'A route is missing',
      symptom:
        "Packets for the other node's pods follow the default route and are lost there, or come back as unreachable.",
    },
    'route-wrong': {
      name: 'A route leads the wrong way',
      symptom: 'The table looks complete, and packets go to somebody who does not know the pods.',
    },
    'default-route-missing': {
      name: 'The default route is missing',
      symptom:
        'With Calico, 169.254.1.1 no longer answers ARP: pods reach nobody at all. flanneld finds no interface when it starts again.',
    },
    'asymmetric-path': {
      name: 'Strict rp_filter, and a way back by another device',
      symptom:
        'Packets arrive, and are dropped before anything sees them; only TcpExtIPReversePathFilter in nstat grows.',
    },
    'fdb-stale': {
      name: 'A stale FDB entry',
      symptom: 'Outer packets go to an address the other node had once.',
    },
    'neighbour-stale': {
      name: 'A stale neighbour entry',
      symptom:
        'Frames bear a hardware address that the FDB knows nothing of (any more), and are dropped before they are wrapped.',
    },
    'ranges-overlap': {
      name: 'A network within the pod range',
      symptom:
        'Some pods are reached and others are not: the longer prefix leads them to a cable where nobody has their address.',
    },
    'pod-range-changed': {
      name: "Another node's pod range",
      symptom:
        'New pods stay in ContainerCreating: the bridge already has an address of another range, or two pods get the same address.',
    },
    'masquerade-missing': {
      name: 'No masquerading',
      symptom:
        'Pods reach one another and nothing outside: out there nobody accepts or answers a private source.',
    },
    'cni-leftover': {
      name: 'A file of the former network',
      symptom:
        'New pods of this node get addresses of a range nobody routes: kubelet takes the first file in /etc/cni/net.d.',
    },
  },
};
