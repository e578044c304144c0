/** flanneld on simulated nodes, from a start to a node that leaves: what its tables are, and whether pods reach each other. */
import { describe, expect, test } from 'vitest';
import { linkByName } from '../../kernel/ctx';
import type { Netns } from '../../model/world';
import type { ShellHost } from '../../shell';
import { runCommand } from '../../shell';
import { createSimulation } from '../../simulator';
import { MANIFEST_FLAGS, onNode, startAgent, type AgentState } from './agent';
import type { NodeObject } from './node-object';
import { commandOf } from './op-text';
import { perform } from './perform';

const VXLAN = '{"Network":"10.244.0.0/16","Backend":{"Type":"vxlan"}}';

/** Two nodes on a cable, a pod on each, set up as kubelet and the bridge plugin would; flannel does the rest. */
describe('two nodes', () => {
  const cluster = (netConf: string) => {
    const simulation = createSimulation(1);
    const host: ShellHost = {
      get world() {
        return simulation.world;
      },
      apply: (netns, op, typed) => simulation.apply(netns, op, typed),
      spawn: (netns, process) => simulation.spawn(netns, process),
    };
    const names = ['node1', 'node2'] as const;
    for (const name of names) simulation.applyFabric({ kind: 'machine.add', name, role: 'node' });
    const ends = [
      { netns: 'node1', dev: 'eth0' },
      { netns: 'node2', dev: 'eth0' },
    ] as const;
    simulation.applyFabric({ kind: 'cable.add', ends });
    const run = (netns: string, text: string): readonly string[] => runCommand(host, netns, text).stdout;
    const nsOf = (name: string): Netns => {
      const ns = simulation.world.netns.find((each) => each?.name === name);
      if (ns === undefined) throw new Error(name);
      return ns;
    };
    for (const [i, name] of names.entries()) {
      const n = String(i);
      const pod = `pod${n}`;
      const lines = `
sysctl -w net.ipv4.ip_forward=1
ip addr add 192.168.56.1${String(i + 1)}/24 dev eth0
ip link set eth0 up
ip route add default via 192.168.56.1
ip netns add ${pod}
ip link add cni0 type bridge
ip addr add 10.244.${n}.1/24 dev cni0
ip link set cni0 up
ip link add veth0 type veth peer name eth0 netns ${pod}
ip link set veth0 master cni0 up
ip -n ${pod} addr add 10.244.${n}.2/24 dev eth0
ip -n ${pod} link set eth0 up
ip -n ${pod} route add default via 10.244.${n}.1`;
      for (const line of lines.trim().split('\n')) {
        const { exitCode, stderr } = runCommand(host, name, line);
        if (exitCode !== 0) throw new Error(`${line}: ${stderr.join(' ')}`);
      }
    }
    const states = new Map<string, AgentState>();
    const nodes = names.map((name, i): NodeObject => {
      const start = startAgent(netConf, MANIFEST_FLAGS, {
        ns: nsOf(name),
        node: { metadata: { name }, spec: { podCIDR: `10.244.${String(i)}.0/24` } },
        file: () => null,
        random: (count) => Uint8Array.from({ length: count }, (_, at) => 16 * (i + 1) + at),
        bridgeNetfilter: true,
      });
      if (!start.outcome.ok) throw new Error(JSON.stringify(start.outcome.error));
      states.set(name, start.outcome.value);
      let annotations = {};
      perform(start.effects, {
        net: (op) => simulation.apply(name, op, commandOf(op)),
        other: (effect) => {
          if (effect.kind === 'annotate') ({ annotations } = effect);
        },
      });
      return { metadata: { name, annotations }, spec: { podCIDR: `10.244.${String(i)}.0/24` } };
    });
    const tell = (change: {
      readonly before: NodeObject | null;
      readonly after: NodeObject | null;
    }): string[] =>
      names.flatMap((name) => {
        const state = states.get(name);
        if (state === undefined) return [];
        const { effects } = onNode(state, nsOf(name), change);
        const { log } = perform(effects, {
          net: (op) => simulation.apply(name, op, commandOf(op)),
          other: () => undefined,
        });
        return log.filter(({ level }) => level !== 'info').map(({ text }) => text);
      });
    return { simulation, run, nsOf, nodes, tell };
  };
  /** Replies that `ping` got. */
  function ping({ simulation, run, nsOf }: ReturnType<typeof cluster>, from: string, to: string): string {
    run(from, `ping -c 1 -W 1 ${to}`);
    simulation.runUntilQuiet();
    const processes = [...nsOf(from).processes.entries.values()];
    return processes.at(-1)?.output.find((line) => line.includes('bytes from')) ?? 'none';
  }

  test('vxlan: the tables of the reference, and a pod reaches the other', () => {
    const lab = cluster(VXLAN);
    expect(ping(lab, 'pod0', '10.244.1.2')).toBe('none');
    expect(lab.nodes.flatMap((after) => lab.tell({ before: null, after }))).toEqual([]);
    const mac = linkByName(lab.nsOf('node2'), 'flannel.1')?.mac;
    expect(mac?.toString(16)).toBe('222122232425');
    expect(lab.run('node1', 'ip route')).toEqual([
      'default via 192.168.56.1 dev eth0 ',
      '10.244.0.0/24 dev cni0 proto kernel scope link src 10.244.0.1 ',
      '10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink ',
      '192.168.56.0/24 dev eth0 proto kernel scope link src 192.168.56.11 ',
    ]);
    expect(lab.run('node1', 'ip neigh show dev flannel.1')).toEqual([
      '10.244.1.0 lladdr 22:21:22:23:24:25 PERMANENT ',
    ]);
    expect(lab.run('node1', 'bridge fdb show dev flannel.1')).toEqual([
      '22:21:22:23:24:25 dst 192.168.56.12 self permanent',
    ]);
    expect(ping(lab, 'pod0', '10.244.1.2')).toMatch(/^64 bytes from 10\.244\.1\.2: icmp_seq=1 ttl=62 /);
    expect(ping(lab, 'node1', '10.244.1.2')).toMatch(/ttl=63 /);
    // The other node leaves.
    lab.tell({ before: lab.nodes[1] ?? null, after: null });
    expect(lab.run('node1', 'ip route').join('\n')).not.toContain('flannel.1');
    expect(lab.run('node1', 'bridge fdb show dev flannel.1')).toEqual([]);
    expect(ping(lab, 'pod0', '10.244.1.2')).toBe('none');
  });

  test('host-gw: plain routes', () => {
    const lab = cluster('{"Network":"10.244.0.0/16","Backend":{"Type":"host-gw"}}');
    expect(lab.nodes.flatMap((after) => lab.tell({ before: null, after }))).toEqual([]);
    expect(lab.run('node2', 'ip route')).toContain('10.244.0.0/24 via 192.168.56.11 dev eth0 ');
    expect(ping(lab, 'pod0', '10.244.1.2')).toMatch(/ttl=62 /);
    lab.tell({ before: lab.nodes[1] ?? null, after: null });
    expect(lab.run('node1', 'ip route').join('\n')).not.toContain('10.244.1.0/24');
  });

  test('vxlan with DirectRouting: the device is there and unused', () => {
    const lab = cluster('{"Network":"10.244.0.0/16","Backend":{"Type":"vxlan","DirectRouting":true}}');
    expect(lab.nodes.flatMap((after) => lab.tell({ before: null, after }))).toEqual([]);
    expect(lab.run('node1', 'ip route')).toContain('10.244.1.0/24 via 192.168.56.12 dev eth0 ');
    expect(lab.run('node1', 'bridge fdb show dev flannel.1')).toEqual([]);
    expect(ping(lab, 'pod0', '10.244.1.2')).toMatch(/ttl=62 /);
  });

  test('nodes of two backends do not see each other', () => {
    const lab = cluster(VXLAN);
    const [, two] = lab.nodes;
    const annotations = { ...two?.metadata.annotations, 'flannel.alpha.coreos.com/backend-type': 'host-gw' };
    const stranger: NodeObject = { ...two, metadata: { name: 'node2', annotations } };
    expect(lab.tell({ before: null, after: stranger })).toEqual([
      'ignoring non-vxlan v4Subnet(10.244.1.0/24) v6Subnet(::/0): type=host-gw',
    ]);
  });
});
