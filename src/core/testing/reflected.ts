/** Nodes that tell one another their blocks by BGP over two reflectors on one switch, configured as Calico's confd does it, in short. */
import { need } from '../base/assert';
import { birdIn, birdState } from '../apps/bird/api';
import { writeFile } from '../kernel/ops/file';
import { createWorld, netnsByName } from '../kernel/netns';
import type { BirdState } from '../model/bird';
import { runCommand } from '../shell';
import { Simulation } from '../simulator';
import type { TraceSink } from '../trace/sink';

const EVENTS_MAX = 1_000_000;
const REFLECTORS = 2;

const address = (n: number): string => `10.0.0.${String(n)}`;
const block = (n: number): string => `10.64.${String(n)}.0/26`;

function configuration(n: number, nodes: number): string {
  const reflects = n <= REFLECTORS;
  const peers: string[] = [];
  for (let other = 1; other <= nodes; other += 1) {
    if (other === n || (!reflects && other > REFLECTORS)) continue;
    const client = reflects && other > REFLECTORS ? 'rr client; rr cluster id 10.0.0.1; ' : '';
    peers.push(
      `protocol bgp Node_${String(other)} from peer { source address ${address(n)}; neighbor ${address(other)} as 64512; ${client}${other > n ? 'passive on; ' : ''}}`,
    );
  }
  return [
    `router id ${address(n)};`,
    `function aggr() { if ( net = ${block(n)} ) then { accept; } if ( net ~ ${block(n)} ) then { reject; } }`,
    'filter to_peers { aggr(); if ( net ~ 10.64.0.0/10 ) then { accept; } reject; }',
    'filter to_kernel { if ( net ~ 10.64.0.0/10 ) then { krt_tunnel = "tunl0"; accept; } reject; }',
    `protocol static { route ${block(n)} blackhole; }`,
    'protocol kernel { learn; persist; scan time 2; import all; export filter to_kernel; merge paths on; }',
    'protocol device { scan time 2; }',
    'protocol direct { interface "*"; }',
    'template bgp peer { local as 64512; multihop; gateway recursive; import all; export filter to_peers; add paths on; graceful restart; connect delay time 2; connect retry time 5; error wait time 5,30; }',
    ...peers,
  ].join('\n');
}

/** Everything is told and at rest. */
export function reflected(nodes: number, sink: TraceSink): Simulation {
  const simulation = new Simulation(createWorld(1), sink);
  const type = (netns: string, command: string): void => {
    const { exitCode, stderr } = runCommand(simulation.shell, netns, command);
    if (exitCode !== 0) throw new Error(`${netns}: ${command}: ${stderr.join(' ')}`);
  };
  simulation.applyFabric({ kind: 'machine.add', name: 'lan', role: 'switch' });
  type('lan', 'ip link add sw0 type bridge');
  type('lan', 'ip link set sw0 up');
  for (let n = 1; n <= nodes; n += 1) {
    const name = nameOf(n);
    simulation.applyFabric({ kind: 'machine.add', name, role: 'node' });
    const ends = [
      { netns: name, dev: 'eth0' },
      { netns: 'lan', dev: `p${String(n)}` },
    ] as const;
    simulation.applyFabric({ kind: 'cable.add', ends });
    type('lan', `ip link set p${String(n)} master sw0`);
    type(name, `ip addr add ${address(n)}/16 dev eth0`);
    type(name, 'ip link add tunl0 type ipip');
    type(name, 'ip link set tunl0 up');
  }
  simulation.runUntilQuiet(EVENTS_MAX);
  for (let n = 1; n <= nodes; n += 1) {
    const ns = simulation.ctx.own(need(netnsByName(simulation.world, nameOf(n)), nameOf(n)));
    writeFile(simulation.ctx, ns, '/etc/bird/bird.conf', configuration(n, nodes));
    type(nameOf(n), 'bird');
  }
  simulation.runUntilQuiet(EVENTS_MAX);
  return simulation;
}

export const nameOf = (n: number): string => `node-${String(n)}`;

export function birdOf({ ctx, world }: Simulation, n: number): BirdState {
  return birdState(need(birdIn(ctx.own(need(netnsByName(world, nameOf(n)), 'a node'))), 'bird'));
}
