/** With records each packet's way is looked up, without them a packet goes the way of the one before: both must end alike. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOps } from '../kernel/ops';
import { worldHash } from '../sim/hash';
import { Net, routedNet } from '../testing/net';
import { nullSink } from '../trace/sink';
import { ipv4, mac } from '../wire/addr';
import type { NetOp } from './op';

const PACKETS = ['ping -c 1 -W 1 10.2.0.2', 'ping -c 1 -W 1 -Q 8 10.2.0.2', 'ping -c 1 -W 1 10.2.0.1'];
/** What is typed at the router between packets: everything a way depends on. */
const EDITS = [
  'ip route add blackhole 10.2.0.2',
  'ip route del blackhole 10.2.0.2',
  'ip route add 10.2.0.2 tos 8 dev e0',
  'ip route add 10.2.0.2 nexthop dev e1 nexthop via 10.1.0.9',
  'ip route del 10.2.0.2',
  'ip rule add pref 10 to 10.2.0.2 prohibit',
  'ip rule add pref 11 iif e0 lookup 77',
  'ip rule del pref 10',
  'ip route add default dev e1 table 77',
  'ip addr add 10.2.0.2/32 dev e1',
  'ip addr del 10.2.0.2/32 dev e1',
  'ip addr add 10.1.0.2/32 dev e1',
  'ip link set e1 down',
  'ip link set e1 up',
  'ip link set e1 mtu 1400',
  'sysctl -w net.ipv4.ip_forward=0',
  'sysctl -w net.ipv4.ip_forward=1',
  'sysctl -w net.ipv4.conf.e0.rp_filter=1',
  'sysctl -w net.ipv4.fib_multipath_hash_policy=1',
];
const step = fc.oneof(
  fc.tuple(fc.constantFrom('h1', 'r'), fc.constantFrom(...PACKETS)),
  fc.constantFrom(...EDITS).map((line) => ['r', line] as const),
);

function play(steps: readonly (readonly [netns: string, line: string])[], traced: boolean): string {
  const lab = routedNet();
  if (!traced) lab.simulation.engine.trace = nullSink;
  for (const [netns, line] of steps) {
    // A packet in front and behind: what is written in between must not leave the old way behind.
    const packet = PACKETS[0] ?? '';
    for (const each of [['h1', packet] as const, ['r', packet] as const, [netns, line] as const]) {
      // What cannot be done (a route that is there already) fails in both.
      lab.ask(each[0], each[1]);
      lab.quiet();
    }
  }
  return worldHash(lab.simulation.world);
}

test('packets go the way they would be found', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 8 }), (steps) => {
      expect(play(steps, false)).toBe(play(steps, true));
    }),
    { numRuns: 60 },
  );
});

test.each(EDITS)('a way is looked up again after `%s`', (line) => {
  const packet = PACKETS[0] ?? '';
  const steps = [['r', line] as const, ['h1', packet] as const, ['r', packet] as const];
  expect(play(steps, false)).toBe(play(steps, true));
});

/** What flanneld says of three leases. */
const LEASES = [1, 2, 3].flatMap((n): NetOp[] => {
  const via = ipv4(`10.244.${n}.0`);
  const lladdr = mac(`02:00:00:00:01:0${n}`);
  const route = { dst: { addr: via, len: 24 }, via, dev: 'vx', onlink: true };
  return [
    { kind: 'neigh.replace', dev: 'vx', dst: via, mac: lladdr, state: 'permanent' },
    {
      kind: 'fdb.append',
      dev: 'vx',
      mac: lladdr,
      dst: ipv4(`10.8.1.${50 + n}`),
      where: 'self',
      permanent: true,
    },
    { kind: 'route.replace', route },
  ];
});

test('rows that two machines are told alike are ways as well', () => {
  const hashes = [true, false].map((traced) => {
    const lab = new Net();
    if (!traced) lab.simulation.engine.trace = nullSink;
    lab.machines('c1', 'c2', 'm1', 'm2', 'up');
    for (const n of ['1', '2']) {
      lab.cable(`c${n}.e0`, `m${n}.c0`);
      lab.cable(`m${n}.u0`, `up.u${n}`);
      lab.type(`c${n}`, `ip addr add 10.9.${n}.2/24 dev e0\nip route add default via 10.9.${n}.1`);
      lab.type(
        `m${n}`,
        [
          `ip addr add 10.9.${n}.1/24 dev c0`,
          `ip addr add 10.8.${n}.1/24 dev u0`,
          `ip route add default via 10.8.${n}.254`,
          'sysctl -w net.ipv4.ip_forward=1',
          `ip link add vx type vxlan id 1 local 10.8.${n}.1 dstport 8472 nolearning`,
          'ip link set vx up',
        ].join('\n'),
      );
    }
    const ping = (): void => {
      lab.ask('c2', 'ping -c 1 -W 1 10.244.1.5');
      lab.quiet();
    };
    ping();
    // The second hears what the first heard: it takes its rows.
    for (const name of ['m1', 'm2']) applyOps(lab.simulation.ctx, lab.ns(name).id, LEASES);
    ping();
    expect(lab.link('m2.vx').stats.txPackets).toBe(1);
    return worldHash(lab.world);
  });
  expect(hashes[0]).toBe(hashes[1]);
});
