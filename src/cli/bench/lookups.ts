/** Look-ups in small and large tables: the price of a hop must not grow with the table. */
import { Bench } from 'tinybench';
import { need } from '../../core/base/assert';
import { fibPeek } from '../../core/kernel/fib';
import type { Netns } from '../../core/model/world';
import { createSimulation, type Simulation } from '../../core/simulator';
import { asIpv4, asMac, ipv4 } from '../../core/wire/addr';
import type { Group, Row } from './report';

const SIZES = [10, 10_000] as const;
/** Keys asked for, spread over the table. */
const QUERIES = 64;
const BENCH_MS = 300;

export async function benchLookups(): Promise<Group> {
  const kinds = { routes, fdb, neighbours } as const;
  const rows: Row[] = [];
  for (const [name, make] of Object.entries(kinds)) {
    const times: number[] = [];
    for (const size of SIZES) {
      const ns = await timeOf(make(size));
      times.push(ns);
      rows.push({ name: `${name}, ${String(size)} entries`, value: ns, unit: 'ns', bar: '' });
    }
    const ratio = need(times[1], 'time') / need(times[0], 'time');
    rows.push({ name: `${name}, ratio`, value: ratio, unit: 'times', bar: 'bar: 2' });
  }
  return { title: 'One look-up in a table of 10 and of 10,000 entries', rows };
}

/** Nanoseconds of one of the look-ups `run` makes. */
async function timeOf(run: () => number): Promise<number> {
  const bench = new Bench({ time: BENCH_MS, warmupTime: BENCH_MS });
  let sum = 0;
  bench.add('look-up', () => {
    sum += run();
  });
  const [task] = await bench.run();
  if (task?.result.state !== 'completed' || sum === 0) throw new Error('the look-up found nothing');
  return (task.result.latency.p50 * 1e6) / QUERIES;
}

function machine(): { readonly simulation: Simulation; readonly netns: () => Netns } {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'm', role: 'router' });
  simulation.applyFabric({ kind: 'machine.add', name: 'n', role: 'router' });
  const ends = [
    { netns: 'm', dev: 'eth0' },
    { netns: 'n', dev: 'eth0' },
  ] as const;
  simulation.applyFabric({ kind: 'cable.add', ends });
  return { simulation, netns: () => need(simulation.world.netns[0], 'netns') };
}

/** /24 routes side by side, as a node of a large cluster has them. */
function routes(size: number): () => number {
  const { simulation, netns } = machine();
  const base = ipv4('10.0.0.0');
  simulation.apply('m', { kind: 'addr.add', dev: 'eth0', addr: { addr: ipv4('192.168.0.1'), len: 24 } });
  for (let i = 0; i < size; i += 1) {
    const dst = { addr: asIpv4(base + i * 256), len: 24 };
    simulation.apply('m', { kind: 'route.add', route: { dst, via: ipv4('192.168.0.2') } });
  }
  const ns = netns();
  const keys = spread(size).map((i) => {
    return { dst: asIpv4(base + i * 256 + 7), src: asIpv4(0), iif: 0, oif: 0, tos: 0, mark: 0 };
  });
  return () => keys.reduce((sum, key) => sum + (fibPeek(ns, key).route?.len ?? 0), 0);
}

/** Static entries of a bridge. */
function fdb(size: number): () => number {
  const { simulation, netns } = machine();
  simulation.apply('m', { kind: 'link.add', name: 'br0', spec: { kind: 'bridge' } });
  simulation.apply('m', { kind: 'link.set', name: 'eth0', set: { master: 'br0' } });
  const base = 0x02_00_00_00_00_00;
  for (let i = 0; i < size; i += 1) {
    const entry = { dev: 'eth0', mac: asMac(base + i), where: 'master', permanent: true } as const;
    simulation.apply('m', { kind: 'fdb.append', ...entry });
  }
  const bridge = netns().links.find((link) => link?.kind === 'bridge');
  if (bridge?.kind !== 'bridge') throw new Error('no bridge');
  const keys = spread(size).map((i) => asMac(base + i));
  return () => keys.reduce((sum, key) => sum + (bridge.fdb.entries.get(key)?.port ?? 0), 0);
}

function neighbours(size: number): () => number {
  const { simulation, netns } = machine();
  const base = ipv4('10.0.0.0');
  for (let i = 0; i < size; i += 1) {
    const entry = { dev: 'eth0', dst: asIpv4(base + i), mac: asMac(i + 1), state: 'permanent' } as const;
    simulation.apply('m', { kind: 'neigh.replace', ...entry });
  }
  const link = need(
    netns().links.find((other) => other?.name === 'eth0'),
    'eth0',
  );
  const keys = spread(size).map((i) => asIpv4(base + i));
  return () => keys.reduce((sum, key) => sum + (link.neigh.entries.get(key)?.mac ?? 0), 0);
}

/** Indexes all over a table, in no order. */
function spread(size: number): readonly number[] {
  return Array.from({ length: QUERIES }, (_, i) => (i * 7919) % size);
}
