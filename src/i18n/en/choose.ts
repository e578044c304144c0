/** English: which network fits. */
export default {
  choose: {
    lead: 'Say what you know of your machines and of what is between them. Each network is then built on just such machines and run: pods ping one another, and what you read below is what came of it.',
    questions: 'Your network',
    network: {
      name: 'What is between the nodes',
      segment: { name: 'One segment', about: 'All nodes reach one another on layer 2.' },
      'two-segments': {
        name: 'A router',
        about: 'Two segments; the router knows the nodes; of pods only what it is told.',
      },
      firewall: {
        name: 'A firewall',
        about: 'Two segments; only the usual ports of Kubernetes and its networks pass.',
      },
      vpc: {
        name: "A cloud's VPC",
        about:
          'Source/destination check: packets are from and for addresses of machines only, until a route controller takes the check off.',
      },
      wan: { name: 'Two data centres', about: 'A line with an MTU of {{mtu}} between their gateways.' },
    },
    routers: 'The router is ours: it may be told routes or speak BGP',
    cloud: {
      name: 'Route controller of the cloud',
      none: 'There is none',
      room: 'Its table has room',
      full: 'Its table lacks one entry',
    },
    portsOnly: 'Its security group names ports only: protocol 4 (IPIP) is dropped',
    nodes: 'Nodes',
    needs: 'What must be so',
    policies: 'Network policies are enforced',
    encryption: 'Nobody on a cable can read packets',
    results: 'What came of it',
    running: 'Running {{done}} of {{all}}…',
    done: '{{fit}} of {{all}} fit',
    candidate: 'Network',
    trial: {
      near: { name: 'Next node', about: 'A ping to a pod on the next node.' },
      far: { name: 'Last node', about: 'A ping to a pod on the last node.' },
      large: {
        name: '{{bytes}} bytes',
        about:
          'A packet of {{bytes}} bytes that may not be fragmented, to the last node; whether a network fits does not depend on it.',
      },
      stranger: { name: 'Policy', about: 'A pod that no policy lets in is kept out.' },
      sealed: { name: 'Sealed', about: 'Outside the nodes no packet can be read.' },
    },
    cost: { bytes: 'Bytes on cables', lookups: 'Look-ups', rules: 'Rules' },
    costsAbout: 'Counted: one ping to the last node and its answer, when all addresses are known.',
    fits: 'fits',
    small: 'fits, with small packets',
    fails: 'does not fit',
    waiting: 'waits for its turn',
    broken: 'could not be built',
    well: 'as it should be',
    badly: 'not as it should be',
    failed: {
      near: 'The next node is not reached.',
      far: 'The last node is not reached.',
      large: 'Large packets are lost.',
      stranger: 'Strangers get in.',
      sealed: 'Anybody can read it.',
    },
    lost: 'No answer came.',
    see: 'See it happen',
    open: 'Open this lab',
  },
} as const;
