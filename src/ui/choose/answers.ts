/** What somebody says of a network, as the page's form and as the address has it: `vpc.3.policies.encryption`. */

/** Kinds of physical networks that are asked about, by the fabric a lab makes of them. */
export const NETWORKS = ['segment', 'two-segments', 'firewall', 'vpc', 'wan'] as const;
export type Network = (typeof NETWORKS)[number];

/** How many nodes a cluster may have here: enough to have neighbours and others, few enough to be run nine times. */
export const NODE_COUNTS = [2, 3, 4, 6] as const;
export type NodeCount = (typeof NODE_COUNTS)[number];

export interface Answers {
  readonly network: Network;
  readonly nodes: NodeCount;
  /** NetworkPolicies have to be enforced. */
  readonly policies: boolean;
  /** What goes over cables must not be readable. */
  readonly encryption: boolean;
}

export const UNASKED: Answers = { network: 'segment', nodes: 3, policies: false, encryption: false };

/** Whatever is not understood is as if nobody had said it. */
export function parseAnswers(text: string): Answers {
  const words = text.split('.');
  return {
    network: NETWORKS.find((one) => words.includes(one)) ?? UNASKED.network,
    nodes: NODE_COUNTS.find((one) => words.includes(String(one))) ?? UNASKED.nodes,
    policies: words.includes('policies'),
    encryption: words.includes('encryption'),
  };
}

export function formatAnswers({ network, nodes, policies, encryption }: Answers): string {
  return [network, nodes, ...(policies ? ['policies'] : []), ...(encryption ? ['encryption'] : [])].join('.');
}
