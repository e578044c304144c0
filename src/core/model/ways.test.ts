/** With records each packet's way is looked up, without them a packet goes the way of the one before: both must end alike. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { worldHash } from '../sim/hash';
import { routedNet } from '../testing/net';
import { nullSink } from '../trace/sink';

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
  fc.constantFrom(...PACKETS).map((line) => ['h1', line] as const),
  fc.constantFrom(...EDITS).map((line) => ['r', line] as const),
);

function play(steps: readonly (readonly [netns: string, line: string])[], traced: boolean): string {
  const lab = routedNet();
  if (!traced) lab.simulation.engine.trace = nullSink;
  for (const [netns, line] of steps) {
    // A packet in front and behind: what is written in between must not leave the old way behind.
    for (const each of [['h1', PACKETS[0] ?? ''] as const, [netns, line] as const]) {
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
  const steps = [['r', line] as const, ['h1', PACKETS[0] ?? ''] as const];
  expect(play(steps, false)).toBe(play(steps, true));
});
