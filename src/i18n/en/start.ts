/** English: where one begins. */
export default {
  start: {
    title: 'One ping, three networks',
    lead: 'The same packet crosses a Kubernetes cluster through a tunnel, over plain routes, and over routes that BGP told, past the rules of Calico. This is no film: three clusters of simulated Linux machines run in your browser, and every number is counted.',
    lanes: 'The same ping, carried by three networks',
    lane: {
      vxlan: { name: 'Flannel VXLAN', about: 'Wraps every packet in UDP between the nodes' },
      hostGw: { name: 'Flannel host-gw', about: 'Plain routes from node to node, nothing wrapped' },
      calico: { name: 'Calico BGP', about: 'Routes told over BGP, and rules for network policies' },
    },
    count: { bytes: 'Bytes on cables', lookups: 'Table look-ups', rules: 'Rules compared' },
    building: 'The machines are being built…',
    trouble: 'This cluster could not be built.',
    answered: 'Answered',
    play: 'Play',
    pause: 'Pause',
    again: 'Play again',
    compare: 'Walk through it on the maps',
    ways: 'Ways in',
    lessons: 'Lessons',
    begun: 'begun',
    labs: 'Labs',
    own: 'On your own',
    choose: {
      title: 'Which network fits yours?',
      about:
        'Say what you know of your machines and cables; every network that is possible there is run on them, and what fails is shown where it fails.',
    },
    editor: {
      title: 'Write a lab',
      about: 'YAML with real manifests, completion and checks as you type. The address holds the result.',
    },
    first: {
      title: 'Just show me a packet',
      about: 'Flannel VXLAN with two pods: press Space and follow a ping, decision by decision.',
    },
  },
} as const;
