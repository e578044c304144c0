import { describe, expect, it } from 'vitest';
import { emptyNetns } from './netns';
import { stack } from '../stack';
import { net, routedNet, type Net } from '../../testing/net';
import { applyChange } from '../../sim/apply-changes';
import { forkWorld } from '../../sim/checkpoint';
import { Engine } from '../../sim/engine';
import { nullSink } from '../../trace/sink';

/** Goal: a device in another netns is as good as new there. Method: `ip link set netns`, as CNI plugins used to do. */
const host = (): Net =>
  net()
    .machines('h')
    .type(
      'h',
      'ip netns add pod\nip link add v1 type veth peer name v2\nip link set v1 up\nip link set v2 up',
    );

const names = (lab: Net, netns: string): readonly string[] =>
  lab.ns(netns).links.flatMap((link) => (link === undefined ? [] : [link.name]));

describe('ip link set netns', () => {
  it('takes the device along, down, without its addresses and master', () => {
    const lab = host().type(
      'h',
      'ip link add br0 type bridge\nip link set v2 master br0\nip addr add 10.1.0.1/24 dev v2',
    );
    lab.type('h', 'ip link set v2 netns pod');
    expect(names(lab, 'h')).toEqual(
      ['lo', 'v1', 'br0'].sort((a, b) => lab.link(`h.${a}`).ifindex - lab.link(`h.${b}`).ifindex),
    );
    expect(lab.link('pod.v2')).toMatchObject({ up: false, addrs: [], master: 0, port: null });
    expect(lab.printed('h', 'ip route')).toEqual([]);
  });

  // observed on Linux 6.18
  it('together with a name and up, as one types it', () => {
    const lab = host().type('h', 'ip link set v2 netns pod name eth0 up');
    expect(lab.link('pod.eth0')).toMatchObject({ up: true, kind: 'veth' });
    lab.type('pod', 'ip addr add 10.1.0.2/24 dev eth0').type('h', 'ip addr add 10.1.0.1/24 dev v1');
    expect(lab.answers('h', '-c1 10.1.0.2')).toBe(1);
  });

  it('under a new name when its own is taken there', () => {
    const lab = host().type('h', 'ip netns add b\nip -n b link add v2 type dummy');
    expect(lab.ask('h', 'ip link set v2 netns b').stderr).toEqual(['RTNETLINK answers: File exists']);
    lab.type('h', 'ip link set v2 netns b name w2');
    expect(names(lab, 'b')).toEqual(['lo', 'v2', 'w2']);
  });

  it('keeps the wire in its other end', () => {
    const lab = host().type('h', 'ip link set v2 netns pod');
    const { id } = lab.ns('pod');
    expect(lab.link('h.v1')).toMatchObject({ peer: { netns: id, ifindex: lab.link('pod.v2').ifindex } });
  });

  it.each(['lo', 'br0'])('%s stays where it is', (dev) => {
    const lab = host().type('h', 'ip link add br0 type bridge');
    expect(lab.ask('h', `ip link set ${dev} netns pod`).stderr).toEqual([
      'Error: The interface netns is immutable.',
    ]);
  });

  it('to where it is changes nothing', () => {
    const lab = host().type('h', 'ip link set v2 netns 1');
    expect(lab.link('h.v2').up).toBe(true);
  });
});

it('brings counters and entries set by hand along, for those who replay the changes as well', () => {
  const lab = routedNet().type(
    'h1',
    'ip netns add pod\nip link add vx type vxlan id 1 dev a0\nip link set vx up',
  );
  lab.type('h1', 'ip addr add 10.9.0.1/24 dev vx\nbridge fdb add 02:00:00:00:00:77 dev vx dst 10.1.0.1');
  lab.ping('h1', '-c1 -W1 10.9.0.2');
  const { world } = lab.simulation;
  const before = forkWorld(world, world.generation + 1);
  world.generation += 2;
  const from = lab.trace.length;
  lab.type('h1', 'ip link set vx netns pod');
  const replay = new Engine(before, stack, nullSink, () => undefined);
  for (let seq = from; seq < lab.trace.length; seq += 1) {
    for (const change of lab.trace.record(seq).changes) {
      applyChange(replay, change, (id, name, machine, generation) =>
        emptyNetns(id, name, machine, generation, 0),
      );
    }
  }
  const moved = lab.link('pod.vx');
  const replayed = before.netns[lab.ns('pod').id]?.links[moved.ifindex];
  expect(moved.stats.txDropped).toBeGreaterThan(0);
  expect(replayed?.stats).toEqual(moved.stats);
  expect(replayed?.kind === 'vxlan' && [...replayed.fdb.entries.keys()]).toEqual(
    moved.kind === 'vxlan' && [...moved.fdb.entries.keys()],
  );
});
