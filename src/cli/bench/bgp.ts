/** BGP as Calico has it: every node's BIRD in a full mesh, or as a client of two route reflectors, until all know all. */
import { getHeapStatistics } from 'node:v8';
import { need } from '../../core/base/assert';
import { mapValues } from '../../core/base/persistent-map';
import { birdIn, birdState } from '../../core/apps/bird/api';
import { writeFile } from '../../core/kernel/ops/file';
import { createWorld, netnsByName } from '../../core/kernel/netns';
import { runCommand } from '../../core/shell';
import { Simulation } from '../../core/simulator';
import { nullSink } from '../../core/trace/sink';
import { cpuMsOf } from './cpu';
import type { Group, Row } from './report';

const EVENTS_MAX = 100_000_000;
const REFLECTORS = 2;
const PATIENCE_SEC = 300;
const NS_PER_SEC = 1_000_000_000;

interface Case {
  readonly nodes: number;
  readonly mesh: boolean;
}

const CASES: readonly Case[] = [
  { nodes: 10, mesh: true },
  { nodes: 50, mesh: true },
  { nodes: 100, mesh: false },
];
/**
 * In one segment the requests of ARP alone, each to everybody, grow with the cube of the nodes: the largest mesh takes
 * minutes, and more memory than Node gives by itself (NODE_OPTIONS=--max-old-space-size=16000).
 */
const LARGE: readonly Case[] = [
  { nodes: 10, mesh: true },
  { nodes: 100, mesh: true },
  ...(getHeapStatistics().heap_size_limit > 8e9 ? [{ nodes: 300, mesh: true }] : []),
];

/** `large`: the meshes that nobody waits for on the way. */
export function benchBgp(large: boolean): Group {
  return {
    title: 'BGP: a block a node, until every node knows every block',
    rows: (large ? LARGE : CASES).flatMap(measure),
  };
}

const address = (n: number): string => `10.0.${String(n >> 8)}.${String(n & 255)}`;
const block = (n: number): string => `10.${String(64 + (n >> 8))}.${String(n & 255)}.0/26`;

/** As confd writes it, in short. */
function configuration(n: number, nodes: number, mesh: boolean): string {
  const reflects = !mesh && n <= REFLECTORS;
  const peers: string[] = [];
  for (let other = 1; other <= nodes; other += 1) {
    if (other === n || (!mesh && !reflects && other > REFLECTORS)) continue;
    const client = reflects && other > REFLECTORS ? 'rr client; rr cluster id 10.0.0.1; ' : '';
    const passive = other > n ? 'passive on; ' : '';
    peers.push(
      `protocol bgp Node_${String(other)} from peer { multihop; source address ${address(n)}; neighbor ${address(other)} as 64512; ${client}${passive}}`,
    );
  }
  return [
    `router id ${address(n)};`,
    `function aggr() { if ( net = ${block(n)} ) then { accept; } if ( net ~ ${block(n)} ) then { reject; } }`,
    'filter to_peers { aggr(); if ( net ~ 10.64.0.0/10 ) then { accept; } reject; }',
    'filter to_kernel { if ( net ~ 10.64.0.0/10 ) then { accept; } reject; }',
    `protocol static { route ${block(n)} blackhole; }`,
    'protocol kernel { learn; persist; scan time 2; import all; export filter to_kernel; merge paths on; }',
    'protocol device { scan time 2; }',
    'protocol direct { interface "*"; }',
    'template bgp peer { local as 64512; gateway recursive; import all; export filter to_peers; add paths on; graceful restart; connect delay time 2; connect retry time 5; error wait time 5,30; }',
    ...peers,
  ].join('\n');
}

function sessionsOf(nodes: number, mesh: boolean): number {
  const reflected = REFLECTORS * (nodes - REFLECTORS) + (REFLECTORS * (REFLECTORS - 1)) / 2;
  return mesh ? (nodes * (nodes - 1)) / 2 : reflected;
}

function measure({ nodes, mesh }: Case): readonly Row[] {
  const simulation = new Simulation(createWorld(1), nullSink);
  const type = (netns: string, command: string): void => {
    const { exitCode, stderr } = runCommand(simulation.shell, netns, command);
    if (exitCode !== 0) throw new Error(`${netns}: ${command}: ${stderr.join(' ')}`);
  };
  const name = (n: number): string => `node-${String(n)}`;
  simulation.applyFabric({ kind: 'machine.add', name: 'lan', role: 'switch' });
  type('lan', 'ip link add sw0 type bridge');
  type('lan', 'ip link set sw0 up');
  for (let n = 1; n <= nodes; n += 1) {
    simulation.applyFabric({ kind: 'machine.add', name: name(n), role: 'node' });
    simulation.applyFabric({
      kind: 'cable.add',
      ends: [
        { netns: name(n), dev: 'eth0' },
        { netns: 'lan', dev: `p${String(n)}` },
      ],
    });
    type('lan', `ip link set p${String(n)} master sw0`);
    type(name(n), `ip addr add ${address(n)}/16 dev eth0`);
  }
  simulation.runUntilQuiet(EVENTS_MAX);
  const ns = (n: number) => simulation.ctx.own(need(netnsByName(simulation.world, name(n)), name(n)));
  const statesNow = () => Array.from({ length: nodes }, (_, i) => birdState(need(birdIn(ns(i + 1)), 'bird')));
  const lacking = (): number => statesNow().filter(({ written }) => written.size !== nodes).length;
  const before = simulation.world.eventIndex;
  const ms = cpuMsOf(() => {
    for (let n = 1; n <= nodes; n += 1) {
      writeFile(simulation.ctx, ns(n), '/etc/bird/bird.conf', configuration(n, nodes, mesh));
      type(name(n), 'bird');
    }
    simulation.runUntilQuiet(EVENTS_MAX);
    // More SYNs at once than a listener's queue holds are dropped; their senders try again, for which nobody waits.
    for (let tries = 0; lacking() > 0 && tries < PATIENCE_SEC; tries += 1)
      simulation.runFor(NS_PER_SEC, EVENTS_MAX);
  });
  if (lacking() > 0) throw new Error(`${String(lacking())} nodes do not know every block`);
  const states = statesNow();
  const messages = states.reduce(
    (sum, { protocols }) =>
      sum + mapValues(protocols).reduce((own, { session }) => own + (session?.heard ?? 0), 0),
    0,
  );
  const title = `${String(nodes)} nodes, ${mesh ? 'full mesh' : `${String(REFLECTORS)} reflectors`}`;
  return [
    { name: `${title}: converged`, value: ms, unit: 'ms', bar: '' },
    { name: `${title}: BGP messages heard`, value: messages, unit: '', bar: '' },
    { name: `${title}: of that, a session`, value: messages / sessionsOf(nodes, mesh), unit: '', bar: '' },
    { name: `${title}: events`, value: simulation.world.eventIndex - before, unit: '', bar: '' },
  ];
}
