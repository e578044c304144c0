import { describe, expect, it } from 'vitest';
import { emptyNetns } from '../kernel/netns';
import { stack } from '../kernel/stack';
import type { Change } from '../model/change';
import type { World } from '../model/world';
import { bridgedNet, routedNet, tunnelNet, type Net } from '../testing/net';
import { nullSink } from '../trace/sink';
import { applyChange } from './apply-changes';
import { forkWorld } from './checkpoint';
import { Engine } from './engine';
import { tablesHash } from '../testing/tables-hash';

/**
 * Goal: the changes of a record make the World before it into the World after it, whatever is configured. (That they
 * do so for traffic is shown in testing/determinism.test.ts.) Method: every command that writes, one at a time.
 */
function replay(lab: Net, act: () => void, slots = new Set<Change['slot']>()): World {
  const { world } = lab.simulation;
  const before = forkWorld(world, world.generation + 1);
  world.generation += 2;
  const from = lab.trace.length;
  act();
  lab.simulation.engine.settle(0);
  const engine = new Engine(before, stack, nullSink, () => undefined);
  for (let seq = from; seq < lab.trace.length; seq += 1) {
    for (const change of lab.trace.record(seq).changes) {
      slots.add(change.slot);
      applyChange(engine, change, (id, name, machine, generation) =>
        emptyNetns(id, name, machine, generation, 0),
      );
    }
  }
  return before;
}

describe.each([
  ['r', routedNet],
  ['node', () => bridgedNet(2)],
  ['n1', tunnelNet],
] as const)('on %s', (netns, make) => {
  it.each([
    'ip netns add other',
    'ip link add d0 type dummy',
    'ip link add br9 type bridge',
    'ip link add v8 type veth peer name v9',
    'ip link add vx9 type vxlan id 9; ip link set vx9 up; bridge fdb append 00:00:00:00:00:00 dev vx9 dst 1.2.3.4',
    'ip netns add pod; ip link add v8 type veth peer name v9; ip link set v8 netns pod name eth0 up',
    'ip link set lo down; ip link set lo up',
    'ip addr add 10.77.0.1/24 dev lo; ip addr add 10.77.0.2/24 dev lo; ip addr del 10.77.0.1/24 dev lo',
    'ip link add d0 type dummy; ip link set d0 up; ip route add 10.78.0.0/24 dev d0; ip route del 10.78.0.0/24',
    'ip link add d0 type dummy; ip link set d0 up; ip route add default dev d0 table 9; ip link del d0',
    'ip neigh add 10.9.9.9 lladdr 02:00:00:00:00:09 dev lo; ip neigh del 10.9.9.9 dev lo',
    'ip link add br9 type bridge; ip link add d0 type dummy; ip link set d0 master br9; ip link set d0 nomaster',
    'sysctl -w net.ipv4.ip_forward=1; sysctl -w net.ipv4.ip_default_ttl=9',
    'sysctl -w net.ipv4.conf.all.rp_filter=1; sysctl -w net.ipv4.conf.default.rp_filter=2',
    'sysctl -w net.ipv4.neigh.default.mcast_solicit=9; sysctl -w net.ipv4.neigh.lo.mcast_solicit=8',
  ])('%s', (command) => {
    const lab = make();
    const replayed = replay(lab, () => void lab.type(netns, command));
    expect(tablesHash(replayed)).toBe(tablesHash(lab.world));
  });
});

it('every kind of change is made by something', () => {
  const slots = new Set<Change['slot']>();
  const lab = routedNet();
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 5353');
  lab.type('r', 'ip link set e1 mtu 600');
  const commands = [
    'ip netns add pod; ip link add br9 type bridge; ip link add d0 type dummy; ip link set d0 master br9',
    'ip link add vx9 type vxlan id 9; bridge fdb append 00:00:00:00:00:00 dev vx9 dst 1.2.3.4',
    'sysctl -w net.ipv4.conf.all.rp_filter=0; sysctl -w net.ipv4.ip_default_ttl=9; ip route add 10.9.0.0/24 via 10.1.0.2',
    'sysctl -w net.ipv4.neigh.default.mcast_solicit=9; sysctl -w net.ipv4.ip_forward=1',
  ];
  const replayed = replay(
    lab,
    () => {
      lab.machines('new');
      for (const command of commands) lab.type('r', command);
      lab.ping('h1', '-c1 -W1 -t1 10.2.0.2');
      lab.ping('h1', '-c1 -W1 -M dont -s 1000 10.2.0.2');
      lab.run('h1', 'echo x | ncat -u -w 1 10.2.0.2 5353');
    },
    slots,
  );
  expect(tablesHash(replayed)).toBe(tablesHash(lab.world));
  const known: readonly Change['slot'][] = [
    ...([
      'neigh',
      'bridge.fdb',
      'vxlan.fdb',
      'route',
      'link',
      'stats',
      'sysctl',
      'inet',
      'neigh.default',
    ] as const),
    ...(['socket', 'udp.port', 'process', 'icmp.peer', 'fragments', 'snmp', 'netns', 'machine'] as const),
  ];
  expect(known.filter((slot) => !slots.has(slot))).toEqual([]);
});
