/** flannel's other tunnels for random networks: ipip, wireguard, and udp with its daemon. */
import { flannelUdpProcess, setFlannelUdpRoute } from '../apps/flannel-udp';
import { netnsByName } from '../kernel/netns';
import type { NetOp } from '../model/op';
import type { Simulation } from '../simulator';
import type { Cidr4, Ipv4Addr } from '../wire/addr';
import { asIpv4, ipv4, parseCidr4 } from '../wire/addr';

/** Tunnels that can be asked for in place of what a seed would choose. */
export type RandomTunnel = 'ipip' | 'wireguard' | 'udp';
export const RANDOM_TUNNELS: readonly RandomTunnel[] = ['ipip', 'wireguard', 'udp'];

/** What flannel gives its device and its pods. */
export const TUNNEL_MTU: Readonly<Record<RandomTunnel, number>> = { ipip: 1480, wireguard: 1420, udp: 1472 };

const DEVICE: Readonly<Record<RandomTunnel, string>> = {
  ipip: 'flannel.ipip',
  wireguard: 'flannel-wg',
  udp: 'flannel0',
};
const FLANNEL_PORT = 8285;
const WIREGUARD_PORT = 51_820;

export function nodeName(i: number): string {
  return `node${String(i)}`;
}

export function hostAddr(i: number): Ipv4Addr {
  return asIpv4(ipv4('192.168.56.10') + i);
}

export function cidr(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

function podsOf(node: number): Cidr4 {
  return cidr(`10.244.${String(node)}.0/24`);
}

/** The tunnel of node `i` to all others. */
export function buildTunnel(simulation: Simulation, tunnel: RandomTunnel, i: number, nodes: number): void {
  const name = nodeName(i);
  const dev = DEVICE[tunnel];
  const others = Array.from({ length: nodes }, (_, at) => at + 1).filter((other) => other !== i);
  const apply = (op: NetOp): void => {
    const error = simulation.apply(name, op);
    if (error !== null) throw new Error(`${name}: ${JSON.stringify(op)}: ${error.message}`);
  };
  const spec = tunnel === 'udp' ? ({ kind: 'tun' } as const) : ({ kind: tunnel } as const);
  const ends = tunnel === 'ipip' ? { local: hostAddr(i) } : {};
  apply({ kind: 'link.add', name: dev, spec: { ...spec, ...ends }, mtu: TUNNEL_MTU[tunnel] });
  apply({ kind: 'link.set', name: dev, set: { up: true } });
  const lease = cidr(`10.244.${String(i)}.0/${tunnel === 'udp' ? '16' : '32'}`);
  apply({ kind: 'addr.add', dev, addr: lease });
  if (tunnel === 'ipip') {
    for (const other of others) {
      const route = { dst: podsOf(other), via: hostAddr(other), dev, onlink: true };
      apply({ kind: 'route.add', route });
    }
  }
  if (tunnel === 'wireguard') {
    const peers = others.map((other) => ({
      publicKey: nodeName(other),
      endpoint: { addr: hostAddr(other), port: WIREGUARD_PORT },
      allowedIps: [podsOf(other)],
    }));
    apply({ kind: 'wg.set', dev, publicKey: name, listenPort: WIREGUARD_PORT, peers });
    apply({ kind: 'route.add', route: { dst: cidr('10.244.0.0/16'), dev } });
  }
  if (tunnel === 'udp') {
    const routes = others.map((other) => ({
      subnet: podsOf(other),
      remote: hostAddr(other),
      port: FLANNEL_PORT,
    }));
    const options = { tun: dev, local: hostAddr(i), port: FLANNEL_PORT, routes };
    simulation.spawn(name, flannelUdpProcess(options, ['flanneld']));
  }
}

/** What can be wrong with such a tunnel. */
export function tunnelFaults(
  simulation: Simulation,
  tunnel: RandomTunnel,
  node: string,
  other: number,
): Readonly<Record<string, () => void>> {
  const dev = DEVICE[tunnel];
  const faults: Record<string, () => void> = {
    'has its tunnel down': () => {
      simulation.apply(node, { kind: 'link.set', name: dev, set: { up: false } });
    },
    'does not know a node': () => {
      forget(simulation, tunnel, node, other);
    },
    'sends outer packets into the tunnel': () => {
      const dst = { addr: hostAddr(other), len: 32 };
      simulation.apply(node, { kind: 'route.add', route: { dst, dev } });
    },
  };
  if (tunnel === 'wireguard') {
    faults['has a stranger for a peer'] = () => {
      const publicKey = 'stranger';
      const endpoint = { addr: hostAddr(other), port: WIREGUARD_PORT };
      const peers = [{ publicKey, endpoint, allowedIps: [podsOf(other)] }];
      simulation.apply(node, { kind: 'wg.set', dev, peers });
    };
  }
  return faults;
}

/** What flannel never programmed, or lost: the other node's subnet, wherever this tunnel looks it up. */
function forget(simulation: Simulation, tunnel: RandomTunnel, node: string, other: number): void {
  const dev = DEVICE[tunnel];
  switch (tunnel) {
    case 'ipip':
      simulation.apply(node, { kind: 'route.del', route: { dst: podsOf(other), dev } });
      return;
    case 'wireguard': {
      const peers = [{ publicKey: nodeName(other), remove: true }];
      simulation.apply(node, { kind: 'wg.set', dev, peers });
      return;
    }
    case 'udp': {
      const { ctx, world } = simulation;
      const ns = ctx.own(netnsByName(world, node) ?? 0);
      for (const pid of ns.processes.entries.keys()) setFlannelUdpRoute(ctx, ns, pid, podsOf(other), null);
    }
  }
}
