/** Labs of two nodes with a pod each, as documents: flannel's ipip and wireguard backends. */

const TUNNELS = {
  ipip: (own: number, other: number): readonly string[] => [
    `ip link add flannel.ipip mtu 1480 type ipip local 192.168.56.1${own}`,
    'ip link set flannel.ipip up',
    `ip addr add 10.244.${own}.0/32 dev flannel.ipip`,
    `ip route add 10.244.${other}.0/24 via 192.168.56.1${other} dev flannel.ipip onlink`,
  ],
  wireguard: (own: number, other: number): readonly string[] => [
    'ip link add flannel-wg mtu 1420 type wireguard',
    `wg set flannel-wg listen-port 51820 private-key node-${own}`,
    `wg set flannel-wg peer node-${other} endpoint 192.168.56.1${other}:51820 allowed-ips 10.244.${other}.0/24`,
    'wg set flannel-wg peer node-9 endpoint 192.168.56.99:51820 allowed-ips 10.0.0.0/8',
    'ip link set flannel-wg up',
    `ip addr add 10.244.${own}.0/32 dev flannel-wg`,
    'ip route add 10.244.0.0/16 dev flannel-wg scope link',
  ],
};

export function tunnelLab(tunnel: keyof typeof TUNNELS): string {
  return `apiVersion: packetwalk/v1
kind: Lab
metadata:
  name: tunnel
spec:
  title: { en: Tunnel, zh-CN: Tunnel }
  summary: { en: Tunnel, zh-CN: Tunnel }
  seed: 1
  machines:
${[1, 2].map((own) => machine(own, TUNNELS[tunnel](own, 3 - own))).join('')}
  cables:
    - [node-1/eth0, node-2/eth0]
  sends:
    - name: ping
      title: { en: Ping, zh-CN: Ping }
      netns: pod-a
      run: ping -c 1 10.244.2.2
`;
}

function machine(own: number, tunnel: readonly string[]): string {
  const pod = own === 1 ? 'pod-a' : 'pod-b';
  const setup = [
    `ip addr add 192.168.56.1${own}/24 dev eth0`,
    'sysctl -w net.ipv4.ip_forward=1',
    ...tunnel,
    `ip netns add ${pod}`,
    `ip link add veth0 type veth peer name eth0 netns ${pod}`,
    'ip link set veth0 up',
    `ip addr add 10.244.${own}.1/24 dev veth0`,
    `ip -n ${pod} link set lo up`,
    `ip -n ${pod} link set eth0 up`,
    `ip -n ${pod} addr add 10.244.${own}.2/24 dev eth0`,
    `ip -n ${pod} route add default via 10.244.${own}.1`,
  ];
  return `    - name: node-${own}
      role: node
      setup: |
${setup.map((line) => `        ${line}\n`).join('')}`;
}
