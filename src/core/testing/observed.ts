/** What a real Linux was seen to do (src/golden-cases/linux/observed.json), and the networks it was seen in. */
import { net, type Net } from './net';

export interface Observation {
  readonly name: string;
  /** What was seen; the keys are each observation's own. */
  readonly expected: Readonly<Record<string, unknown>>;
}

/** Where they stand, for the tests that read them. */
export const OBSERVED = 'src/golden-cases/linux/observed.json';

/** Observations that cannot be made here yet, each with its reason. */
export const OPEN_OBSERVATIONS: Readonly<Record<string, string>> = {
  'vxlan-neigh-no-fdb': 'vxlan devices announce no misses (l2miss, l3miss)',
};

/** Of the file's text: what was seen under a name. */
export function seenIn(text: string): (name: string) => Observation['expected'] {
  const all = JSON.parse(text) as readonly Observation[];
  return (name) => {
    const found = all.find((observation) => observation.name === name);
    if (found === undefined) throw new Error(`nobody observed ${name}`);
    return found.expected;
  };
}

/** Two hosts and a router between them. */
export function observed(): Net {
  return net()
    .machines('h1', 'r', 'h2')
    .veth('h1.a0', 'r.e0')
    .veth('r.e1', 'h2.b0')
    .type('h1', 'ip addr add 10.1.0.2/24 dev a0\nip route add default via 10.1.0.1')
    .type(
      'r',
      'ip addr add 10.1.0.1/24 dev e0\nip addr add 10.2.0.1/24 dev e1\nsysctl -w net.ipv4.ip_forward=1',
    )
    .type('h2', 'ip addr add 10.2.0.2/24 dev b0\nip route add default via 10.2.0.1');
}

/** n1.eth0 192.168.50.11 - 192.168.50.12 n2.eth0 */
export function observedPair(): Net {
  return net()
    .machines('n1', 'n2')
    .veth('n1.eth0', 'n2.eth0')
    .type('n1', 'ip addr add 192.168.50.11/24 dev eth0')
    .type('n2', 'ip addr add 192.168.50.12/24 dev eth0');
}

/** Node n1 with bridge br0 and its ports vp1 (pod p1 10.244.1.10/16) and vp2 (pod p2 10.244.1.11/16). */
export function observedBridge(): Net {
  const lab = net().machines('n1').type('n1', 'ip link add br0 type bridge\nip link set br0 up');
  for (const i of [1, 2]) {
    lab
      .type('n1', `ip netns add p${i}`)
      .type(`p${i}`, 'ip link set lo up')
      .veth(`n1.vp${i}`, `p${i}.eth0`)
      .type('n1', `ip link set vp${i} master br0`)
      .type(`p${i}`, `ip addr add 10.244.1.1${i - 1}/16 dev eth0`);
  }
  return lab;
}

/** {@link observedBridge} with a Service 10.96.0.50:80 whose one endpoint is p2:8080. */
export function observedService(bridgeNf: 0 | 1): Net {
  const lab = observedBridge()
    .type('n1', 'ip addr add 10.244.1.1/16 dev br0\nsysctl -w net.ipv4.ip_forward=1')
    .type('n1', `sysctl -w net.bridge.bridge-nf-call-iptables=${bridgeNf}`)
    .type(
      'n1',
      'iptables -t nat -A PREROUTING -d 10.96.0.50 -p tcp --dport 80 -j DNAT --to-destination 10.244.1.11:8080',
    );
  for (const pod of ['p1', 'p2']) lab.type(pod, 'ip route add default via 10.244.1.1');
  lab.start('p2', 'httpd -f -p 8080');
  return lab;
}

/** Clients c1 10.1.0.2 and c2 10.2.0.2 behind r, which masquerades towards s 10.3.0.2 on e3 10.3.0.1. */
export function observedClients(): Net {
  const lab = net().machines('c1', 'c2', 's', 'r').type('r', 'sysctl -w net.ipv4.ip_forward=1');
  for (const [host, i] of [
    ['c1', 1],
    ['c2', 2],
    ['s', 3],
  ] as const) {
    lab
      .veth(`r.e${i}`, `${host}.eth0`)
      .type('r', `ip addr add 10.${i}.0.1/24 dev e${i}`)
      .type(host, `ip addr add 10.${i}.0.2/24 dev eth0\nip route add default via 10.${i}.0.1`);
  }
  return lab.wait(1).type('r', 'iptables -t nat -A POSTROUTING -o e3 -j MASQUERADE');
}

/** A flow as `conntrack -L` prints it, without what differs from run to run: seconds, ports drawn, identifiers. */
export function flowText(line: unknown, ...drawn: readonly string[]): string {
  let text = String(line).replace(/^(\S+ +\d+) \d+/, '$1 <s>');
  text = text.replace(/\bid=\S+/g, 'id=<id>').replace(/(port)=<p>/g, '$1=<p>');
  for (const port of drawn) text = text.replaceAll(`port=${port} `, 'port=<p> ');
  return text;
}

/** `conntrack -L` of a netns, as {@link flowText}; `drawn`: ports nobody chose. */
export function flows(lab: Net, netns: string, ...drawn: readonly string[]): readonly string[] {
  return lab.printed(netns, 'conntrack -L').map((line) => flowText(line, ...drawn));
}
