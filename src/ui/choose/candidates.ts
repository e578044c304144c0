/**
 * The networks one can choose from, each as a lab on the physical network that somebody described. Nothing is known of them
 * here but how they are configured: what comes of it is for the simulator to say.
 */
import type { Answers } from './answers';
import { calicoManifests, canalManifests, flannelManifests, podManifest, policyManifest } from './manifests';

export interface Candidate {
  /** Also the name of its lab. */
  readonly id: string;
  /** Its name, the same in all languages. */
  readonly name: string;
  readonly solution: 'flannel' | 'calico' | 'canal';
  readonly manifests: readonly string[];
}

const flannel = (id: string, name: string, backend: Readonly<Record<string, unknown>>): Candidate => ({
  ...{ id: `flannel-${id}`, name: `Flannel ${name}`, solution: 'flannel' },
  manifests: flannelManifests(backend),
});
const calico = (id: string, name: string, vxlanMode: string): Candidate => ({
  ...{ id: `calico-${id}`, name: `Calico ${name}`, solution: 'calico' },
  manifests: calicoManifests(vxlanMode),
});

export const CANDIDATES: readonly Candidate[] = [
  flannel('vxlan', 'VXLAN', { Type: 'vxlan' }),
  flannel('direct', 'VXLAN, DirectRouting', { Type: 'vxlan', DirectRouting: true }),
  flannel('host-gw', 'host-gw', { Type: 'host-gw' }),
  flannel('ipip', 'IPIP', { Type: 'ipip' }),
  flannel('wireguard', 'WireGuard', { Type: 'wireguard' }),
  flannel('udp', 'udp', { Type: 'udp' }),
  calico('vxlan', 'VXLAN Always', 'Always'),
  calico('cross-subnet', 'VXLAN CrossSubnet', 'CrossSubnet'),
  { id: 'canal', name: 'Canal', solution: 'canal', manifests: canalManifests() },
];

/** Pods: who asks, who answers on the next node and on the last, and who is not to be let in. */
export const ASKER = 'client';
export const NEAR = 'near';
export const FAR = 'far';
export const STRANGER = 'stranger';

/** The file of a candidate's lab. */
export function labText({ id, name, solution, manifests }: Candidate, answers: Answers): string {
  const { network, nodes } = answers;
  const title = JSON.stringify(name);
  // Calico keeps its own ranges; flannel's nodes get theirs from the cluster's.
  const ranges = solution === 'calico' ? [] : ['    podCIDR: 10.244.0.0/16', '    rangesInUse: 1'];
  const lab = [
    'apiVersion: packetwalk/v1',
    'kind: Lab',
    `metadata: { name: choice-${id} }`,
    'spec:',
    `  title: { en: ${title}, zh-CN: ${title} }`,
    `  summary: { en: ${title}, zh-CN: ${title} }`,
    `  fabric: { kind: ${network}, nodes: ${nodes} }`,
    '  cluster:',
    ...ranges,
    `    network: ${solution}`,
  ].join('\n');
  const pods = [
    podManifest(ASKER, 1),
    ...(nodes > 2 ? [podManifest(NEAR, 2)] : []),
    podManifest(FAR, nodes),
    ...(answers.policies ? [podManifest(STRANGER, 1), policyManifest(FAR, ASKER)] : []),
  ];
  return `${[lab, ...manifests, ...pods].join('\n---\n')}\n`;
}
