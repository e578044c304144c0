/** What tunnels do with ECN, as vxlan devices of Linux 6.18 did: the TOS of the outer packets and of what came out. */
import { describe, expect, test } from 'vitest';
import { tunnelNet } from '../testing/net';
import { loadRules } from '../testing/rules';

/** TOS of the requests on the wire between the nodes, or as they come out at the other end. */
function tosOf(place: 'n1.eth0' | 'n2.vx', quality: number, congested = false): readonly number[] {
  const lab = tunnelNet();
  lab.ping('n1', '-c1 10.244.2.0');
  if (congested)
    loadRules(
      lab,
      'n1',
      'mangle',
      '-A POSTROUTING -o eth0 -p udp -m udp --dport 8472 -j TOS --set-tos 0x03/0x03',
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
    expect(tosOf('n2.vx', quality, true)).toEqual([3]),
  );

  test('ends who would not', () => {
    expect(tosOf('n2.vx', 0, true)).toEqual([]);
  });
});

test('the reason is named', () => {
  const rule = '-A POSTROUTING -o eth0 -p udp -m udp --dport 8472 -j TOS --set-tos 0x03/0x03';
  const lab = loadRules(tunnelNet(), 'n1', 'mangle', rule);
  expect(lab.answers('n1', '-c1 -W1 10.244.2.0')).toBe(0);
  expect(lab.drops('n2')).toEqual(['IP_TUNNEL_ECN']);
});
