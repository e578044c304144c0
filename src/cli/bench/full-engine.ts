/**
 * Hops per second with everything in the way: each router tracks connections, masquerades what goes right and has twenty
 * rules that every packet is held against; a capture runs on each device. Datagrams go from end to end and are answered.
 * What is measured is the steady state: flows are established, neighbours known, the code is compiled; what the garbage
 * collector does meanwhile counts, on whatever core.
 */
import { need } from '../../core/base/assert';
import { parseRestore } from '../../core/kernel/netfilter/text';
import { readSocket } from '../../core/kernel/sock/table';
import { udpOpen, udpSend } from '../../core/kernel/sock/udp';
import type { NetOp } from '../../core/model/op';
import type { NetnsId } from '../../core/model/link';
import type { Netns } from '../../core/model/world';
import { runCommand } from '../../core/shell';
import { createSimulation, type Simulation } from '../../core/simulator';
import { CaptureRing } from '../../core/trace/capture-ring';
import { TraceStore } from '../../core/trace/store';
import { ANY_IPV4, asIpv4, asMac, ipv4, type Cidr4, type Ipv4Addr, type MacAddr } from '../../core/wire/addr';
import { cpuMsOf } from './cpu';
import { deviceHops } from './device-hops';
import type { Group, Row } from './report';
import { median } from './report';

const RUNS = 5;
const DATAGRAM = new Uint8Array(64);
const PORT = 4000;
const FLOWS = 16;
/** Datagrams each flow has in flight. */
const DEPTH = 4;
const HOPS_PER_RUN = 100_000;
/** Enough for V8 to have compiled what packets run through, also where its compiler has to wait for a core. */
const WARM_UP_HOPS = 200_000;
const CAPTURE_BYTES = 1 << 20;
const ROUTERS = 8;
const TWENTY_RULES = `
  *filter
  :INPUT ACCEPT [0:0]
  :FORWARD DROP [0:0]
  :OUTPUT ACCEPT [0:0]
  -A FORWARD -m conntrack --ctstate INVALID -j DROP
  -A FORWARD -s 192.168.0.0/16 -j DROP
  -A FORWARD -d 192.168.0.0/16 -j DROP
  -A FORWARD -s 172.16.0.0/12 -d 172.16.0.0/12 -j ACCEPT
  -A FORWARD -i docker0 -j ACCEPT
  -A FORWARD -o docker0 -j ACCEPT
  -A FORWARD -p icmp -m icmp --icmp-type 8 -j ACCEPT
  -A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT
  -A FORWARD -p tcp -m tcp --dport 443 -m conntrack --ctstate NEW -j ACCEPT
  -A FORWARD -p tcp -m multiport --dports 22,2379,2380,6443,10250 -j ACCEPT
  -A FORWARD -p udp -m udp --dport 53 -j ACCEPT
  -A FORWARD -p udp -m udp --sport 53 -j ACCEPT
  -A FORWARD -p udp -m multiport --dports 67,68,123,8472 -j ACCEPT
  -A FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT
  -A FORWARD -m set --match-set blocked src -j DROP
  -A FORWARD -m set --match-set blocked dst -j DROP
  -A FORWARD -d 203.0.113.0/24 -p udp -j REJECT --reject-with icmp-port-unreachable
  -A FORWARD ! -s 10.0.0.0/8 -j DROP
  -A FORWARD -m comment --comment "what is new" -m conntrack --ctstate NEW -j ACCEPT
  -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  COMMIT`;

/** A row of machines between whose ends datagrams go. */
interface Course {
  readonly simulation: Simulation;
  readonly first: string;
  readonly last: string;
  readonly to: Ipv4Addr;
  /** Network namespaces a datagram is handed to on its way. */
  readonly hops: number;
}

export function benchFullEngine(): Group {
  const courses = {
    [`${String(ROUTERS)} routers`]: routers,
    'pod to pod through vxlan': podToPod,
  };
  const measured = Object.entries(courses).flatMap(([name, make]) =>
    [false, true].map((traced) => ({ name, make, traced, value: median(measure(make(), traced)) })),
  );
  // What counts them comes behind all that is measured: the heap it leaves would slow the next course down.
  const rows = measured.flatMap(({ name, make, traced, value }): readonly Row[] => {
    const bar = traced ? 'bar: 150,000' : 'bar: 750,000';
    const perHop = new Traffic(make(), true).deviceHopsPerHop();
    return [
      { name: `${name}, trace ${traced ? 'on' : 'off'}`, value, unit: 'hops/s', bar },
      { name: '  the same, from device to device', value: value * perHop, unit: 'hops/s', bar: '' },
    ];
  });
  return {
    title:
      'Full engine, hops per second of CPU time: conntrack, NAT, 20 rules in each machine, capture on ' +
      '(a hop: one frame handed from one network namespace to the next; from device to device: what the page steps by)',
    rows,
  };
}

function measure(course: Course, traced: boolean): readonly number[] {
  const traffic = new Traffic(course, traced);
  traffic.run(WARM_UP_HOPS);
  return Array.from({ length: RUNS }, () => {
    let hops = 0;
    const ms = cpuMsOf(() => {
      hops = traffic.run(HOPS_PER_RUN);
    });
    return (hops * 1000) / ms;
  });
}

class Traffic {
  private readonly course: Course;
  private readonly traced: boolean;
  private readonly ids: ReadonlyMap<string, NetnsId>;
  private readonly clients: readonly number[];
  private readonly server: number;

  constructor(course: Course, traced: boolean) {
    this.course = course;
    this.traced = traced;
    course.simulation.engine.trace = new CaptureRing(CAPTURE_BYTES);
    const { netns } = course.simulation.world;
    this.ids = new Map(netns.flatMap((ns) => (ns === undefined ? [] : [[ns.name, ns.id]])));
    this.clients = Array.from({ length: FLOWS }, () => this.open(course.first, 0));
    this.server = this.open(course.last, PORT);
  }

  /** Sends and answers until at least `hops` hops were made; answers how many. */
  run(hops: number): number {
    let made = 0;
    while (made < hops) {
      // A store of its own for each burst, so that what is measured is recording and not a heap filling up.
      if (this.traced) this.course.simulation.engine.trace = new TraceStore();
      made += this.burst();
    }
    return made;
  }

  /** What the page would call a hop, to one hop that is counted here: of one burst, from its trace. */
  deviceHopsPerHop(): number {
    const { engine, world } = this.course.simulation;
    // Addresses are asked for by the first packets only.
    this.burst();
    const store = new TraceStore();
    engine.trace = store;
    const hops = this.burst();
    return deviceHops(store, world) / hops;
  }

  /** All that may be in flight goes there and back; answers how many hops that were. */
  private burst(): number {
    const { simulation, first, last, to, hops } = this.course;
    const { ctx } = simulation;
    for (let i = 0; i < DEPTH; i += 1) {
      for (const client of this.clients) udpSend(ctx, this.netns(first), client, to, PORT, DATAGRAM);
    }
    simulation.runUntilQuiet();
    let arrived = 0;
    for (;;) {
      const asked = readSocket(ctx, this.netns(last), this.server);
      if (asked?.kind !== 'data') break;
      udpSend(ctx, this.netns(last), this.server, asked.from, asked.fromPort, DATAGRAM);
      arrived += 1;
    }
    simulation.runUntilQuiet();
    for (const client of this.clients) {
      while (readSocket(ctx, this.netns(first), client) !== null) arrived += 1;
    }
    if (arrived !== 2 * DEPTH * FLOWS) throw new Error(`only ${String(arrived)} datagrams arrived`);
    return arrived * hops;
  }

  private netns(name: string): Netns {
    return this.course.simulation.ctx.own(need(this.ids.get(name), name));
  }

  private open(netns: string, port: number): number {
    const options = { pid: 0, local: ANY_IPV4, port };
    const socket = udpOpen(this.course.simulation.ctx, this.netns(netns), options);
    if (typeof socket !== 'number') throw new Error(socket);
    return socket;
  }
}

/** h0 - r1 - ... - rN - hN+1, a /30 on each cable; static neighbours, since address resolution is not what is measured. */
function routers(): Course {
  const simulation = createSimulation(1);
  const last = ROUTERS + 1;
  const name = (i: number): string => `m${String(i)}`;
  const addr = (cable: number, host: number): Ipv4Addr => asIpv4(ipv4('10.0.0.0') + cable * 4 + host);
  for (let i = 0; i <= last; i += 1) {
    const role = i === 0 || i === last ? 'host' : 'router';
    simulation.applyFabric({ kind: 'machine.add', name: name(i), role });
  }
  for (let i = 0; i < last; i += 1) {
    cable(simulation, name(i), 'right', name(i + 1), 'left');
    const right = { addr: addr(i, 1), len: 30 };
    const left = { addr: addr(i, 2), len: 30 };
    apply(simulation, name(i), { kind: 'addr.add', dev: 'right', addr: right });
    apply(simulation, name(i + 1), { kind: 'addr.add', dev: 'left', addr: left });
    const mac = asMac(0x02_00_00_00_01_00 + i * 2);
    const macs = { left: mac, right: asMac(mac + 1) };
    apply(simulation, name(i), { kind: 'link.set', name: 'right', set: { mac: macs.right } });
    apply(simulation, name(i + 1), { kind: 'link.set', name: 'left', set: { mac: macs.left } });
    neighbour(simulation, name(i), 'right', left.addr, macs.left);
    neighbour(simulation, name(i + 1), 'left', right.addr, macs.right);
  }
  const far: Cidr4 = { addr: addr(last - 1, 0), len: 30 };
  for (let i = 0; i < last - 1; i += 1) {
    apply(simulation, name(i), { kind: 'route.add', route: { dst: far, via: addr(i, 2) } });
  }
  for (let i = 1; i < last; i += 1) {
    apply(simulation, name(i), { kind: 'sysctl.set', key: 'net/ipv4/ip_forward', value: 1 });
    firewall(simulation, name(i), '-A POSTROUTING -o right -j MASQUERADE');
  }
  return { simulation, first: name(0), last: name(last), to: addr(last - 1, 2), hops: last };
}

const SERVICE = '10.96.0.10';
const NODES = [1, 2] as const;

/** pod-1 - node-1 - lan - node-2 - pod-2: a bridge and a vxlan device on each node, the address of a service in front. */
function podToPod(): Course {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'lan', role: 'switch' });
  type(simulation, 'lan', 'ip link add sw0 type bridge; ip link set sw0 up');
  for (const own of NODES) {
    const node = `node-${String(own)}`;
    simulation.applyFabric({ kind: 'machine.add', name: node, role: 'node' });
    cable(simulation, node, 'eth0', 'lan', `p${String(own)}`);
    type(simulation, 'lan', `ip link set p${String(own)} master sw0`);
    type(simulation, node, nodeSetup(own, 3 - own));
    const service = `-d ${SERVICE}/32 -p udp -m udp --dport ${String(PORT)}`;
    firewall(
      simulation,
      node,
      `-A PREROUTING ${service} -j DNAT --to-destination 10.244.2.2:${String(PORT)}`,
    );
  }
  return { simulation, first: 'pod-1', last: 'pod-2', to: ipv4(SERVICE), hops: 4 };
}

function nodeSetup(own: number, other: number): string {
  const vtep = (node: number): string => `02:00:00:00:02:0${String(node)}`;
  return `
    ip addr add 192.168.56.1${own}/24 dev eth0
    sysctl -w net.ipv4.ip_forward=1
    ip link add cni0 type bridge
    ip link set cni0 up
    ip addr add 10.244.${own}.1/24 dev cni0
    ip link add flannel.1 address ${vtep(own)} type vxlan id 1 dev eth0 local 192.168.56.1${own} dstport 8472 nolearning
    ip link set flannel.1 up
    ip addr add 10.244.${own}.0/32 dev flannel.1
    ip route add 10.244.${other}.0/24 via 10.244.${other}.0 dev flannel.1 onlink
    ip neigh add 10.244.${other}.0 lladdr ${vtep(other)} dev flannel.1 nud permanent
    bridge fdb append ${vtep(other)} dev flannel.1 dst 192.168.56.1${other} self permanent
    ip netns add pod-${own}
    ip link add veth0 type veth peer name eth0 netns pod-${own}
    ip link set veth0 master cni0 up
    ip -n pod-${own} link set eth0 up
    ip -n pod-${own} addr add 10.244.${own}.2/24 dev eth0
    ip -n pod-${own} route add default via 10.244.${own}.1`;
}

function firewall(simulation: Simulation, netns: string, nat: string): void {
  const set = { name: 'blocked', type: 'hash:ip', range: null, hashsize: 1024, maxelem: 65_536 } as const;
  const create = {
    do: 'create',
    set: { ...set, timeoutSec: null, comment: false, counters: false, skbinfo: false, netmask: 32 },
  } as const;
  apply(simulation, netns, { kind: 'ipset', commands: [{ ...create, exist: false }] });
  const parsed = parseRestore(TWENTY_RULES + rulesOfNat(nat));
  if (!parsed.ok) throw new Error(parsed.error.what);
  apply(simulation, netns, { kind: 'nf.replace', tables: parsed.value });
}

function rulesOfNat(rule: string): string {
  return `
  *nat
  :PREROUTING ACCEPT [0:0]
  :INPUT ACCEPT [0:0]
  :OUTPUT ACCEPT [0:0]
  :POSTROUTING ACCEPT [0:0]
  ${rule}
  COMMIT`;
}

function cable(simulation: Simulation, a: string, devA: string, b: string, devB: string): void {
  const ends = [
    { netns: a, dev: devA },
    { netns: b, dev: devB },
  ] as const;
  simulation.applyFabric({ kind: 'cable.add', ends, delayNs: 1000 });
}

function neighbour(simulation: Simulation, netns: string, dev: string, dst: Ipv4Addr, mac: MacAddr): void {
  apply(simulation, netns, { kind: 'neigh.replace', dev, dst, mac, state: 'permanent' });
}

function apply(simulation: Simulation, netns: string, op: NetOp): void {
  const error = simulation.apply(netns, op);
  if (error !== null) throw new Error(`${netns}: ${JSON.stringify(op)}: ${error.message}`);
}

/** Types a script, one command a line or between semicolons. */
function type(simulation: Simulation, netns: string, script: string): void {
  for (const command of script.split(/[;\n]/).map((line) => line.trim())) {
    if (command === '') continue;
    const { exitCode, stderr } = runCommand(simulation.shell, netns, command);
    if (exitCode !== 0) throw new Error(`${netns}: ${command}: ${stderr.join(' ')}`);
  }
}
