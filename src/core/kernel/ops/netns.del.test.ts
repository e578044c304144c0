import { describe, expect, it } from 'vitest';
import { emptyNetns } from '../netns';
import { stack } from '../stack';
import { applyChange } from '../../sim/apply-changes';
import { forkWorld } from '../../sim/checkpoint';
import { Engine } from '../../sim/engine';
import { worldHash } from '../../sim/hash';
import { pendingEvents } from '../../sim/queue';
import { Simulation } from '../../simulator';
import { nullSink } from '../../trace/sink';
import { TraceStore } from '../../trace/store';
import { ipv4 } from '../../wire/addr';
import { runCommand } from '../../shell';
import { createWorld } from '../netns';

function podOnBridge(trace = new TraceStore()): Simulation {
  const simulation = new Simulation(createWorld(1), trace);
  simulation.applyFabric({ kind: 'machine.add', name: 'node-1', role: 'node' });
  for (const command of [
    'ip link add cni0 type bridge',
    'ip link set cni0 up',
    'ip addr add 10.0.0.1/24 dev cni0',
    'ip netns add pod-a',
    'ip link add veth0 type veth peer name eth0 netns pod-a',
    'ip link set veth0 master cni0 up',
    'ip -n pod-a link set eth0 up',
    'ip -n pod-a addr add 10.0.0.2/24 dev eth0',
  ]) {
    const outcome = runCommand(simulation.shell, 'node-1', command);
    expect(outcome.stderr, command).toEqual([]);
  }
  return simulation;
}

describe('deleting a netns', () => {
  it('takes the other ends of its veth pairs along, and frees the bridge port', () => {
    const simulation = podOnBridge();
    expect(simulation.apply('node-1', { kind: 'netns.del', name: 'pod-a' })).toBeNull();
    const [node, pod] = simulation.world.netns;
    expect(pod).toBeUndefined();
    expect(node?.links.filter((link) => link !== undefined).map(({ name }) => name)).toEqual(['lo', 'cni0']);
    const bridge = node?.links.find((link) => link?.kind === 'bridge');
    expect(bridge?.kind === 'bridge' && bridge.ports).toEqual([]);
  });

  it('leaves no route to a device that is gone, whatever its scope', () => {
    const simulation = podOnBridge();
    runCommand(simulation.shell, 'node-1', 'ip addr add 10.9.0.1/32 dev veth0');
    runCommand(simulation.shell, 'node-1', 'ip route add 10.9.0.2 dev veth0 scope host');
    simulation.apply('node-1', { kind: 'netns.del', name: 'pod-a' });
    const tables = [...(simulation.world.netns[0]?.routeTables.values() ?? [])];
    const devices = tables.flatMap(({ byPrefix }) => [...byPrefix.values()].flat()).map(({ dev }) => dev);
    const alive = simulation.world.netns[0]?.links.flatMap((link) => link?.ifindex ?? []) ?? [];
    expect(devices.filter((dev) => !alive.includes(dev))).toEqual([]);
  });

  it('loses what was on its way to it, with a reason', () => {
    const trace = new TraceStore();
    const simulation = podOnBridge(trace);
    simulation.runUntilQuiet();
    runCommand(simulation.shell, 'node-1', 'ping -c 1 10.0.0.2');
    // Until the request is on the veth pair, not yet received.
    while (
      pendingEvents(simulation.world).every((event) => event.kind !== 'frame.arrive' || event.netns !== 1)
    ) {
      simulation.engine.step();
    }
    simulation.apply('node-1', { kind: 'netns.del', name: 'pod-a' });
    const from = trace.length;
    simulation.engine.step();
    expect(trace.record(from)).toMatchObject({ kind: 'drop', detail: { reason: 'DEV_READY' } });
  });

  it('is told by its changes', () => {
    const trace = new TraceStore();
    const simulation = podOnBridge(trace);
    const { world } = simulation;
    const before = forkWorld(world, 1000);
    world.generation = 1001;
    const from = trace.length;
    simulation.apply('node-1', { kind: 'netns.del', name: 'pod-a' });
    const replay = new Engine(before, stack, nullSink, () => undefined);
    for (let seq = from; seq < trace.length; seq += 1) {
      for (const change of trace.record(seq).changes) {
        applyChange(replay, change, (id, name, machine, generation) =>
          emptyNetns(id, name, machine, generation, 0),
        );
      }
    }
    before.nextOps = world.nextOps.slice();
    expect(worldHash(before)).toBe(worldHash(world));
  });

  it.each(['pod-b', 'node-1'])('%s is not one that could be deleted', (name) => {
    const error = podOnBridge().apply('node-1', { kind: 'netns.del', name });
    expect(error?.message).toBe(
      `Cannot remove namespace file "/run/netns/${name}": No such file or directory`,
    );
  });

  it('sends network cards home', () => {
    const simulation = podOnBridge();
    simulation.applyFabric({ kind: 'machine.add', name: 'host', role: 'host' });
    simulation.applyFabric({
      kind: 'cable.add',
      ends: [
        { netns: 'node-1', dev: 'eth1' },
        { netns: 'host', dev: 'eth0' },
      ],
    });
    simulation.apply('node-1', { kind: 'link.set', name: 'eth1', set: { netns: 'pod-a' } });
    simulation.apply('pod-a', { kind: 'addr.add', dev: 'eth1', addr: { addr: ipv4('10.9.0.2'), len: 24 } });
    simulation.apply('node-1', { kind: 'netns.del', name: 'pod-a' });
    const card = simulation.world.netns[0]?.links.find((link) => link?.name === 'eth1');
    expect(card).toMatchObject({ kind: 'physical', up: false, addrs: [] });
  });
});
