/** What the machines of a candidate's lab have besides what the fabric gives them. */
import { nodeOfTwoSegments } from '../../core/index';
import type { Answers } from './answers';
import { bgpPeerManifest, meshOff } from './manifests';

/** More of a machine that the fabric makes. */
interface Addition {
  readonly name: string;
  readonly role: 'node' | 'router';
  readonly files?: Readonly<Record<string, string>>;
  readonly setup: string;
}

export interface Additions {
  readonly machines: readonly Addition[];
  readonly start: readonly { readonly netns: string; readonly run: string }[];
  readonly manifests: readonly string[];
}

const NOTHING: Additions = { machines: [], start: [], manifests: [] };

/** Autonomous systems, of those for private use (RFC 6996): the router's, and one for each node. */
const ROUTER_AS = 65001;
const asOf = (node: number): number => 65100 + node;
const addressOf = (node: number, nodes: number): string => nodeOfTwoSegments(node, nodes).address;
/** The ranges of nodes, where the cluster hands them out. */
const rangeOf = (node: number): string => `10.244.${node}.0/24`;
const numbers = (nodes: number): readonly number[] => Array.from({ length: nodes }, (_, at) => at + 1);

/** The router between two segments is told by hand which node has which range. */
export function staticRoutes({ nodes }: Answers): Additions {
  const routes = numbers(nodes).map((node) => `ip route add ${rangeOf(node)} via ${addressOf(node, nodes)}`);
  return { ...NOTHING, machines: [{ name: 'router', role: 'router', setup: routes.join('\n') }] };
}

/**
 * The router between two segments speaks BGP with every node and tells each of the others' pods. Nodes have an autonomous
 * system each and none speaks with another: with a mesh each would tell the router of all pods as if they were its own.
 */
export function bgpRouter({ nodes }: Answers): Additions {
  const all = numbers(nodes);
  const conf = [
    `router id ${nodeOfTwoSegments(1, nodes).router};`,
    'protocol device { scan time 10; }',
    'protocol kernel { scan time 20; export all; }',
    `template bgp node { local as ${ROUTER_AS}; connect delay time 1; import all; export all; }`,
    ...all.map(
      (node) => `protocol bgp node${node} from node { neighbor ${addressOf(node, nodes)} as ${asOf(node)}; }`,
    ),
  ];
  const files = { '/etc/bird/bird.conf': `${conf.join('\n')}\n` };
  return {
    machines: [{ name: 'router', role: 'router', files, setup: '' }],
    start: [
      { netns: 'router', run: 'bird' },
      ...all.map((node) => ({
        netns: `node-${node}`,
        run: `kubectl annotate node node-${node} projectcalico.org/ASNumber=${asOf(node)}`,
      })),
    ],
    manifests: [
      meshOff(),
      ...all.map((node) => bgpPeerManifest(node, nodeOfTwoSegments(node, nodes).router, ROUTER_AS)),
    ],
  };
}

/** Nodes with a bridge for the range the cluster gives them, as a cloud's set-up writes it. */
export function bridgeNodes({ nodes }: Answers): Additions {
  const conflist = (node: number) => ({
    cniVersion: '1.0.0',
    name: 'bridge',
    plugins: [
      {
        type: 'bridge',
        bridge: 'cni0',
        isDefaultGateway: true,
        ipam: { type: 'host-local', subnet: rangeOf(node) },
      },
    ],
  });
  return {
    ...NOTHING,
    machines: numbers(nodes).map((node) => ({
      name: `node-${node}`,
      role: 'node',
      files: { '/etc/cni/net.d/10-bridge.conflist': JSON.stringify(conflist(node)) },
      setup: 'sysctl -w net.ipv4.ip_forward=1',
    })),
  };
}

/** What a candidate's lab has besides, by what somebody said. */
export function additionsFor(kind: 'flannel' | 'bgp' | 'bridge' | 'other', answers: Answers): Additions {
  if (kind === 'bridge') return bridgeNodes(answers);
  if (answers.network !== 'two-segments' || !answers.routers) return NOTHING;
  return kind === 'bgp' ? bgpRouter(answers) : kind === 'flannel' ? staticRoutes(answers) : NOTHING;
}
