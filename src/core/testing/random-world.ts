/**
 * Random networks without any plan, by seed: machines on switches and wires, pods, tunnels, routes right and wrong, rules,
 * settings, sizes; random traffic, frames that make no sense, and changes while packets are under way. Nothing has to
 * work; what `whole-system.ts` checks has to hold all the same.
 */
import { pingProcess } from '../apps/ping';
import { udpClientProcess } from '../apps/udp-client';
import { udpEchoProcess } from '../apps/udp-echo';
import type { PrngState } from '../base/prng';
import { nextBelow, prngFromSeed } from '../base/prng';
import { parseRestore } from '../kernel/netfilter/text';
import { allocSkb } from '../kernel/skb';
import type { FabricOp, NetOp } from '../model/op';
import type { Simulation } from '../simulator';
import { createSimulation } from '../simulator';
import type { TraceSink } from '../trace/sink';
import type { Cidr4, Ipv4Addr } from '../wire/addr';
import { asIpv4, asMac, formatIpv4, ipv4 } from '../wire/addr';
import { setEthDst } from '../wire/ethernet';
import { runCommand } from '../shell';
import { icmpFrame, udpFrame } from './make-frame';
import { randomCommand, randomSetUp, type CommandPlace } from './random-commands';
import { randomRules } from './random-rules';

const NS_PER_SEC = 1_000_000_000;
const MTUS = [1500, 1500, 1500, 1450, 1280, 600, 9000] as const;
const MACHINES_MAX = 5;
const SEGMENTS_MAX = 4;
const ACTIONS_MAX = 14;
const PORT = 5353;

/** Something that happens in a random world, with what it is called in a report. */
export interface Action {
  readonly name: string;
  readonly run: () => void;
  /** How long the clock runs afterwards, ns. */
  readonly pauseNs: number;
}

export interface RandomWorld {
  readonly seed: number;
  readonly simulation: Simulation;
  /** What was built, for the message of a finding. */
  readonly story: readonly string[];
  readonly actions: readonly Action[];
  /** Numbers of packets that were put on a device from nowhere and may hold anything. */
  readonly injected: ReadonlySet<number>;
}

interface Place {
  readonly netns: string;
  readonly dev: string;
  readonly addr: Ipv4Addr;
  readonly segment: number;
}

export function randomWorld(seed: number, trace: TraceSink): RandomWorld {
  return new Maker(seed, createSimulation(seed, trace)).make();
}

class Maker {
  private readonly seed: number;
  private readonly simulation: Simulation;
  private readonly random: PrngState;
  private readonly story: string[] = [];
  private readonly places: Place[] = [];
  private readonly injected = new Set<number>();
  private readonly netns: string[] = [];

  constructor(seed: number, simulation: Simulation) {
    this.seed = seed;
    this.simulation = simulation;
    this.random = prngFromSeed(seed, 'random-world');
  }

  make(): RandomWorld {
    const { seed, simulation, story, injected } = this;
    const machines = 2 + this.below(MACHINES_MAX - 1);
    story.push(`seed ${String(seed)}: ${String(machines)} machines`);
    for (let i = 0; i < machines; i += 1) this.machine(`m${String(i)}`);
    const segments = 1 + this.below(SEGMENTS_MAX);
    for (let s = 0; s < segments; s += 1) this.segment(s, machines);
    for (let i = 0; i < machines; i += 1) for (let p = this.below(3); p > 0; p -= 1) this.pod(i, p);
    for (let t = this.below(4); t > 0; t -= 1) this.tunnel(t);
    for (const name of this.netns) this.configure(name);
    for (const name of this.netns) {
      if (this.below(2) === 0) simulation.spawn(name, udpEchoProcess({ port: PORT, prefix: '' }, ['echo']));
    }
    const typed = this.below(2) === 0;
    if (typed) for (const name of this.netns) this.typeSetUp(name);
    const actions = Array.from({ length: 3 + this.below(ACTIONS_MAX) }, () =>
      typed && this.below(2) === 0 ? this.typing() : this.action(),
    );
    return { seed, simulation, story, actions, injected };
  }

  private below(n: number): number {
    return nextBelow(this.random, n);
  }

  private pick<T>(items: readonly [T, ...T[]]): T;
  private pick<T>(items: readonly T[]): T | undefined;
  private pick<T>(items: readonly T[]): T | undefined {
    return items.length === 0 ? undefined : items[this.below(items.length)];
  }

  /** What is refused is refused: a random operation need not make sense. */
  private apply(netns: string, op: NetOp): boolean {
    return this.simulation.apply(netns, op) === null;
  }

  private fabric(op: FabricOp): void {
    const error = this.simulation.applyFabric(op);
    if (error !== null) throw new Error(`${JSON.stringify(op)}: ${error.message}`);
  }

  private machine(name: string): void {
    this.fabric({ kind: 'machine.add', name, role: 'router' });
    this.netns.push(name);
    if (this.below(8) > 0) this.apply(name, { kind: 'link.set', name: 'lo', set: { up: true } });
  }

  /** A switch, a bridge on one of the machines, or a wire, with some machines on it. */
  private segment(s: number, machines: number): void {
    const members = Array.from({ length: machines }, (_, i) => i).filter(() => this.below(3) > 0);
    const mtu = this.pick(MTUS);
    const [a, b] = members;
    if (a === undefined || b === undefined) return;
    const delayNs = 1000 + this.below(40_000);
    if (members.length === 2 && this.below(2) === 0) {
      const ends = [
        { netns: `m${String(a)}`, dev: `e${String(s)}` },
        { netns: `m${String(b)}`, dev: `e${String(s)}` },
      ] as const;
      this.fabric({ kind: 'cable.add', ends, delayNs });
    } else {
      const lan = `lan${String(s)}`;
      this.fabric({ kind: 'machine.add', name: lan, role: 'switch' });
      this.apply(lan, { kind: 'link.add', name: 'sw', spec: { kind: 'bridge' } });
      this.apply(lan, { kind: 'link.set', name: 'sw', set: { up: true, mtu } });
      for (const i of members) {
        const port = `p${String(i)}`;
        const ends = [
          { netns: `m${String(i)}`, dev: `e${String(s)}` },
          { netns: lan, dev: port },
        ] as const;
        this.fabric({ kind: 'cable.add', ends, delayNs });
        this.apply(lan, { kind: 'link.set', name: port, set: { master: 'sw', mtu } });
      }
    }
    this.story.push(`segment ${String(s)}: ${members.join(' ')}, mtu ${String(mtu)}`);
    for (const i of members) {
      const own = this.below(10) === 0 ? this.pick(MTUS) : mtu;
      this.address(`m${String(i)}`, `e${String(s)}`, s, i + 1, own);
    }
  }

  private address(netns: string, dev: string, segment: number, host: number, mtu: number): void {
    const addr = asIpv4(ipv4('10.0.0.0') + segment * 256 + host);
    this.apply(netns, { kind: 'link.set', name: dev, set: { mtu, up: true } });
    this.apply(netns, { kind: 'addr.add', dev, addr: { addr, len: 24 }, broadcast: 'auto' });
    this.places.push({ netns, dev, addr, segment });
  }

  /** A namespace of a machine, on a bridge of its own or behind a veth pair. */
  private pod(machine: number, index: number): void {
    const host = `m${String(machine)}`;
    const name = `${host}-pod${String(index)}`;
    const segment = 100 + machine;
    const mtu = this.pick(MTUS);
    const bridged = this.below(2) === 0;
    if (!this.apply(host, { kind: 'netns.add', name })) return;
    this.netns.push(name);
    const port = `v${String(index)}`;
    const peer = { netns: name, name: 'eth0', mtu };
    this.apply(host, { kind: 'link.add', name: port, spec: { kind: 'veth', peer }, mtu });
    this.apply(host, { kind: 'link.set', name: port, set: { up: true } });
    this.apply(name, { kind: 'link.set', name: 'lo', set: { up: true } });
    const gateway = asIpv4(ipv4('10.0.0.0') + segment * 256 + 1);
    if (bridged) {
      if (this.apply(host, { kind: 'link.add', name: 'br0', spec: { kind: 'bridge' } })) {
        this.address(host, 'br0', segment, 1, 1500);
      }
      const hairpin = this.below(2) === 0;
      this.apply(host, { kind: 'link.set', name: port, set: { master: 'br0', hairpin } });
    } else {
      const dst = { addr: asIpv4(gateway - 1 + index + 10), len: 32 };
      this.apply(host, { kind: 'addr.add', dev: port, addr: { addr: gateway, len: 32 } });
      this.apply(host, { kind: 'route.add', route: { dst, dev: port } });
    }
    this.address(name, 'eth0', segment, index + 10, mtu);
    this.apply(name, { kind: 'route.add', route: { dst: ANYWHERE, via: gateway } });
    this.story.push(`${name} ${bridged ? 'on br0' : 'behind its wire'}, mtu ${String(mtu)}`);
  }

  /** vxlan or ipip from one machine to another's address, or to one that is nobody's. */
  private tunnel(index: number): void {
    const here = this.pick(this.places);
    const there = this.pick(this.places);
    if (here === undefined || there === undefined) return;
    const name = `t${String(index)}`;
    const vxlan = this.below(2) === 0;
    if (vxlan) {
      const vni = 1 + this.below(2);
      const learning = this.below(2) === 0;
      const ends = { dev: here.dev, local: here.addr, dstPort: 4789 };
      const spec = { kind: 'vxlan', vni, learning, ...ends } as const;
      this.apply(here.netns, { kind: 'link.add', name, spec });
      const to = { dst: there.addr, where: 'self', permanent: true } as const;
      this.apply(here.netns, { kind: 'fdb.append', dev: name, mac: ZERO, ...to });
      if (this.below(3) === 0) this.apply(here.netns, { kind: 'link.set', name, set: { master: 'br0' } });
    } else {
      const remote = this.below(4) === 0 ? {} : { remote: there.addr };
      const spec = { kind: 'ipip', local: here.addr, ...remote, pmtudisc: this.below(2) === 0 } as const;
      this.apply(here.netns, { kind: 'link.add', name, spec });
    }
    this.address(here.netns, name, 200 + this.below(2), 1 + this.below(4), vxlan ? 1450 : 1480);
    this.story.push(`${here.netns} ${vxlan ? 'vxlan' : 'ipip'} ${name} to ${formatIpv4(there.addr)}`);
  }

  private configure(netns: string): void {
    if (this.below(6) > 0) this.apply(netns, { kind: 'sysctl.set', key: 'net/ipv4/ip_forward', value: 1 });
    for (let i = this.below(3); i > 0; i -= 1) {
      const [key, values] = this.pick(SYSCTLS);
      const value = this.pick(values) ?? 0;
      this.apply(netns, { kind: 'sysctl.set', key, value });
      this.story.push(`${netns} ${key} ${String(value)}`);
    }
    for (let i = this.below(4); i > 0; i -= 1) this.route(netns);
    if (this.below(2) === 0) this.rules(netns);
  }

  /** A way to a segment, to everywhere or nowhere, by a neighbour that may not be there. */
  private route(netns: string): void {
    const to = this.pick(this.places);
    const via = this.pick(this.places.filter((place) => place.netns !== netns));
    if (to === undefined || via === undefined) return;
    const dst = this.below(3) === 0 ? ANYWHERE : { addr: asIpv4(to.addr & ~255), len: 24 };
    const type = this.below(8) === 0 ? this.pick(DEAD_ENDS) : 'unicast';
    const metric = this.below(3);
    const route = type === 'unicast' ? { dst, via: via.addr, metric } : { dst, type, metric };
    if (this.apply(netns, { kind: 'route.add', route })) {
      const way = type === 'unicast' ? `via ${formatIpv4(via.addr)}` : type;
      this.story.push(`${netns} ${formatIpv4(dst.addr)}/${String(dst.len)} ${way}`);
    }
  }

  private rules(netns: string): void {
    const addrs = this.places.map(({ addr }) => formatIpv4(addr));
    const text = randomRules(this.random, addrs, PORT);
    const tables = parseRestore(text);
    if (!tables.ok) throw new Error(`${tables.error.what} in\n${text}`);
    this.apply(netns, { kind: 'nf.replace', tables: tables.value });
    this.story.push(`${netns} rules:\n${text}`);
  }

  private action(): Action {
    const from = this.pick(this.netns) ?? 'm0';
    const what = this.below(10);
    const pauseNs = this.below(4) === 0 ? 0 : this.below(NS_PER_SEC);
    if (what < 6) return { ...this.send(from), pauseNs };
    if (what < 8) return { ...this.inject(), pauseNs };
    return { ...this.change(from), pauseNs };
  }

  private get commandPlaces(): readonly CommandPlace[] {
    return this.places.map(({ netns, dev, addr }) => ({ netns, dev, addr: formatIpv4(addr) }));
  }

  private typeSetUp(netns: string): void {
    for (const line of randomSetUp(this.random, netns, this.commandPlaces)) {
      const { exitCode } = runCommand(this.simulation.shell, netns, line);
      this.story.push(`${netns}# ${line}${exitCode === 0 ? '' : '   (refused)'}`);
    }
  }

  private typing(): Action {
    const netns = this.pick(this.netns) ?? 'm0';
    const command = randomCommand(this.random, this.commandPlaces);
    const run = (): void => void runCommand(this.simulation.shell, netns, command);
    return {
      name: `${netns}# ${command}`,
      run,
      pauseNs: this.below(3) === 0 ? 0 : this.below(2 * NS_PER_SEC),
    };
  }

  private destination(): Ipv4Addr {
    const known = this.pick(this.places)?.addr ?? ipv4('127.0.0.1');
    const odd = ['127.0.0.1', '10.0.0.77', '203.0.113.9', '10.0.0.255', '255.255.255.255', '224.0.0.1'];
    return this.below(5) > 0 ? known : ipv4(odd[this.below(odd.length)] ?? '127.0.0.1');
  }

  private send(from: string): Pick<Action, 'name' | 'run'> {
    const dst = this.destination();
    const sizeBytes = [0, 56, 56, 600, 1472, 1473, 4000][this.below(7)] ?? 56;
    const name = `${from}: ${String(sizeBytes)} bytes to ${formatIpv4(dst)}`;
    const df = this.below(2) === 0;
    if (this.below(2) === 0) {
      const ttl = [0, 0, 0, 1, 2, 3][this.below(6)] ?? 0;
      const pmtudisc = df ? 'do' : 'dont';
      const options = { dst, count: 1 + this.below(3), sizeBytes, intervalMs: 200, ttl, waitMs: 2000 };
      const process = pingProcess({ ...options, pmtudisc }, ['ping']);
      return { name: `ping ${name}`, run: () => void this.simulation.spawn(from, process) };
    }
    const port = [PORT, PORT, 9, 80, 4789][this.below(5)] ?? PORT;
    const payload = Uint8Array.from({ length: sizeBytes }, () => this.below(256));
    const options = { dst, port, srcPort: 0, payload, timeoutNs: 2 * NS_PER_SEC, df };
    const process = udpClientProcess(options, ['udp']);
    return { name: `udp ${name} port ${String(port)}`, run: () => void this.simulation.spawn(from, process) };
  }

  /** A frame from nowhere: rubbish, or a good one with a few bytes changed. */
  private inject(): Pick<Action, 'name' | 'run'> {
    const place = this.pick(this.places);
    const bytes = this.below(3) === 0 ? this.rubbish() : this.mutated();
    const direct = this.below(3) > 0;
    const at = place === undefined ? '' : `${place.netns} ${place.dev}`;
    return {
      name: `${String(bytes.length)} bytes from nowhere on ${at}`,
      run: () => {
        const { world, ctx } = this.simulation;
        const ns = world.netns.find((each) => each?.name === place?.netns);
        const link = ns?.links.find((each) => each?.name === place?.dev);
        if (ns === undefined || link === undefined) return;
        const bare = link.kind === 'ipip' || link.kind === 'tun' || link.kind === 'wireguard';
        const skb = allocSkb(ctx, bytes.length);
        skb.data.set(bytes, skb.head);
        skb.l2 = !bare;
        if (direct && skb.l2) setEthDst(skb.data, skb.head, link.mac);
        skb.l3 = true;
        this.injected.add(skb.packet);
        ctx.arrive(ns.id, link.ifindex, skb, 0);
      },
    };
  }

  private rubbish(): Uint8Array {
    return Uint8Array.from({ length: 14 + this.below(200) }, () => this.below(256));
  }

  private mutated(): Uint8Array {
    const made = {
      ...{ from: '02:00:00:00:00:77', to: 'ff:ff:ff:ff:ff:ff' },
      ...{ src: formatIpv4(this.destination()), dst: formatIpv4(this.destination()) },
    };
    const bytes = this.below(3) === 0 ? icmpFrame(made) : udpFrame(made, PORT, PORT, 'mutated');
    for (let i = this.below(4); i > 0; i -= 1) bytes[this.below(bytes.length)] = this.below(256);
    return this.below(4) === 0 ? bytes.subarray(0, 14 + this.below(bytes.length - 14)) : bytes;
  }

  /** Somebody changes something while packets are under way. */
  private change(netns: string): Pick<Action, 'name' | 'run'> {
    const place = this.pick(this.places);
    const where = place?.netns ?? netns;
    const name = place?.dev ?? 'lo';
    const mtu = this.pick(MTUS);
    const changes: readonly (readonly [string, NetOp])[] = [
      ['down', { kind: 'link.set', name, set: { up: false } }],
      ['up', { kind: 'link.set', name, set: { up: true } }],
      [`mtu ${String(mtu)}`, { kind: 'link.set', name, set: { mtu } }],
      ['deleted', { kind: 'link.del', name }],
      [
        'without address',
        { kind: 'addr.del', dev: name, addr: { addr: place?.addr ?? ipv4('0.0.0.0'), len: 24 } },
      ],
      ['ip_forward 0', { kind: 'sysctl.set', key: 'net/ipv4/ip_forward', value: 0 }],
    ];
    if (this.below(4) === 0)
      return {
        name: `${netns} new rules`,
        run: () => {
          this.rules(netns);
        },
      };
    const [what, op] = changes[this.below(changes.length)] ?? ['nothing', { kind: 'netns.del', name: '' }];
    return { name: `${where} ${name} ${what}`, run: () => void this.apply(where, op) };
  }
}

const ANYWHERE: Cidr4 = { addr: ipv4('0.0.0.0'), len: 0 };
const ZERO = asMac(0);
const DEAD_ENDS = ['blackhole', 'unreachable', 'prohibit', 'throw'] as const;
const SYSCTLS: readonly [Setting, ...Setting[]] = [
  ['net/ipv4/conf/all/rp_filter', [0, 1, 2]],
  ['net/ipv4/conf/all/accept_local', [0, 1]],
  ['net/ipv4/conf/all/route_localnet', [0, 1]],
  ['net/ipv4/ip_default_ttl', [1, 2, 4, 64]],
  ['net/ipv4/icmp_echo_ignore_all', [0, 1]],
  ['net/bridge/bridge-nf-call-iptables', [0, 1]],
];
type Setting = readonly [string, readonly number[]];
