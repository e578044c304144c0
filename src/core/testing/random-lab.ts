/**
 * Random networks by seed: 1 to 4 nodes on one switch, 1 to 3 pods each, flannel's vxlan or host-gw, a few random
 * faults, random traffic. The same seed always gives the same lab, whatever else the World draws.
 */
import { pingProcess } from '../apps/ping';
import { udpClientProcess } from '../apps/udp-client';
import { udpEchoProcess } from '../apps/udp-echo';
import { parseRestore } from '../kernel/netfilter/text';
import type { PrngState } from '../base/prng';
import { nextBelow, prngFromSeed } from '../base/prng';
import type { NewProcess } from '../model/event';
import type { NetOp } from '../model/op';
import type { Simulation } from '../simulator';
import { createSimulation } from '../simulator';
import type { TraceSink } from '../trace/sink';
import { nullSink } from '../trace/sink';
import type { Ipv4Addr } from '../wire/addr';
import { asMac, ipv4 } from '../wire/addr';
import type { RandomTunnel } from './random-tunnel';
import { TUNNEL_MTU, buildTunnel, cidr, hostAddr, nodeName, tunnelFaults } from './random-tunnel';

const NS_PER_SEC = 1_000_000_000;
const NODES_MAX = 4;
const PODS_PER_NODE_MAX = 3;
const FAULTS_MAX = 2;
const SENDS_MAX = 5;
const ECHO_PORT = 5353;
/** Longer than three unanswered ARP requests. */
const SEND_WAIT_SEC = 4;

export interface RandomLab {
  readonly seed: number;
  readonly simulation: Simulation;
  /** What was built and broken, for the message of a failing test. */
  readonly story: readonly string[];
  /** Starts the traffic; the caller lets the clock run. */
  readonly sends: readonly (() => void)[];
}

interface Pod {
  readonly name: string;
  readonly node: number;
  readonly addr: Ipv4Addr;
}

/** A network with its faults in place and nothing sent yet. */
export function randomLab(
  seed: number,
  trace: TraceSink = nullSink,
  asked: RandomTunnel | null = null,
): RandomLab {
  return new LabMaker(seed, createSimulation(seed, trace), asked).make();
}

/** Starts everything and runs until nothing is left to wait for; each send starts a random moment after the last. */
export function runLab(lab: RandomLab): void {
  const random = prngFromSeed(lab.seed, 'lab.pauses');
  for (const send of lab.sends) {
    send();
    lab.simulation.runFor(nextBelow(random, NS_PER_SEC));
  }
  lab.simulation.runUntilQuiet();
}

class LabMaker {
  private readonly seed: number;
  private readonly simulation: Simulation;
  private readonly random: PrngState;
  private readonly story: string[] = [];
  private readonly pods: Pod[] = [];

  private readonly asked: RandomTunnel | null;

  constructor(seed: number, simulation: Simulation, asked: RandomTunnel | null) {
    this.asked = asked;
    this.seed = seed;
    this.simulation = simulation;
    this.random = prngFromSeed(seed, 'lab');
  }

  make(): RandomLab {
    const { seed, simulation, story } = this;
    const nodes = 1 + this.below(NODES_MAX);
    const tunnel = this.below(3) > 0;
    const learning = tunnel && this.below(3) === 0;
    const masquerading = this.below(2) === 0;
    const chosen = tunnel ? (learning ? 'vxlan that learns' : 'vxlan') : 'host-gw';
    const backend = this.asked ?? chosen;
    story.push(
      `seed ${String(seed)}: ${String(nodes)} nodes, ${backend}${masquerading ? ', masquerading' : ''}`,
    );
    this.machines(nodes);
    for (let node = 1; node <= nodes; node += 1) this.node(node, nodes, tunnel, learning);
    if (masquerading) for (let node = 1; node <= nodes; node += 1) this.masquerade(node);
    for (let i = this.below(FAULTS_MAX + 1); i > 0; i -= 1) this.fault(nodes, tunnel);
    for (const pod of this.pods)
      simulation.spawn(pod.name, udpEchoProcess({ port: ECHO_PORT, prefix: 'pong:' }, []));
    const sends = Array.from({ length: 1 + this.below(SENDS_MAX) }, () => this.send(nodes));
    return { seed, simulation, story, sends };
  }

  private below(n: number): number {
    return nextBelow(this.random, n);
  }

  private apply(netns: string, op: NetOp): void {
    const error = this.simulation.apply(netns, op);
    if (error !== null) throw new Error(`${this.story.join('; ')}: ${JSON.stringify(op)}: ${error.message}`);
  }

  /** The switch, and a cable from it to each node. */
  private machines(nodes: number): void {
    this.simulation.applyFabric({ kind: 'machine.add', name: 'lan', role: 'switch' });
    this.apply('lan', { kind: 'link.add', name: 'sw0', spec: { kind: 'bridge' } });
    this.apply('lan', { kind: 'link.set', name: 'sw0', set: { up: true } });
    for (let i = 1; i <= nodes; i += 1) {
      this.simulation.applyFabric({ kind: 'machine.add', name: nodeName(i), role: 'node' });
      const port = `p-${nodeName(i)}`;
      const delayNs = this.below(50_000);
      const ends = [
        { netns: nodeName(i), dev: 'eth0' },
        { netns: 'lan', dev: port },
      ] as const;
      this.simulation.applyFabric({ kind: 'cable.add', ends, delayNs });
      this.apply('lan', { kind: 'link.set', name: port, set: { master: 'sw0' } });
    }
  }

  private node(i: number, nodes: number, tunnel: boolean, learning: boolean): void {
    const name = nodeName(i);
    const { asked } = this;
    this.address(name, 'eth0', `192.168.56.${String(10 + i)}/24`);
    this.apply(name, { kind: 'sysctl.set', key: 'net/ipv4/ip_forward', value: 1 });
    const mtu = asked !== null ? TUNNEL_MTU[asked] : tunnel ? 1450 : 1500;
    this.apply(name, { kind: 'link.add', name: 'cni0', spec: { kind: 'bridge' }, mtu });
    this.apply(name, { kind: 'link.set', name: 'cni0', set: { up: true } });
    this.address(name, 'cni0', `10.244.${String(i)}.1/24`);
    if (asked !== null) {
      buildTunnel(this.simulation, asked, i, nodes);
    } else {
      if (tunnel) this.vtep(i, learning);
      for (let other = 1; other <= nodes; other += 1)
        if (other !== i) this.remote(i, other, tunnel, learning);
    }
    for (let p = 1 + this.below(PODS_PER_NODE_MAX); p > 0; p -= 1) this.pod(i, p, mtu);
  }

  private vtep(i: number, learning: boolean): void {
    const local = hostAddr(i);
    const spec = { kind: 'vxlan', vni: 1, dev: 'eth0', local, dstPort: 8472, learning } as const;
    this.apply(nodeName(i), { kind: 'link.add', name: 'flannel.1', spec, mac: vtepMac(i), mtu: 1450 });
    this.apply(nodeName(i), { kind: 'link.set', name: 'flannel.1', set: { up: true } });
    this.address(nodeName(i), 'flannel.1', `10.244.${String(i)}.0/32`);
  }

  private remote(i: number, other: number, tunnel: boolean, learning: boolean): void {
    const dst = cidr(`10.244.${String(other)}.0/24`);
    if (!tunnel) {
      this.apply(nodeName(i), { kind: 'route.add', route: { dst, via: hostAddr(other), dev: 'eth0' } });
      return;
    }
    const via = vtepAddr(other);
    const mac = vtepMac(other);
    this.apply(nodeName(i), { kind: 'route.add', route: { dst, via, dev: 'flannel.1', onlink: true } });
    const where = { dev: 'flannel.1', dst: hostAddr(other), where: 'self', permanent: true } as const;
    if (learning) {
      this.apply(nodeName(i), { kind: 'fdb.append', mac: asMac(0), ...where });
      return;
    }
    this.apply(nodeName(i), { kind: 'fdb.append', mac, ...where });
    this.apply(nodeName(i), { kind: 'neigh.replace', dev: 'flannel.1', dst: via, mac, state: 'permanent' });
  }

  /** What leaves the cluster takes the node's address, as flannel sets it up. */
  private masquerade(i: number): void {
    const tables = parseRestore(`
      *nat
      :PREROUTING ACCEPT [0:0]
      :INPUT ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :POSTROUTING ACCEPT [0:0]
      -A POSTROUTING -s 10.244.0.0/16 -d 10.244.0.0/16 -j RETURN
      -A POSTROUTING -s 10.244.${String(i)}.0/24 -j MASQUERADE${this.below(2) === 0 ? ' --random-fully' : ''}
      COMMIT
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD ${this.below(2) === 0 ? 'DROP' : 'ACCEPT'} [0:0]
      :OUTPUT ACCEPT [0:0]
      -A FORWARD ${this.below(2) === 0 ? '-s' : '-d'} 10.244.0.0/16 -j ACCEPT
      COMMIT`);
    if (!tables.ok) throw new Error(tables.error.what);
    this.apply(nodeName(i), { kind: 'nf.replace', tables: tables.value });
  }

  private pod(node: number, index: number, mtu: number): void {
    const name = `pod-${String(node)}-${String(index)}`;
    const addr = `10.244.${String(node)}.${String(index + 1)}`;
    const port = `veth${String(index)}`;
    const host = nodeName(node);
    this.apply(host, { kind: 'netns.add', name });
    this.apply(host, {
      kind: 'link.add',
      name: port,
      spec: { kind: 'veth', peer: { netns: name, name: 'eth0', mtu } },
      mtu,
    });
    this.apply(host, { kind: 'link.set', name: port, set: { master: 'cni0', hairpin: true, up: true } });
    this.apply(name, { kind: 'link.set', name: 'lo', set: { up: true } });
    this.apply(name, { kind: 'link.set', name: 'eth0', set: { up: true } });
    this.address(name, 'eth0', `${addr}/24`);
    const via = ipv4(`10.244.${String(node)}.1`);
    this.apply(name, { kind: 'route.add', route: { dst: cidr('0.0.0.0/0'), via } });
    this.pods.push({ name, node, addr: ipv4(addr) });
  }

  private address(netns: string, dev: string, text: string): void {
    this.apply(netns, { kind: 'addr.add', dev, addr: cidr(text), broadcast: 'auto' });
  }

  /** Breaks something. What is broken may not matter to the traffic, and may make packets go round in circles. */
  private fault(nodes: number, tunnel: boolean): void {
    const i = 1 + this.below(nodes);
    // Another node, where there is one.
    const other = 1 + ((i + this.below(Math.max(1, nodes - 1))) % nodes);
    const node = nodeName(i);
    const pods = cidr(`10.244.${String(other)}.0/24`);
    const own = this.asked === null ? {} : tunnelFaults(this.simulation, this.asked, node, other);
    const faults: Readonly<Record<string, () => void>> = {
      ...own,
      'does not forward': () => {
        this.apply(node, { kind: 'sysctl.set', key: 'net/ipv4/ip_forward', value: 0 });
      },
      'has no carrier': () => {
        this.apply('lan', { kind: 'link.set', name: `p-${node}`, set: { up: false } });
      },
      'has a small MTU': () => {
        this.apply(node, { kind: 'link.set', name: 'eth0', set: { mtu: 600 } });
      },
      'forgets its pods': () => {
        this.apply(node, { kind: 'link.set', name: 'cni0', set: { up: false } });
      },
      'filters strictly': () => {
        this.apply(node, { kind: 'sysctl.set', key: 'net/ipv4/conf/all/rp_filter', value: 1 });
      },
      'sends pods into a black hole': () => {
        this.simulation.apply(node, { kind: 'route.replace', route: { dst: pods, type: 'blackhole' } });
      },
      'has everything behind its neighbour': () => {
        const route = { dst: cidr('0.0.0.0/0'), via: hostAddr(other), dev: 'eth0' };
        this.simulation.apply(node, { kind: 'route.replace', route });
      },
      'has a wrong neighbour': () => {
        const overlay = tunnel && this.asked === null;
        const dev = overlay ? 'flannel.1' : 'eth0';
        const dst = overlay ? vtepAddr(other) : hostAddr(other);
        const mac = asMac(0x02_00_de_ad_be_ef);
        this.simulation.apply(node, { kind: 'neigh.replace', dev, dst, mac, state: 'permanent' });
      },
      'has lost its fdb': () => {
        for (const mac of [vtepMac(other), asMac(0)]) {
          this.simulation.apply(node, { kind: 'fdb.del', dev: 'flannel.1', mac, where: 'self' });
        }
      },
    };
    const names = Object.keys(faults);
    const name = names[this.below(names.length)] ?? '';
    this.story.push(`${node} ${name}`);
    faults[name]?.();
  }

  private send(nodes: number): () => void {
    const from = this.pods[this.below(this.pods.length)];
    const netns = this.below(4) === 0 || from === undefined ? nodeName(1 + this.below(nodes)) : from.name;
    const dst = this.destination(nodes);
    const sizeBytes = [0, 56, 56, 1000, 1472, 2500][this.below(6)] ?? 56;
    const ttl = [0, 0, 0, 1, 2, 5][this.below(6)] ?? 0;
    const count = 1 + this.below(3);
    const port = this.below(4) === 0 ? 9 : ECHO_PORT;
    const df = this.below(2) === 0;
    const ping = this.below(2) === 0;
    const waitMs = SEND_WAIT_SEC * 1000;
    const intervalMs = 100 + this.below(1000);
    const pmtudisc = df ? 'do' : 'dont';
    const process: NewProcess = ping
      ? pingProcess({ dst, count, sizeBytes, intervalMs, ttl, waitMs, pmtudisc }, ['ping'])
      : udpClientProcess(
          {
            dst,
            port,
            srcPort: 0,
            payload: new Uint8Array(sizeBytes),
            timeoutNs: SEND_WAIT_SEC * NS_PER_SEC,
            df,
          },
          ['udp'],
        );
    return () => this.simulation.spawn(netns, process);
  }

  private destination(nodes: number): Ipv4Addr {
    const pod = this.pods[this.below(this.pods.length)];
    const node = 1 + this.below(nodes);
    const choices = [
      pod?.addr ?? ipv4('10.244.1.2'),
      pod?.addr ?? ipv4('10.244.1.2'),
      hostAddr(node),
      ipv4(`10.244.${String(node)}.1`),
      ipv4(`10.244.${String(node)}.77`),
      ipv4('192.168.56.99'),
      ipv4('203.0.113.9'),
      ipv4('127.0.0.1'),
    ];
    return choices[this.below(choices.length)] ?? ipv4('127.0.0.1');
  }
}

function vtepAddr(i: number): Ipv4Addr {
  return ipv4(`10.244.${String(i)}.0`);
}

function vtepMac(i: number): ReturnType<typeof asMac> {
  return asMac(0x2e_f1_0a_f4_00_00 + i * 256);
}
