/** The text of a lab with a cluster, for tests: nodes on one switch, the bridge plugin configured by a file. */

export interface ClusterLab {
  readonly nodes?: number;
  /** Lines of `spec.cluster`, indented by nothing. */
  readonly cluster?: readonly string[];
  /** Further lines of `spec`, indented by two. */
  readonly spec?: readonly string[];
  /** The other documents of the file. */
  readonly manifests?: readonly string[];
  /** First two numbers of the nodes' network, `192.168`. */
  readonly network?: string;
}

const CLUSTER = ['podCIDR: 10.244.0.0/16'];

/** Nodes `node-1`, `node-2`, … at 192.168.56.11, .12, …; pods get 10.244.0.0/24, 10.244.1.0/24, … */
export function clusterLab(lab: ClusterLab = {}): string {
  const { nodes = 1, cluster = CLUSTER, spec = [], manifests = [], network = '192.168' } = lab;
  const numbers = Array.from({ length: nodes }, (_, i) => i + 1);
  const machines = numbers.flatMap((n) => [
    `    - name: node-${n}`,
    '      role: node',
    '      setup: |',
    '        ip link set eth0 up',
    `        ip addr add ${network}.56.${10 + n}/24 dev eth0`,
    '      files:',
    `        /etc/cni/net.d/10-podnet.conflist: '${confList(n)}'`,
  ]);
  const document = [
    'apiVersion: packetwalk/v1',
    'kind: Lab',
    'metadata: { name: test-cluster }',
    'spec:',
    '  title: { en: Test }',
    '  summary: { en: Test. }',
    '  machines:',
    '    - name: switch',
    '      role: switch',
    '      setup: |',
    '        ip link add sw0 type bridge',
    '        ip link set sw0 up',
    ...numbers.map((n) => `        ip link set p${n} master sw0 up`),
    ...machines,
    '  cables:',
    ...numbers.map((n) => `    - [node-${n}/eth0, switch/p${n}]`),
    '  cluster:',
    ...cluster.map((line) => `    ${line}`),
    ...spec,
  ].join('\n');
  return [document, ...manifests].join('\n---\n');
}

function confList(node: number): string {
  const ipam = { type: 'host-local', subnet: `10.244.${node - 1}.0/24` };
  return JSON.stringify({
    cniVersion: '1.0.0',
    name: 'podnet',
    plugins: [{ type: 'bridge', bridge: 'cni0', isDefaultGateway: true, ipam }],
  });
}

/** A pod as short as it may be. */
export function podText(name: string, node: string | null = null): string {
  const spec = node === null ? '' : `nodeName: ${node}, `;
  return [
    'apiVersion: v1',
    'kind: Pod',
    `metadata: { name: ${name} }`,
    `spec: { ${spec}containers: [{ name: main, image: busybox }] }`,
  ].join('\n');
}
