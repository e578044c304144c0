/** Small networks for tests, put together by what one would type, with everything that was on the wires. */
import { need } from '../base/assert';
import { netnsByName } from '../kernel/netns';
import { allocSkb } from '../kernel/skb';
import type { Link } from '../model/link';
import type { NeighEntry } from '../model/neigh';
import type { NetOp } from '../model/op';
import type { Process } from '../model/process';
import type { Skb } from '../model/skb';
import { counterOf } from '../model/snmp';
import type { Netns, World } from '../model/world';
import type { CommandOutcome } from '../shell';
import { runCommand } from '../shell';
import { createSimulation, type Simulation } from '../simulator';
import type { TraceKind } from '../trace/kinds';
import type { TraceRecord } from '../trace/record';
import { TraceStore } from '../trace/store';
import { formatMac, ipv4, mac } from '../wire/addr';
import { readFrame, type Frame } from './frame';

const NS_PER_SEC = 1_000_000_000;
/** No test runs longer: something goes round in circles. */
const EVENTS_MAX = 100_000;

/** A frame as a capture on one device shows it. */
export interface SeenFrame extends Frame {
  readonly way: 'in' | 'out';
  /** Seconds since the start. */
  readonly atSec: number;
  readonly packet: number;
  readonly lenBytes: number;
  /** Without the Ethernet header, when there is one. */
  readonly bytes: Uint8Array;
}

/** `h1.a0`: netns and device. */
export type Place = `${string}.${string}`;

/** A network in the making and at work; what builds it returns the network itself. */
export class Net {
  readonly trace = new TraceStore();
  readonly simulation: Simulation;

  constructor(seed = 1) {
    this.simulation = createSimulation(seed, this.trace);
  }

  get world(): World {
    return this.simulation.world;
  }

  /** Hosts with nothing but a loopback. */
  machines(...names: readonly string[]): this {
    for (const name of names) {
      const error = this.simulation.applyFabric({ kind: 'machine.add', name, role: 'host' });
      if (error !== null) throw new Error(`${name}: ${error.message}`);
    }
    return this;
  }

  /** Network cards at both ends, up. */
  cable(a: Place, b: Place, delayNs?: number): this {
    const ends = [splitPlace(a), splitPlace(b)] as const;
    const op = { kind: 'cable.add' as const, ends, ...(delayNs !== undefined && { delayNs }) };
    const error = this.simulation.applyFabric(op);
    if (error !== null) throw new Error(`${a} - ${b}: ${error.message}`);
    return this;
  }

  /** A veth pair between any two namespaces, both ends up. */
  veth(a: Place, b: Place): this {
    const near = splitPlace(a);
    const far = splitPlace(b);
    const spec = { kind: 'veth' as const, peer: { netns: far.netns, name: far.dev } };
    this.apply(near.netns, { kind: 'link.add', name: near.dev, spec });
    this.apply(near.netns, { kind: 'link.set', name: near.dev, set: { up: true } });
    return this.apply(far.netns, { kind: 'link.set', name: far.dev, set: { up: true } });
  }

  /** An operation that must be accepted. */
  apply(netns: string, op: NetOp): this {
    const error = this.simulation.apply(netns, op);
    if (error !== null) throw new Error(`${netns}: ${JSON.stringify(op)}: ${error.message}`);
    return this;
  }

  /** Types a script line by line; every line must go well. */
  type(netns: string, script: string): this {
    for (const line of script.split('\n').filter((each) => each.trim() !== '')) this.printed(netns, line);
    return this;
  }

  /** What a command prints; it must go well. */
  printed(netns: string, command: string): readonly string[] {
    const { exitCode, stdout, stderr } = this.ask(netns, command);
    if (exitCode !== 0) throw new Error(`${netns}: ${command}: ${stderr.join('\n')}`);
    return stdout;
  }

  /** Types a command, whatever it answers. */
  ask(netns: string, command: string): CommandOutcome {
    const { simulation } = this;
    return runCommand(
      {
        world: simulation.world,
        apply: (where, op, typed) => simulation.apply(where, op, typed),
        spawn: (where, process) => simulation.spawn(where, process),
      },
      netns,
      command,
    );
  }

  /** Starts a process and does not wait for it. */
  start(netns: string, command: string): number {
    const { pid, stderr } = this.ask(netns, command);
    if (pid === null) throw new Error(`${netns}: ${command}: ${stderr.join('\n')}`);
    return pid;
  }

  /** Starts a process, runs until it has ended, answers all it printed. */
  run(netns: string, command: string): readonly string[] {
    const pid = this.start(netns, command);
    for (let events = 0; this.process(netns, pid).exitCode === null; events += 1) {
      if (events >= EVENTS_MAX || !this.simulation.engine.step()) throw new Error(`${command} does not end`);
    }
    return this.process(netns, pid).output;
  }

  /** Rows of `bridge fdb show`, but for the groups that every device listens to. */
  fdb(netns: string, asked: string): readonly string[] {
    return this.printed(netns, `bridge fdb show ${asked}`).filter((row) => !row.startsWith('01:00:5e:'));
  }

  /** {@link run} of `ping`. */
  ping(netns: string, args: string): readonly string[] {
    return this.run(netns, `ping ${args}`);
  }

  /** How many answers a ping gets. */
  answers(netns: string, args: string): number {
    const counts = this.ping(netns, args).find((line) => line.includes(' received'));
    return Number(/(\d+) received/.exec(counts ?? '')?.[1] ?? 0);
  }

  process(netns: string, pid: number): Process {
    return need(this.ns(netns).processes.entries.get(pid), `process ${String(pid)} of ${netns}`);
  }

  /** A frame comes in by a device, from nowhere; the packet's number is answered. */
  arrive(place: Place, bytes: Uint8Array): number {
    const { ctx } = this.simulation;
    const { id } = this.ns(splitPlace(place).netns);
    const { ifindex } = this.link(place);
    const skb = this.skb(bytes);
    ctx.arrive(id, ifindex, skb, 0);
    this.quiet();
    return skb.packet;
  }

  /** A packet with these bytes, beginning with an Ethernet header. */
  skb(bytes: Uint8Array): Skb {
    const skb = allocSkb(this.simulation.ctx, bytes.length);
    skb.data.set(bytes, skb.head);
    skb.l2 = true;
    skb.l3 = true;
    return skb;
  }

  /** Lets the clock run. */
  wait(seconds: number): this {
    const outcome = this.simulation.runFor(Math.round(seconds * NS_PER_SEC), EVENTS_MAX);
    if (outcome !== 'quiet') throw new Error('goes round in circles');
    return this;
  }

  /** Runs until nothing is left that somebody waits for. */
  quiet(): this {
    if (this.simulation.runUntilQuiet(EVENTS_MAX) !== 'quiet') throw new Error('goes round in circles');
    return this;
  }

  ns(name: string): Netns {
    const id = need(netnsByName(this.world, name), `netns ${name}`);
    return need(this.world.netns[id], `netns ${name}`);
  }

  link(place: Place): Link {
    const { netns, dev } = splitPlace(place);
    const link = this.ns(netns).links.find((each) => each?.name === dev);
    return need(link, `link ${place}`);
  }

  /** The address of a device, as text. */
  mac(place: Place): string {
    return formatMac(this.link(place).mac);
  }

  /** The neighbour entry of an address on a device, null when there is none. */
  neigh(place: Place, addr: string): NeighEntry | null {
    return this.link(place).neigh.entries.get(ipv4(addr)) ?? null;
  }

  /** The MAC a neighbour entry holds, as text; null when there is none. */
  neighMac(place: Place, addr: string): string | null {
    const known = this.neigh(place, addr)?.mac ?? null;
    return known === null ? null : formatMac(known);
  }

  /** Name of the bridge port an address is behind; of the bridge itself for its own; null when it is not known. */
  behind(bridge: Place, addr: string): string | null {
    const link = this.link(bridge);
    const entry = link.kind === 'bridge' ? link.fdb.entries.get(mac(addr)) : undefined;
    const { netns } = splitPlace(bridge);
    return entry === undefined ? null : (this.ns(netns).links[entry.port]?.name ?? '');
  }

  /** A counter of `nstat`. */
  counter(netns: string, name: string): number {
    return counterOf(this.ns(netns), name);
  }

  /** The records of one kind, in a netns when one is named. */
  records<K extends TraceKind>(kind: K, netns?: string): readonly TraceRecord<K>[] {
    const id = netns === undefined ? null : this.ns(netns).id;
    const found: TraceRecord<K>[] = [];
    for (let seq = 0; seq < this.trace.length; seq += 1) {
      const record = this.trace.record(seq);
      if (record.kind === kind && (id === null || record.netns === id)) found.push(record as TraceRecord<K>);
    }
    return found;
  }

  /** Reasons of all drops so far, in order. */
  drops(netns?: string): readonly string[] {
    return this.records('drop', netns).map(({ detail }) => detail.reason);
  }

  /** A capture: every frame that was on a device, in order. */
  frames(place: Place): readonly SeenFrame[] {
    const { netns } = splitPlace(place);
    const { ifindex } = this.link(place);
    const seen: SeenFrame[] = [];
    for (let seq = 0; seq < this.trace.length; seq += 1) {
      const record = this.trace.record(seq);
      if (record.kind !== 'link.tx' && record.kind !== 'link.rx') continue;
      if (record.netns !== this.ns(netns).id || record.dev !== ifindex) continue;
      const { bytes, l2 } = need(this.trace.frameBytes(record.after), 'frame of a tap');
      seen.push({
        ...readFrame(bytes, l2),
        way: record.kind === 'link.tx' ? 'out' : 'in',
        atSec: record.atNs / NS_PER_SEC,
        packet: record.packet,
        lenBytes: bytes.length,
        bytes,
      });
    }
    return seen;
  }
}

/** An empty network. */
export function net(seed = 1): Net {
  return new Net(seed);
}

function splitPlace(place: Place): { readonly netns: string; readonly dev: string } {
  const at = place.indexOf('.');
  return { netns: place.slice(0, at), dev: place.slice(at + 1) };
}

/** A host on either side of a router: h1 10.1.0.2 - 10.1.0.1 r 10.2.0.1 - 10.2.0.2 h2, joined by veth pairs. */
export function routedNet(): Net {
  return net()
    .machines('h1', 'r', 'h2')
    .veth('r.e0', 'h1.a0')
    .veth('r.e1', 'h2.b0')
    .type(
      'r',
      'ip addr add 10.1.0.1/24 dev e0\nip addr add 10.2.0.1/24 dev e1\nsysctl -w net.ipv4.ip_forward=1',
    )
    .type('h1', 'ip addr add 10.1.0.2/24 dev a0\nip route add default via 10.1.0.1')
    .type('h2', 'ip addr add 10.2.0.2/24 dev b0\nip route add default via 10.2.0.1')
    .wait(1);
}

/** A node with bridge br0 (10.1.0.1) and pods p1, p2, ... (10.1.0.11, .12, ...; MACs 02:00:00:00:00:11, ...) on it. */
export function bridgedNet(pods: number): Net {
  const made = net()
    .machines('node')
    .type('node', 'ip link add br0 type bridge\nip link set br0 address 02:00:00:00:00:01 up')
    .type('node', 'ip addr add 10.1.0.1/24 dev br0');
  for (let i = 1; i <= pods; i += 1) {
    made
      .type('node', `ip netns add p${i}`)
      .veth(`node.v${i}`, `p${i}.eth0`)
      .type('node', `ip link set v${i} address 02:00:00:00:01:1${i} master br0`)
      .type(`p${i}`, `ip link set lo up\nip link set eth0 address 02:00:00:00:00:1${i}`)
      .type(`p${i}`, `ip addr add 10.1.0.1${i}/24 dev eth0\nip route add default via 10.1.0.1`);
  }
  return made.wait(1);
}

/**
 * Two nodes with a tunnel as flannel makes it: n1.eth0 192.168.50.11 - 192.168.50.12 n2.eth0; vx with MACs
 * 0e:00:00:00:00:01 and :02 and addresses 10.244.1.0 and 10.244.2.0; each routes the other's /24 into it. With
 * `programmed` neighbour and fdb entries are there as well.
 */
export function tunnelNet(programmed = true, more = 'nolearning'): Net {
  const made = net().machines('n1', 'n2').veth('n1.eth0', 'n2.eth0');
  for (const [here, there] of [
    [1, 2],
    [2, 1],
  ] as const) {
    const vx = `ip link add vx address 0e:00:00:00:00:0${here} type vxlan id 1 dev eth0 local 192.168.50.1${here}`;
    made
      .type(`n${here}`, `ip addr add 192.168.50.1${here}/24 dev eth0\n${vx} dstport 8472 ${more}`)
      .type(`n${here}`, `ip addr add 10.244.${here}.0/32 dev vx\nip link set vx up`)
      .type(`n${here}`, `ip route add 10.244.${there}.0/24 via 10.244.${there}.0 dev vx onlink`);
    if (!programmed) continue;
    const vtep = `0e:00:00:00:00:0${there}`;
    made
      .type(`n${here}`, `ip neigh replace 10.244.${there}.0 lladdr ${vtep} dev vx nud permanent`)
      .type(`n${here}`, `bridge fdb replace ${vtep} dev vx dst 192.168.50.1${there} self permanent`);
  }
  return made.wait(1);
}
