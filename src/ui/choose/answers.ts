/** What somebody says of a network, as the page's form and as the address has it: `vpc.3.policies.encryption`. */

/** Kinds of physical networks that are asked about, by the fabric a lab makes of them. */
export const NETWORKS = ['segment', 'two-segments', 'firewall', 'vpc', 'wan'] as const;
export type Network = (typeof NETWORKS)[number];

/** How many nodes a cluster may have here: enough to have neighbours and others, few enough to be run a dozen times. */
export const NODE_COUNTS = [2, 3, 4, 6] as const;
export type NodeCount = (typeof NODE_COUNTS)[number];

/** A cloud's route controller: there is none, its table has room for all nodes, or for all but the last. */
export const CLOUD_ROUTES = ['none', 'room', 'full'] as const;
export type CloudRouting = (typeof CLOUD_ROUTES)[number];

export interface Answers {
  readonly network: Network;
  /** The router between two segments is ours to configure; asked where there is one. */
  readonly routers: boolean;
  /** Asked of a VPC. */
  readonly cloud: CloudRouting;
  /** The security group of a VPC names ports, and so lets nothing pass that has none: protocol 4 is dropped. */
  readonly portsOnly: boolean;
  readonly nodes: NodeCount;
  /** NetworkPolicies have to be enforced. */
  readonly policies: boolean;
  /** What goes over cables must not be readable. */
  readonly encryption: boolean;
}

export const UNASKED: Answers = {
  network: 'segment',
  nodes: 3,
  routers: false,
  cloud: 'none',
  portsOnly: false,
  policies: false,
  encryption: false,
};

/** Whatever is not understood is as if nobody had said it. */
export function parseAnswers(text: string): Answers {
  const words = text.split('.');
  return {
    network: NETWORKS.find((one) => words.includes(one)) ?? UNASKED.network,
    nodes: NODE_COUNTS.find((one) => words.includes(String(one))) ?? UNASKED.nodes,
    routers: words.includes('routers'),
    cloud: CLOUD_ROUTES.find((one) => words.includes(`cloud-${one}`)) ?? UNASKED.cloud,
    portsOnly: words.includes('ports-only'),
    policies: words.includes('policies'),
    encryption: words.includes('encryption'),
  };
}

export function formatAnswers(answers: Answers): string {
  const { network, nodes, routers, cloud, portsOnly, policies, encryption } = answers;
  const cloudWord = `cloud-${cloud}`;
  const said = {
    routers,
    [cloudWord]: cloud !== UNASKED.cloud,
    'ports-only': portsOnly,
    policies,
    encryption,
  };
  const words = Object.entries(said).flatMap(([word, yes]) => (yes ? [word] : []));
  return [network, nodes, ...words].join('.');
}
