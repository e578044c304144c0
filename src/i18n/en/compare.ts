/** English: labs side by side. */
export default {
  compare: {
    close: 'Back to the lab',
    send: 'Traffic',
    side: 'Side {{number}}',
    lab: 'Lab of side {{number}}',
    position: 'Step',
    step: 'Step {{step}} of {{steps}}',
    done: 'Done.',
    dropped: 'Dropped.',
    noSend:
      'These labs have no send in common, so there is nothing to compare. Choose another lab, or another option of the same one.',
    crash: 'The simulator of this side stopped.',
    presets: {
      name: 'Suggestions',
      choose: 'Choose a pair…',
      tunnel: 'A tunnel or plain routes: Flannel VXLAN, host-gw',
      daemon: 'A daemon or the kernel: Flannel udp, VXLAN',
      lean: 'One header or four: Flannel IPIP, VXLAN',
      crossSubnet: 'Always wrapped or where need be: Calico IPIP Always, CrossSubnet',
      reflector: 'Everybody with everybody or one for all: BGP mesh, route reflector',
      policy: 'A policy that nobody enforces, and one that felix does: Flannel, Canal',
    },
    costs: 'What it costs',
    traffic: 'Counted so far',
    tables: 'Kept on the nodes',
    bad: {
      title: 'This address names nothing that can be compared',
      text: 'It has to name two or three labs, each with its options: flannel-vxlan/flannel-vxlan~backend.host-gw',
    },
    cost: {
      cableFrames: {
        name: 'Frames on cables',
        about: 'Frames sent into a cable, ARP included. Behind a switch each frame is counted again.',
      },
      cableBytes: { name: 'Bytes on cables', about: 'The bytes of these frames, Ethernet headers included.' },
      tunnelBytes: {
        name: 'Bytes added by tunnels',
        about: 'Bytes by which wrapping made packets longer, each wrapping counted once.',
      },
      hops: { name: 'Devices passed', about: 'Times that a device received a frame.' },
      routeLookups: { name: 'Route look-ups', about: 'Questions put to the routing tables.' },
      neighLookups: { name: 'Neighbour look-ups', about: 'Questions put to the neighbour tables.' },
      fdbLookups: {
        name: 'FDB and tunnel look-ups',
        about: 'Times that a bridge or a tunnel looked for where an address is.',
      },
      rules: { name: 'Rules compared', about: 'Rules of netfilter that a packet was compared with.' },
      crossings: {
        name: 'Kernel/user crossings',
        about:
          'Packets handed from the kernel to a process or the other way, those of the sender and the receiver included.',
      },
      floodedCopies: { name: 'Flooded copies', about: 'Copies that bridges sent beyond the first.' },
      routes: { name: 'Routes', about: 'Routes in the main tables of all nodes.' },
      neighbours: { name: 'Neighbours', about: 'Entries in the neighbour tables of all nodes.' },
      fdbEntries: { name: 'FDB entries', about: 'Entries of bridges and VXLAN devices on all nodes.' },
      nfRules: { name: 'Netfilter rules', about: 'Rules of iptables and nftables on all nodes.' },
      bgpSessions: {
        name: 'BGP sessions',
        about: 'Sessions that are up, each counted once, between whomever they are.',
      },
      conntrack: { name: 'Tracked flows', about: 'Entries of conntrack on all nodes.' },
    },
  },
} as const;
