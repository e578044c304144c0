/** The manifests of network solutions, as their own projects publish them, and of the pods that try them. */

const CALICO_PLUGIN = {
  type: 'calico',
  log_level: 'info',
  datastore_type: 'kubernetes',
  nodename: '__KUBERNETES_NODE_NAME__',
  policy: { type: 'k8s' },
  kubernetes: { kubeconfig: '__KUBECONFIG_FILEPATH__' },
};
const PORTMAP = { type: 'portmap', capabilities: { portMappings: true } };

function configMap(name: string, namespace: string, data: Readonly<Record<string, string>>): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data });
}

const FLANNEL_NAMESPACE = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'kube-flannel' },
});

function netConf(backend: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ Network: '10.244.0.0/16', Backend: backend });
}

/** Source: flannel Documentation/kube-flannel.yml. */
export function flannelManifests(backend: Readonly<Record<string, unknown>>): readonly string[] {
  const plugins = [{ type: 'flannel', delegate: { hairpinMode: true, isDefaultGateway: true } }, PORTMAP];
  return [
    FLANNEL_NAMESPACE,
    configMap('kube-flannel-cfg', 'kube-flannel', {
      'cni-conf.json': JSON.stringify({ name: 'cbr0', cniVersion: '0.3.1', plugins }),
      'net-conf.json': netConf(backend),
    }),
  ];
}

/** The template has numbers that are filled in where it is installed: `"mtu": __CNI_MTU__`. */
function calicoConfig(ipam: Readonly<Record<string, string>>): string {
  const plugins = [
    { ...CALICO_PLUGIN, mtu: '__CNI_MTU__', ipam },
    { ...PORTMAP, snat: true },
  ];
  return JSON.stringify({ name: 'k8s-pod-network', cniVersion: '0.3.1', plugins }).replace(
    '"__CNI_MTU__"',
    '__CNI_MTU__',
  );
}

/** How a pool's packets are wrapped, in the pool's own words. */
export type Wrapping = { readonly vxlanMode: string } | { readonly ipipMode: string };

/** Source: calico manifests/calico-vxlan.yaml, and calico.yaml where BIRD runs. */
export function calicoManifests(wrapping: Wrapping): readonly string[] {
  const pool = {
    apiVersion: 'projectcalico.org/v3',
    kind: 'IPPool',
    metadata: { name: 'default-ipv4-ippool' },
    spec: { cidr: '10.244.0.0/16', blockSize: 26, ...wrapping, natOutgoing: true },
  };
  return [
    configMap('calico-config', 'kube-system', {
      calico_backend: 'vxlanMode' in wrapping ? 'vxlan' : 'bird',
      veth_mtu: '0',
      cni_network_config: calicoConfig({ type: 'calico-ipam' }),
    }),
    JSON.stringify(pool),
  ];
}

/** Nodes speak BGP only with whom they are told to. */
export function meshOff(): string {
  return JSON.stringify({
    apiVersion: 'projectcalico.org/v3',
    kind: 'BGPConfiguration',
    metadata: { name: 'default' },
    spec: { nodeToNodeMeshEnabled: false },
  });
}

/** A node has a session with its router. */
export function bgpPeerManifest(node: number, peerIP: string, asNumber: number): string {
  return JSON.stringify({
    apiVersion: 'projectcalico.org/v3',
    kind: 'BGPPeer',
    metadata: { name: `router-of-node-${node}` },
    spec: { node: `node-${node}`, peerIP, asNumber },
  });
}

/** Source: calico manifests/canal.yaml. */
export function canalManifests(): readonly string[] {
  return [
    FLANNEL_NAMESPACE,
    configMap('kube-flannel-cfg', 'kube-flannel', { 'net-conf.json': netConf({ Type: 'vxlan' }) }),
    configMap('canal-config', 'kube-system', {
      calico_backend: 'none',
      veth_mtu: '0',
      cni_network_config: calicoConfig({ type: 'host-local', subnet: 'usePodCidr' }),
    }),
  ];
}

export function podManifest(name: string, node: number): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: {
      nodeName: `node-${node}`,
      containers: [{ name: 'tools', image: 'nicolaka/netshoot:v0.14', command: ['sleep', 'infinity'] }],
    },
  });
}

/** Lets one pod in to another, and nobody else. */
export function policyManifest(to: string, from: string): string {
  return JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${from}-only` },
    spec: {
      podSelector: { matchLabels: { app: to } },
      ingress: [{ from: [{ podSelector: { matchLabels: { app: from } } }] }],
    },
  });
}
