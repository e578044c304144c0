/** What a hop costs in a cluster that is built: datagrams from a pod of the first node to one of the last. */
import { need } from '../../core/base/assert';
import { readSocket } from '../../core/kernel/sock/table';
import { udpOpen, udpSend } from '../../core/kernel/sock/udp';
import type { Netns } from '../../core/model/world';
import type { Simulation } from '../../core/simulator';
import { ANY_IPV4, type Ipv4Addr } from '../../core/wire/addr';
import { cpuMsOf } from './cpu';
import { median } from './report';

const RUNS = 5;
const PORT = 4000;
const DATAGRAM = new Uint8Array(64);
/** Datagrams in flight at once. */
const BURST = 64;
const DATAGRAMS_PER_RUN = 10_000;
/** Pod, node, switch, node, pod: frames handed from one to the next. */
const HOPS = 4;

/**
 * Microseconds of CPU time, median of several runs. So little simulated time goes by that nothing is in it of what the
 * cluster does by itself (leases, probes), and the first run, in which the machine reaches its speed, does not count.
 */
export function hopAcross(simulation: Simulation, from: string, to: string, addr: Ipv4Addr): number {
  const { ctx, world } = simulation;
  const netns = (name: string): Netns =>
    ctx.own(
      need(
        world.netns.find((ns) => ns?.name === name),
        name,
      ).id,
    );
  const open = (name: string, port: number): number => {
    const socket = udpOpen(ctx, netns(name), { pid: 0, local: ANY_IPV4, port });
    if (typeof socket !== 'number') throw new Error(socket);
    return socket;
  };
  const client = open(from, 0);
  const server = open(to, PORT);
  const [sender, receiver] = [netns(from), netns(to)];
  const run = (datagrams: number): void => {
    for (let sent = 0; sent < datagrams; sent += BURST) {
      for (let i = 0; i < BURST; i += 1) udpSend(ctx, sender, client, addr, PORT, DATAGRAM);
      simulation.runUntilQuiet();
      let received = 0;
      while (readSocket(ctx, receiver, server) !== null) received += 1;
      if (received !== BURST) throw new Error(`only ${String(received)} datagrams arrived`);
    }
  };
  run(DATAGRAMS_PER_RUN);
  const times = Array.from({ length: RUNS }, () => cpuMsOf(() => run(DATAGRAMS_PER_RUN)));
  return (median(times) * 1000) / (DATAGRAMS_PER_RUN * HOPS);
}
