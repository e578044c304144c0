/** What tunnels do with ECN, as vxlan devices of Linux 6.18 did: the TOS of the outer packets and of what came out. */
import { describe, expect, test } from 'vitest';
import { tunnelNet } from '../testing/net';
import { loadRules } from '../testing/rules';

/** TOS of the requests on the wire between the nodes, or as they come out at the other end. */
function tosOf(place: 'n1.eth0' | 'n2.vx', quality: number, outer: number | null = null): readonly number[] {
  const lab = tunnelNet();
  lab.ping('n1', '-c1 10.244.2.0');
  if (outer !== null)
    loadRules(
      lab,
      'n1',
      'mangle',
      `-A POSTROUTING -o eth0 -p udp -m udp --dport 8472 -j TOS --set-tos 0x0${String(outer)}/0x03`,
    );
  const before = lab.frames(place).length;
  lab.ping('n1', `-c1 -W1 -Q ${String(quality)} 10.244.2.0`);
  const way = place === 'n1.eth0' ? 'out' : 'in';
  return lab
    .frames(place)
    .slice(before)
    .filter((frame) => frame.way === way && frame.ip !== undefined)
    .map(({ ip }) => Number(ip?.['dscp']) * 4 + Number(ip?.['ecn']));
}

// tos of the inner packet, of the outer one
test.each([
  [0x00, 0x00],
  [0x01, 0x01],
  [0x02, 0x02],
  [0x03, 0x02],
  [0x10, 0x00],
])('of what carries %i is %i', (inner, outer) => expect(tosOf('n1.eth0', inner)).toEqual([outer]));

describe('congestion on the way', () => {
  test.each([1, 2, 3])('is told to who understands it: %i', (quality) =>
    expect(tosOf('n2.vx', quality, 3)).toEqual([3]),
  );

  test('ends who would not', () => {
    expect(tosOf('n2.vx', 0, 3)).toEqual([]);
  });
});

// RFC 6040, figure 4; Linux since 5.9 (IP_ECN_set_ect1).
test.each([
  [0, 1, 0],
  [1, 1, 1],
  [2, 1, 1],
  [3, 1, 3],
  [0, 2, 0],
  [1, 2, 1],
  [2, 0, 2],
])('of %i in an outer %i comes %i', (inner, outer, out) => {
  expect(tosOf('n2.vx', inner, outer)).toEqual([out]);
});

test('the reason is named', () => {
  const rule = '-A POSTROUTING -o eth0 -p udp -m udp --dport 8472 -j TOS --set-tos 0x03/0x03';
  const lab = loadRules(tunnelNet(), 'n1', 'mangle', rule);
  expect(lab.answers('n1', '-c1 -W1 10.244.2.0')).toBe(0);
  expect(lab.drops('n2')).toEqual(['IP_TUNNEL_ECN']);
});
