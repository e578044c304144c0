import { describe, expect, it } from 'vitest';
import { routedNet, type Net } from '../../testing/net';

/** Goal: which routes are taken, which refused, in which order they stand. Texts as observed on Linux 6.18. */
const shown = (lab: Net, prefix: string): readonly string[] =>
  lab.printed('r', 'ip route').filter((line) => line.startsWith(prefix));
const refused = (command: string, before = ''): readonly string[] =>
  routedNet().type('r', before).ask('r', command).stderr;

describe('add', () => {
  it.each([
    ['ip route add 10.60.0.0/24 via 192.168.9.9 dev e1', '', 'Error: Nexthop has invalid gateway.'],
    ['ip route add 10.60.0.0/24 via 10.1.0.1 dev e0 onlink', '', 'Error: Nexthop has invalid gateway.'],
    [
      'ip route add 10.60.0.0/24 via 10.2.0.2',
      'ip route add 10.60.0.0/24 via 10.1.0.2',
      'RTNETLINK answers: File exists',
    ],
    ['ip route add 10.70.0.0/24 dev dd', 'ip link add dd type dummy', 'Error: Device for nexthop is not up.'],
    [
      'ip route add 10.70.0.0/24 via 10.8.0.1 dev dd onlink',
      'ip link add dd type dummy',
      'Error: Nexthop device is not up.',
    ],
    ['ip route add 10.60.0.7/24 via 10.1.0.2', '', 'Error: Invalid prefix for given prefix length.'],
    ['ip route add 10.60.0.0/24 via 10.1.0.2 src 10.9.9.9', '', 'Error: Invalid prefsrc address.'],
    ['ip route add 10.60.0.0/24 dev nix', '', 'Cannot find device "nix"'],
    ['ip route add 10.60.0.0/24', '', 'RTNETLINK answers: No such device'],
  ])('%s: refused', (command, before, text) => expect(refused(command, before)).toEqual([text]));

  it('onlink takes a gateway that no route leads to', () => {
    const lab = routedNet().type('r', 'ip route add 10.60.0.0/24 via 192.168.9.9 dev e1 onlink');
    expect(shown(lab, '10.60')).toEqual(['10.60.0.0/24 via 192.168.9.9 dev e1 onlink ']);
  });

  it('a gateway may not be behind another gateway', () => {
    expect(
      refused('ip route add 10.60.0.0/24 via 10.50.0.1', 'ip route add 10.50.0.0/24 via 10.1.0.2'),
    ).toEqual(['Error: Nexthop has invalid gateway.']);
  });

  it('without a gateway it is on the link, without a device it leads nowhere', () => {
    const lab = routedNet().type(
      'r',
      'ip route add 10.60.0.0/24 dev e1\nip route add blackhole 10.61.0.0/24',
    );
    expect(shown(lab, '10.60')).toEqual(['10.60.0.0/24 dev e1 scope link ']);
    expect(shown(lab, 'blackhole')).toEqual(['blackhole 10.61.0.0/24 ']);
  });

  it('into a table of its own', () => {
    const lab = routedNet().type('r', 'ip route add default via 10.1.0.2 table 100');
    expect(shown(lab, 'default')).toEqual([]);
    expect(lab.printed('r', 'ip route show table 100')).toEqual(['default via 10.1.0.2 dev e0 ']);
  });
});

describe('order', () => {
  it('metric 0 first, then by metric; of equals the first that was added', () => {
    const lab = routedNet().type(
      'r',
      `ip route add 10.60.0.0/24 via 192.168.9.9 dev e1 onlink
       ip route append 10.60.0.0/24 via 10.2.0.2
       ip route add 10.60.0.0/24 via 10.2.0.2 metric 50
       ip route del 10.60.0.0/24
       ip route add 10.60.0.0/24 via 10.1.0.2 metric 10`,
    );
    expect(shown(lab, '10.60')).toEqual([
      '10.60.0.0/24 via 10.2.0.2 dev e1 ',
      '10.60.0.0/24 via 10.1.0.2 dev e0 metric 10 ',
      '10.60.0.0/24 via 10.2.0.2 dev e1 metric 50 ',
    ]);
  });

  it('replace takes the first one’s place, append goes last, del takes the first', () => {
    const lab = routedNet().type(
      'r',
      'ip route add 10.71.0.0/24 via 10.1.0.2\nip route replace 10.71.0.0/24 via 10.2.0.2',
    );
    expect(shown(lab, '10.71')).toEqual(['10.71.0.0/24 via 10.2.0.2 dev e1 ']);
    lab.type('r', 'ip route append 10.71.0.0/24 via 10.1.0.2');
    expect(shown(lab, '10.71')).toEqual([
      '10.71.0.0/24 via 10.2.0.2 dev e1 ',
      '10.71.0.0/24 via 10.1.0.2 dev e0 ',
    ]);
    lab.type('r', 'ip route del 10.71.0.0/24');
    expect(shown(lab, '10.71')).toEqual(['10.71.0.0/24 via 10.1.0.2 dev e0 ']);
  });

  it('append of the very same route is refused', () => {
    expect(
      refused('ip route append 10.71.0.0/24 via 10.1.0.2', 'ip route add 10.71.0.0/24 via 10.1.0.2'),
    ).toEqual(['RTNETLINK answers: File exists']);
  });
});

describe('del', () => {
  it.each([
    ['via 10.2.0.2', '10.72.0.0/24 via 10.1.0.2 dev e0 '],
    ['dev e0', '10.72.0.0/24 via 10.2.0.2 dev e1 metric 5 '],
    ['metric 5', '10.72.0.0/24 via 10.1.0.2 dev e0 '],
  ])('takes the first that fits "%s"', (selector, left) => {
    const lab = routedNet().type(
      'r',
      'ip route add 10.72.0.0/24 via 10.1.0.2\nip route add 10.72.0.0/24 via 10.2.0.2 metric 5',
    );
    lab.type('r', `ip route del 10.72.0.0/24 ${selector}`);
    expect(shown(lab, '10.72')).toEqual([left]);
  });

  it('knows what is not there', () => {
    expect(refused('ip route del 10.72.0.0/24')).toEqual(['RTNETLINK answers: No such process']);
  });
});

it('the tables count their prefixes by length', () => {
  const lab = routedNet();
  const lengths = (): readonly number[] => lab.ns('r').routeTables.get(254)?.lengths ?? [];
  lab.type('r', 'ip route add 10.71.0.0/24 via 10.1.0.2\nip route append 10.71.0.0/24 via 10.2.0.2');
  expect([lengths()[24], lab.ns('r').routeTables.get(254)?.size]).toEqual([3, 4]);
  lab.type('r', 'ip route del 10.71.0.0/24\nip route del 10.71.0.0/24');
  expect([lengths()[24], lab.ns('r').routeTables.get(254)?.size]).toEqual([2, 2]);
});
