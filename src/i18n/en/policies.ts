/** English: network policies with their switches. */
export default {
  policies: {
    name: 'Network policies',
    on: '{{on}} of {{all}} on',
    idle: 'Nobody enforces them on {{nodes}}: the API server keeps policies with any network, but {{network}} makes no rules of them there. Packets pass as if they were not there.',
    idleNone:
      'Nobody enforces them on {{nodes}}: the API server keeps policies without a network as well, and nobody makes rules of them there. Packets pass as if they were not there.',
    stopped:
      'calico-node is stopped on {{nodes}}: the rules it made stay there as they were, and what is switched here does not reach them until it runs again.',
    about: '{{pods}} · {{directions}}',
    allPods: 'all pods',
    and: ', ',
    direction: { Ingress: 'what comes in', Egress: 'what goes out' },
    takeAway: 'Take it away: kubectl delete',
    apply: 'Bring it back: kubectl apply',
    effect: "With these, the lab's traffic",
    tried: {
      all: 'Tried: all of it passes.',
      none: 'Tried: none of it passes.',
      some: 'Tried. Passes: {{passes}}. Does not pass: {{fails}}.',
    },
    send: 'Send it, and walk its way',
    verdict: { trying: 'being tried…', passes: 'passes', fails: 'does not pass' },
  },
} as const;
