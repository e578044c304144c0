import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openLab, type Typed } from '../testing/open-lab';
import type { LabGraph, Wire } from './contract';

const FLANNEL = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');

function graph(typed: readonly Typed[] = []): LabGraph {
  const session = openLab(FLANNEL, typed);
  return session.query('graph', { seq: session.length - 1 }).graph;
}

const short = ({ kind, from, to }: Wire): string =>
  `${kind} ${[from, to]
    .map((id) => id.replace(/^\w+:/, ''))
    .sort()
    .join(' ')}`;

describe('the drawing of two nodes joined by a tunnel', () => {
  const drawn = graph();
  const ids = drawn.elements.map(({ id }) => id);

  test('has the machines with the addresses of their cards', () => {
    const machines = drawn.elements.filter((element) => element.kind === 'machine');
    expect(machines.map(({ name, role, addresses }) => [name, role, addresses])).toEqual([
      ['switch', 'switch', []],
      ['node-1', 'node', ['192.168.56.11/24']],
      ['node-2', 'node', ['192.168.56.12/24']],
    ]);
  });

  test('puts the pods on their machines, beside the root namespaces', () => {
    const spaces = drawn.elements.filter((element) => element.kind === 'netns');
    expect(
      spaces.map(({ name, machine, root }) => `${name} on ${machine}${root ? ', root' : ''}`).sort(),
    ).toEqual([
      'node-1 on node-1, root',
      'node-2 on node-2, root',
      'pod-a on node-1',
      'pod-b on node-2',
      'switch on switch, root',
    ]);
  });

  test('has routing cores where something is routed: at the nodes, not in pods or the switch', () => {
    const cores = drawn.elements.filter((element) => element.kind === 'routing');
    expect(cores.map(({ netns, forwarding }) => [netns, forwarding])).toEqual([
      ['node-1', true],
      ['node-2', true],
    ]);
    expect(cores[0]?.routes).toEqual([
      { dst: '10.244.1.0/24', via: null, dev: 'cni0' },
      { dst: '10.244.2.0/24', via: '10.244.2.0', dev: 'flannel.1' },
      { dst: '192.168.56.0/24', via: null, dev: 'eth0' },
    ]);
  });

  test('does not draw loopback devices', () => {
    expect(ids.filter((id) => id.endsWith('/lo'))).toEqual([]);
  });

  test('joins the parts of a node and of the way between the nodes', () => {
    const wires = drawn.wires.map(short);
    expect(wires.filter((wire) => / (?:node-1|pod-a)(?:\/| |$)/.test(wire)).sort()).toEqual(
      [
        'veth node-1/veth3cafbbcc pod-a/eth0',
        'port node-1/cni0 node-1/veth3cafbbcc',
        'stack node-1 node-1/cni0',
        'stack node-1 node-1/flannel.1',
        'stack node-1 node-1/eth0',
        'lower node-1/eth0 node-1/flannel.1',
        'cable node-1/eth0 switch/p-node-1',
        'tunnel node-1/flannel.1 node-2/flannel.1',
      ].sort(),
    );
    expect(wires.filter((wire) => wire.startsWith('port switch')).sort()).toEqual([
      'port switch/p-node-1 switch/sw0',
      'port switch/p-node-2 switch/sw0',
    ]);
  });

  test('tells which cable is out', () => {
    const session = openLab(FLANNEL, []);
    const out = () =>
      session
        .query('graph', { seq: session.length - 1 })
        .graph.wires.filter((wire) => wire.out === true)
        .map(short);
    expect(out()).toEqual([]);
    session.input({ kind: 'cable', netns: 'node-2', dev: 'eth0', plugged: false });
    expect(out()).toEqual(['cable node-2/eth0 switch/p-node-2']);
    session.input({ kind: 'cable', netns: 'node-2', dev: 'eth0', plugged: true });
    expect(out()).toEqual([]);
  });

  test('has each wire once, between parts that are drawn', () => {
    expect(new Set(drawn.wires.map(({ id }) => id)).size).toBe(drawn.wires.length);
    for (const { from, to } of drawn.wires) expect(ids).toEqual(expect.arrayContaining([from, to]));
  });

  test('tells what a tunnel device is', () => {
    expect(drawn.elements.find(({ id }) => id === 'dev:node-1/flannel.1')).toMatchObject({
      device: 'vxlan',
      vni: 1,
      dstPort: 8472,
      mtu: 1450,
      addresses: ['10.244.1.0/32'],
      mac: '2e:f1:0a:f4:01:00',
      master: null,
    });
  });
});

describe('the drawing follows the configuration', () => {
  test('a tunnel that one end does not know of is not drawn', () => {
    const drawn = graph([['node-1', 'bridge fdb del 2e:f1:0a:f4:02:00 dev flannel.1 dst 192.168.56.12']]);
    expect(drawn.wires.filter(({ kind }) => kind === 'tunnel')).toEqual([]);
  });

  test('a node stays a router in the drawing when forwarding is turned off', () => {
    const drawn = graph([['node-1', 'sysctl -w net.ipv4.ip_forward=0']]);
    expect(drawn.elements.find(({ id }) => id === 'routing:node-1')).toMatchObject({ forwarding: false });
  });

  test('a deleted device takes its wires along', () => {
    const drawn = graph([['node-1', 'ip link del veth3cafbbcc']]);
    expect(drawn.wires.map(short).filter((wire) => /veth3cafbbcc|pod-a/.test(wire))).toEqual([]);
    expect(drawn.elements.map(({ id }) => id)).not.toContain('dev:node-1/veth3cafbbcc');
  });
});
