/** Hops per second through a chain of routers: UDP datagrams from end to end, many in flight. */
import { need } from '../../core/base/assert';
import { readSocket } from '../../core/kernel/sock/table';
import { udpOpen, udpSend } from '../../core/kernel/sock/udp';
import type { Netns } from '../../core/model/world';
import { createSimulation, type Simulation } from '../../core/simulator';
import { TraceStore } from '../../core/trace/store';
import { ANY_IPV4, asIpv4, asMac, ipv4, type Ipv4Addr } from '../../core/wire/addr';
import { cpuMsOf } from './cpu';
import type { Group, Row } from './report';
import { median } from './report';

const CHAINS = [8, 32] as const;
const RUNS = 5;
const DATAGRAM = new Uint8Array(64);
const PORT = 4000;
/** Datagrams in flight at once; the receiver's queue holds them all. */
const BURST = 64;
/** Hops of one run: long enough for the machine to reach its speed. */
const HOPS_PER_RUN = 150_000;
const WARM_UP_HOPS = 60_000;

export function benchChain(): Group {
  const rows: Row[] = [];
  for (const routers of CHAINS) {
    for (const traced of [false, true]) {
      const speeds = measure(routers, traced);
      const bar = traced ? 'bar: 150,000' : 'bar: 750,000';
      const name = `${String(routers)} routers, trace ${traced ? 'on' : 'off'}`;
      rows.push({ name, value: median(speeds), unit: 'hops/s', bar });
    }
  }
  return {
    title: 'Hops per second of CPU time (a hop: one frame handed from one machine to the next)',
    rows,
  };
}

function measure(routers: number, traced: boolean): readonly number[] {
  const chain = new Chain(routers, traced);
  chain.run(WARM_UP_HOPS);
  return Array.from({ length: RUNS }, () => {
    let hops = 0;
    const ms = cpuMsOf(() => {
      hops = chain.run(HOPS_PER_RUN);
    });
    return (hops * 1000) / ms;
  });
}

/** h0 - r1 - ... - rN - hN+1, a /30 on each cable, a route to the far end on each machine. */
class Chain {
  private readonly simulation: Simulation;
  private readonly traced: boolean;
  private readonly last: number;
  private readonly to: Ipv4Addr;
  private readonly sender: number;
  private readonly receiver: number;

  constructor(routers: number, traced: boolean) {
    this.simulation = createSimulation(1);
    this.traced = traced;
    this.last = routers + 1;
    this.to = addrOf(this.last - 1, 2);
    this.build();
    this.sender = this.open(0, 0);
    this.receiver = this.open(this.last, PORT);
    this.run(1);
  }

  /** Sends until at least `hops` hops were made; answers how many. */
  run(hops: number): number {
    const { simulation } = this;
    const { ctx, engine } = simulation;
    let made = 0;
    while (made < hops) {
      // A store of its own for each burst, so that what is measured is recording and not a heap filling up.
      if (this.traced) engine.trace = new TraceStore();
      for (let i = 0; i < BURST; i += 1) {
        udpSend(ctx, this.netns(0), this.sender, this.to, PORT, DATAGRAM);
      }
      simulation.runUntilQuiet();
      let received = 0;
      while (readSocket(ctx, this.netns(this.last), this.receiver) !== null) received += 1;
      made += received * this.last;
      if (received === 0) throw new Error('nothing arrives at the end of the chain');
    }
    return made;
  }

  private netns(i: number): Netns {
    return this.simulation.ctx.own(need(this.simulation.world.machines[i], 'machine').root);
  }

  private open(machine: number, port: number): number {
    const socket = udpOpen(this.simulation.ctx, this.netns(machine), { pid: 0, local: ANY_IPV4, port });
    if (typeof socket !== 'number') throw new Error(socket);
    return socket;
  }

  private build(): void {
    const { simulation, last } = this;
    const far = { addr: addrOf(last - 1, 0), len: 30 };
    for (let i = 0; i <= last; i += 1) {
      const role = i === 0 || i === last ? 'host' : 'router';
      simulation.applyFabric({ kind: 'machine.add', name: nameOf(i), role });
    }
    for (let i = 0; i < last; i += 1) {
      const ends = [
        { netns: nameOf(i), dev: 'right' },
        { netns: nameOf(i + 1), dev: 'left' },
      ] as const;
      simulation.applyFabric({ kind: 'cable.add', ends, delayNs: 1000 });
      simulation.apply(nameOf(i), { kind: 'addr.add', dev: 'right', addr: { addr: addrOf(i, 1), len: 30 } });
      simulation.apply(nameOf(i + 1), {
        kind: 'addr.add',
        dev: 'left',
        addr: { addr: addrOf(i, 2), len: 30 },
      });
    }
    for (let i = 0; i < last; i += 1) {
      simulation.apply(nameOf(i), { kind: 'sysctl.set', key: 'net/ipv4/ip_forward', value: 1 });
      if (i < last - 1)
        simulation.apply(nameOf(i), { kind: 'route.add', route: { dst: far, via: addrOf(i, 2) } });
      // Static neighbours: address resolution is not what is measured here.
      const mac = asMac(0x02_00_00_00_01_00 + i);
      simulation.apply(nameOf(i + 1), { kind: 'link.set', name: 'left', set: { mac } });
      const neigh = { dev: 'right', dst: addrOf(i, 2), mac, state: 'permanent' } as const;
      simulation.apply(nameOf(i), { kind: 'neigh.replace', ...neigh });
    }
  }
}

function nameOf(i: number): string {
  return `m${String(i)}`;
}

/** Address `host` of the /30 on cable `i`. */
function addrOf(i: number, host: number): Ipv4Addr {
  return asIpv4(ipv4('10.0.0.0') + i * 4 + host);
}
