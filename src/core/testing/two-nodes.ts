/** Two nodes joined by a cable, a pod on each, configured by the commands one would type, with the trace kept. */
import { spawnProcess } from '../kernel/sock/process';
import { netnsByName } from '../kernel/netns';
import type { NewProcess } from '../model/event';
import type { Link } from '../model/link';
import type { Netns } from '../model/world';
import type { CommandOutcome } from '../shell';
import { runCommand } from '../shell';
import { createSimulation, type Simulation } from '../simulator';
import type { TraceKind } from '../trace/kinds';
import type { TraceRecord } from '../trace/record';
import { TraceStore } from '../trace/store';
import { dissect, type DissectedLayer } from '../wire/dissect';

const NS_PER_SEC = 1_000_000_000;

/** What flannel and its CNI plugin do on every node, whatever the tunnel. */
function commonSetup(own: number, mtu: number): string {
  const pod = own === 1 ? 'pod-a' : 'pod-b';
  return `
    ip addr add 192.168.56.1${own}/24 dev eth0
    sysctl -w net.ipv4.ip_forward=1
    ip netns add ${pod}
    ip link add veth0 mtu ${mtu} type veth peer name eth0 mtu ${mtu} netns ${pod}
    ip link set veth0 up
    ip addr add 10.244.${own}.1/24 dev veth0
    ip -n ${pod} link set lo up
    ip -n ${pod} link set eth0 up
    ip -n ${pod} addr add 10.244.${own}.2/24 dev eth0
    ip -n ${pod} route add default via 10.244.${own}.1`;
}

export class TwoNodes {
  readonly store = new TraceStore();
  readonly simulation: Simulation = createSimulation(1, this.store);

  /** `tunnel` answers the commands of one node, by its number and the other's. */
  constructor(mtu: number, tunnel: (own: number, other: number) => string) {
    const { simulation } = this;
    simulation.applyFabric({ kind: 'machine.add', name: 'node-1', role: 'node' });
    simulation.applyFabric({ kind: 'machine.add', name: 'node-2', role: 'node' });
    const ends = [
      { netns: 'node-1', dev: 'eth0' },
      { netns: 'node-2', dev: 'eth0' },
    ] as const;
    simulation.applyFabric({ kind: 'cable.add', ends });
    this.setUp('node-1', `${commonSetup(1, mtu)}\n${tunnel(1, 2)}`);
    this.setUp('node-2', `${commonSetup(2, mtu)}\n${tunnel(2, 1)}`);
  }

  /** Runs commands, one a line, each of which must go well. */
  setUp(netns: string, script: string): void {
    for (const line of script.split('\n').map((each) => each.trim())) {
      if (line === '') continue;
      const { exitCode, stderr } = this.type(netns, line);
      if (exitCode !== 0) throw new Error(`${netns}: ${line}: ${stderr.join('\n')}`);
    }
  }

  /** Runs one command; a process it starts goes on with the clock. */
  type(netns: string, command: string): CommandOutcome {
    const { simulation } = this;
    const host = {
      world: simulation.world,
      apply: simulation.apply.bind(simulation),
      spawn: simulation.spawn.bind(simulation),
    };
    return runCommand(host, netns, command);
  }

  /** Runs a command to its end; what it printed. */
  run(netns: string, command: string): readonly string[] {
    const { pid, stdout } = this.type(netns, command);
    this.simulation.runUntilQuiet();
    return pid === null ? stdout : (this.netns(netns).processes.entries.get(pid)?.output ?? []);
  }

  spawn(netns: string, process: NewProcess): number {
    return spawnProcess(this.simulation.ctx, this.simulation.ctx.own(this.netns(netns).id), process);
  }

  wait(seconds: number): void {
    this.simulation.runFor(seconds * NS_PER_SEC);
  }

  netns(name: string): Netns {
    const { world } = this.simulation;
    const ns = world.netns[netnsByName(world, name) ?? -1];
    if (ns === undefined) throw new Error(`no netns ${name}`);
    return ns;
  }

  link(netns: string, name: string): Link {
    const link = this.netns(netns).links.find((each) => each?.name === name);
    if (link === undefined) throw new Error(`no link ${netns}/${name}`);
    return link;
  }

  /** Number of records so far, to be given to the questions below. */
  get now(): number {
    return this.store.length;
  }

  records<K extends TraceKind>(kind: K, since = 0): readonly TraceRecord<K>[] {
    const found: TraceRecord<K>[] = [];
    for (let seq = since; seq < this.store.length; seq += 1) {
      const record: TraceRecord = this.store.record(seq);
      if (record.kind === kind) found.push(record as TraceRecord<K>);
    }
    return found;
  }

  /** Reasons of the packets dropped since. */
  drops(since = 0): readonly string[] {
    return this.records('drop', since).map(({ detail }) => detail.reason);
  }

  /** The headers of every frame sent by a device since, as its capture would show them. */
  sent(netns: string, dev: string, since = 0): readonly (readonly DissectedLayer[])[] {
    const { id } = this.netns(netns);
    const { ifindex } = this.link(netns, dev);
    return this.records('link.tx', since)
      .filter((record) => record.netns === id && record.dev === ifindex)
      .map((record) => {
        const frame = this.store.frameBytes(record.after);
        if (frame === null) throw new Error('a frame without bytes');
        return dissect(frame.bytes, frame.l2 ? 'ethernet' : 'ipv4').layers;
      });
  }
}

/** `ethernet ipv4 udp wireguard` */
export function headers(layers: readonly DissectedLayer[]): string {
  return layers.map(({ header }) => header).join(' ');
}

/** The text of a field of the outermost header of a kind; with `nth` of the next one of its kind, from 0. */
export function field(layers: readonly DissectedLayer[], header: string, name: string, nth = 0): string {
  const layer = layers.filter((each) => each.header === header)[nth];
  return layer?.fields.find((each) => each.name === name)?.text ?? '';
}
