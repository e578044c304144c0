/**
 * The networks one can choose from, each as a lab on the physical network that somebody described. Nothing is known of them
 * here but how they are configured: what comes of it is for the simulator to say.
 */
import type { Localized } from '../../core/index';
import { COMPONENTS } from '../../core/index';
import { aboutLab } from './about';
import type { Answers } from './answers';
import { additionsFor } from './machines';
import { calicoManifests, canalManifests, flannelManifests, podManifest, policyManifest } from './manifests';
import type { Wrapping } from './manifests';

export interface Candidate {
  /** Also the name of its lab. */
  readonly id: string;
  readonly name: Localized;
  /** Null where nothing runs but the plugins of the nodes. */
  readonly solution: 'flannel' | 'calico' | 'canal' | null;
  /** How it can tell a router of pods, if at all. */
  readonly tells: 'flannel' | 'bgp' | 'bridge' | 'other';
  readonly manifests: readonly string[];
}

/** A name that is the same in all languages. */
const named = (name: string): Localized => ({ en: name, 'zh-CN': name });

const flannel = (id: string, name: string, backend: Readonly<Record<string, unknown>>): Candidate => ({
  ...{ id: `flannel-${id}`, name: named(`Flannel ${name}`), solution: 'flannel', tells: 'flannel' },
  manifests: flannelManifests(backend),
});
const calico = (id: string, name: string, wrapping: Wrapping): Candidate => ({
  ...{ id: `calico-${id}`, name: named(`Calico ${name}`), solution: 'calico' },
  // Whoever wraps packets needs no router that knows pods.
  tells: 'ipipMode' in wrapping && wrapping.ipipMode === 'Never' ? 'bgp' : 'other',
  manifests: calicoManifests(wrapping),
});

export const CANDIDATES: readonly Candidate[] = [
  flannel('vxlan', 'VXLAN', { Type: 'vxlan' }),
  flannel('direct', 'VXLAN, DirectRouting', { Type: 'vxlan', DirectRouting: true }),
  flannel('host-gw', 'host-gw', { Type: 'host-gw' }),
  flannel('ipip', 'IPIP', { Type: 'ipip' }),
  flannel('wireguard', 'WireGuard', { Type: 'wireguard' }),
  flannel('udp', 'udp', { Type: 'udp' }),
  calico('vxlan', 'VXLAN Always', { vxlanMode: 'Always' }),
  calico('cross-subnet', 'VXLAN CrossSubnet', { vxlanMode: 'CrossSubnet' }),
  calico('bgp', 'BGP', { ipipMode: 'Never' }),
  calico('ipip', 'IPIP Always', { ipipMode: 'Always' }),
  calico('ipip-cross-subnet', 'IPIP CrossSubnet', { ipipMode: 'CrossSubnet' }),
  { id: 'canal', name: named('Canal'), solution: 'canal', tells: 'flannel', manifests: canalManifests() },
  {
    ...{ id: 'cloud-routes', solution: null, tells: 'bridge', manifests: [] },
    name: { en: 'bridge + cloud routes', 'zh-CN': '网桥 + 云路由' },
  },
];

const hasController = ({ network, cloud }: Answers): boolean => network === 'vpc' && cloud !== 'none';

/** Those that there can be: without a cloud's route controller nobody tells of the bridges' ranges. */
export function candidatesFor(answers: Answers): readonly Candidate[] {
  return CANDIDATES.filter(({ tells }) => tells !== 'bridge' || hasController(answers));
}

/** Pods: who asks, who answers on the next node and on the last, and who is not to be let in. */
export const ASKER = 'client';
export const NEAR = 'near';
export const FAR = 'far';
export const STRANGER = 'stranger';

/** Routes that a VPC's table takes. Source: AWS VPC User Guide, VPC quotas. */
const ROUTE_LIMIT = 50;

/** Of the line between two data centres, bytes: that of a tunnel over somebody's Internet access. */
export const WAN_MTU = 1400;

/** Of what nodes say to one another, all but what has no port; pings pass everywhere, or nothing could be tried. */
const withPorts = (entries: readonly string[]): readonly string[] =>
  entries.filter((entry) => !entry.startsWith('protocol/'));

/** The physical network, with the cloud's route controller where one runs. */
function fabricOf(answers: Answers): Readonly<Record<string, unknown>> {
  const { network, nodes, cloud, portsOnly } = answers;
  const inUse = cloud === 'full' ? ROUTE_LIMIT - (nodes - 1) : 0;
  return {
    ...{ kind: network, nodes },
    ...(network === 'wan' && { mtu: WAN_MTU }),
    ...(network === 'vpc' && portsOnly && { allow: withPorts(COMPONENTS) }),
    ...(hasController(answers) && { cloudRoutes: { limit: ROUTE_LIMIT, inUse } }),
  };
}

/** The file of a candidate's lab. */
export function labText({ id, name, solution, tells, manifests }: Candidate, answers: Answers): string {
  const { nodes } = answers;
  const title = JSON.stringify(name);
  // Calico keeps its own ranges; the other nodes get theirs from the cluster's.
  const ranges = solution === 'calico' ? {} : { podCIDR: '10.244.0.0/16', rangesInUse: 1 };
  const { machines, start, manifests: more } = additionsFor(tells, answers);
  const lab = [
    'apiVersion: packetwalk/v1',
    'kind: Lab',
    `metadata: { name: choice-${id} }`,
    'spec:',
    `  title: ${title}`,
    `  summary: ${JSON.stringify(aboutLab(answers))}`,
    `  fabric: ${JSON.stringify(fabricOf(answers))}`,
    ...(machines.length > 0 ? [`  machines: ${JSON.stringify(machines)}`] : []),
    `  cluster: ${JSON.stringify({ ...ranges, ...(solution !== null && { network: solution }) })}`,
    ...(start.length > 0 ? [`  start: ${JSON.stringify(start)}`] : []),
  ].join('\n');
  const pods = [
    podManifest(ASKER, 1),
    ...(nodes > 2 ? [podManifest(NEAR, 2)] : []),
    podManifest(FAR, nodes),
    ...(answers.policies ? [podManifest(STRANGER, 1), policyManifest(FAR, ASKER)] : []),
  ];
  return `${[lab, ...manifests, ...more, ...pods].join('\n---\n')}\n`;
}
