/** Sentences about packets that network policies drop, with their parameters. `count`: how many policies. */

const ENDPOINT = ['netns', 'hook', 'chain', 'pod'] as const;

export const policyParams = {
  'narrate.policyVerdict.ingress': [...ENDPOINT, 'policies', 'count'],
  'narrate.policyVerdict.egress': [...ENDPOINT, 'policies', 'count'],
  'narrate.policyVerdict.denied': ['netns', 'hook', 'chain', 'number', 'policies'],
  'narrate.policyVerdict.noProfile': ENDPOINT,
} as const;
