/** Look-ups in small and large tables: the price of a hop must not grow with the table. */
import { Bench } from 'tinybench';
import { need } from '../../core/base/assert';
import { fibPeek } from '../../core/kernel/fib';
import { inSet } from '../../core/kernel/ipset/match';
import { findByTuple } from '../../core/kernel/netfilter/conntrack';
import { runHook } from '../../core/kernel/netfilter/hooks';
import { parseRestore } from '../../core/kernel/netfilter/text';
import { tupleOf } from '../../core/kernel/netfilter/tuple';
import { allocSkb } from '../../core/kernel/skb';
import type { IpSetCommand } from '../../core/model/ipset';
import type { Skb } from '../../core/model/skb';
import type { Netns } from '../../core/model/world';
import { createSimulation, type Simulation } from '../../core/simulator';
import { asIpv4, asMac, formatIpv4, ipv4, type Ipv4Addr } from '../../core/wire/addr';
import { IPV4_HEADER_LEN, PROTO_UDP, emitIpv4Header } from '../../core/wire/ipv4';
import { UDP_HEADER_LEN, emitUdp } from '../../core/wire/udp';
import type { Group, Row } from './report';

const SIZES = [10, 10_000] as const;
/** Keys asked for, spread over the table. */
const QUERIES = 64;
const BENCH_MS = 300;

export async function benchLookups(): Promise<Group> {
  const kinds = { routes, fdb, neighbours, 'ipset members': ipset, flows } as const;
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

/** Members of a set of addresses, asked as a rule asks. */
function ipset(size: number): () => number {
  const { simulation, netns } = machine();
  const base = ipv4('10.0.0.0');
  const shape = { name: 's', type: 'hash:ip', range: null, hashsize: 1024, maxelem: 65_536 } as const;
  const set = { ...shape, timeoutSec: null, comment: false, counters: false, skbinfo: false, netmask: 32 };
  const options = { nomatch: false, comment: null, timeoutSec: null, skbinfo: '', beside: null, seen: null };
  const member = { name: 's', ...options, exist: false };
  const commands: readonly IpSetCommand[] = [
    { do: 'create', set, exist: false },
    ...Array.from({ length: size }, (_, i): IpSetCommand => {
      return { do: 'add', ...member, member: formatIpv4(asIpv4(base + i)) };
    }),
  ];
  simulation.apply('m', { kind: 'ipset', commands });
  const found = need(netns().ipsets.get('s'), 'set');
  const packets = spread(size).map((i) => datagram(simulation, asIpv4(base + i), 4000));
  const point = { in: 0, out: 0, nexthop: 0 };
  return () =>
    packets.reduce((sum, skb) => sum + Number(inSet(simulation.ctx, netns(), found, skb, point, ['src'])), 0);
}

/** Flows in the table of connection tracking, found by their packets. */
function flows(size: number): () => number {
  const { simulation, netns } = machine();
  const parsed = parseRestore(
    '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -m conntrack --ctstate NEW -j ACCEPT\nCOMMIT',
  );
  if (!parsed.ok) throw new Error(parsed.error.what);
  simulation.apply('m', { kind: 'nf.replace', tables: parsed.value });
  const base = ipv4('10.0.0.0');
  const ns = simulation.ctx.own(netns().id);
  const packet = (i: number): Skb => datagram(simulation, asIpv4(base + (i >> 4)), 4000 + (i & 15));
  const point = { in: 1, out: 0, nexthop: 0 };
  for (let i = 0; i < size; i += 1) {
    const skb = packet(i);
    runHook(simulation.ctx, ns, 'PREROUTING', skb, point);
    runHook(simulation.ctx, ns, 'INPUT', skb, point);
  }
  if (ns.conntrack.entries.size !== size) throw new Error('flows were not confirmed');
  const tuples = spread(size).map((i) => need(tupleOf(packet(i)), 'tuple'));
  return () => tuples.reduce((sum, tuple) => sum + (findByTuple(ns, tuple) === null ? 0 : 1), 0);
}

/** A UDP packet from an address and port to port 53 of 192.0.2.1. */
function datagram({ ctx }: Simulation, src: Ipv4Addr, srcPort: number): Skb {
  const totalLen = IPV4_HEADER_LEN + UDP_HEADER_LEN;
  const skb = allocSkb(ctx, totalLen);
  const fields = { ttl: 64, proto: PROTO_UDP, id: 0, tos: 0, df: false, mf: false, fragOffset: 0 };
  const dst = ipv4('192.0.2.1');
  const header = { src, dst, ...fields, totalLen, headerLen: IPV4_HEADER_LEN };
  emitIpv4Header(header, skb.data, skb.head);
  emitUdp({ srcPort, dstPort: 53, len: UDP_HEADER_LEN }, skb.data, skb.head + IPV4_HEADER_LEN);
  skb.l3 = true;
  return skb;
}

/** Indexes all over a table, in no order. */
function spread(size: number): readonly number[] {
  return Array.from({ length: QUERIES }, (_, i) => (i * 7919) % size);
}
