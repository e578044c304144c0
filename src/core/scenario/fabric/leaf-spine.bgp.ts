/**
 * What BIRD is told on leaves and spines that speak BGP with one another: an autonomous system for each leaf and one for
 * all spines, so that the ways over all of them are equally long and are all used. A leaf tells of its rack, and waits for
 * the nodes in it to connect. Source: RFC 7938, "Use of BGP for Routing in Large-Scale Data Centers", 5.2.
 */

/** Of those for private use (RFC 6996): the spines', a leaf's and a node's. */
const SPINE_AS = 65_000;
export const leafAs = (leaf: number): number => 65_000 + leaf;
export const nodeAsOf = (node: number): number => 65_100 + node;

const DEVICES = ['protocol device { scan time 10; }'];
/** Of the ways that are equally good all are written. */
const KERNEL = ['protocol kernel { scan time 20; merge paths on; export all; }'];

const template = (own: number): string =>
  `template bgp neighbour { local as ${own}; connect delay time 1; connect retry time 5; error wait time 5, 30; import all; export all; }`;

/** With its carrier a session to the far end of a cable ends too; else its hold time of 240 s would have to run out. */
const CABLE = 'check link on;';

/** A leaf, from 1. `spines`: their ends of the cables. `nodeAs`: that of all nodes, null for one each. */
export function leafBird(facts: {
  readonly leaf: number;
  readonly routerId: string;
  readonly nodes: readonly { readonly node: number; readonly address: string }[];
  readonly nodeAs: number | null;
  readonly spines: readonly string[];
}): readonly string[] {
  return [
    `router id ${facts.routerId};`,
    ...DEVICES,
    'protocol direct { interface "rack"; }',
    ...KERNEL,
    template(leafAs(facts.leaf)),
    ...facts.spines.map(
      (address, at) =>
        `protocol bgp spine${at + 1} from neighbour { neighbor ${address} as ${SPINE_AS}; ${CABLE} }`,
    ),
    ...facts.nodes.map(
      ({ node, address }) =>
        `protocol bgp node${node} from neighbour { neighbor ${address} as ${facts.nodeAs ?? nodeAsOf(node)}; passive on; }`,
    ),
  ];
}

/** `leaves`: their ends of the cables. */
export function spineBird(routerId: string, leaves: readonly string[]): readonly string[] {
  return [
    `router id ${routerId};`,
    ...DEVICES,
    ...KERNEL,
    template(SPINE_AS),
    ...leaves.map(
      (address, at) =>
        `protocol bgp leaf${at + 1} from neighbour { neighbor ${address} as ${leafAs(at + 1)}; ${CABLE} }`,
    ),
  ];
}

export function birdFiles(lines: readonly string[]): { readonly files: Readonly<Record<string, string>> } {
  return { files: { '/etc/bird/bird.conf': `${lines.join('\n')}\n` } };
}
