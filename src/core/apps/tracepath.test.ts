/** Goal: what tracepath 20221126 prints; expected lines are its own on a host, a router and a host behind an MTU of 1400. */
import { expect, test } from 'vitest';
import { routedNet, type Net } from '../testing/net';

function narrow(): Net {
  const lab = routedNet().type('r', 'ip link set e1 mtu 1400').type('h2', 'ip link set b0 mtu 1400');
  return lab.type('r', 'ip route add unreachable 10.5.3.0/24\nip route add blackhole 10.5.5.0/24');
}

const timeless = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/ *\d+\.\d{3}ms/, ' Tms'));

test.each([
  [
    '-n 10.2.0.2',
    [
      ' 1?: [LOCALHOST]                      pmtu 1500',
      ' 1:  10.1.0.1 Tms ',
      ' 1:  10.1.0.1 Tms ',
      ' 2:  10.1.0.1 Tms pmtu 1400',
      ' 2:  10.2.0.2 Tms reached',
      '     Resume: pmtu 1400 hops 2 back 2 ',
    ],
  ],
  [
    '-n -m 1 10.2.0.2',
    [
      ' 1?: [LOCALHOST]                      pmtu 1500',
      ' 1:  10.1.0.1 Tms ',
      ' 1:  10.1.0.1 Tms ',
      '     Too many hops: pmtu 1500',
      '     Resume: pmtu 1500 ',
    ],
  ],
  [
    '-n -l 1000 10.2.0.2',
    [' 1:  10.1.0.1 Tms ', ' 2:  10.2.0.2 Tms reached', '     Resume: pmtu 1000 hops 2 back 2 '],
  ],
  ['-n -l 70000 10.2.0.2', [' 1:  send failed', '     Resume: pmtu 70000 ']],
  ['-m 0 10.2.0.2', ['     Too many hops: pmtu 65535', '     Resume: pmtu 65535 ']],
  [
    '-n 10.5.3.1',
    [
      ' 1?: [LOCALHOST]                      pmtu 1500',
      ' 1:  10.1.0.1 Tms !H',
      ' 1:  10.1.0.1 Tms !H',
      '     Resume: pmtu 1500 ',
    ],
  ],
  [
    '-n -m 2 10.5.5.1',
    [
      ' 1?: [LOCALHOST]                      pmtu 1500',
      ' 1:  no reply',
      ' 2:  no reply',
      '     Too many hops: pmtu 1500',
      '     Resume: pmtu 1500 ',
    ],
  ],
])('tracepath %s', (words, expected) => {
  expect(timeless(narrow().run('h1', `tracepath ${words}`))).toEqual(expected);
});

test('columns, and both the name and the address', () => {
  const lab = narrow();
  lab.simulation.shell.writeFile?.('h1', '/etc/hosts', '10.1.0.1 gw\n10.2.0.2 web\n');
  const line = (words: string): string => lab.run('h1', `tracepath ${words}`)[1] ?? '';
  expect(line('-n 10.2.0.2')).toMatch(/^ 1: {2}10\.1\.0\.1 {44} {2}0\.\d{3}ms $/);
  expect(line('-b web')).toMatch(/^ 1: {2}gw \(10\.1\.0\.1\) +0\.\d{3}ms $/);
  expect(line('web')).toMatch(/^ 1: {2}gw {50} {2}0\.\d{3}ms $/);
});

// The kernel believes no path MTU for such a socket, only its own device.
test('what was learned before changes nothing', () => {
  const lab = narrow();
  const first = timeless(lab.run('h1', 'tracepath -n 10.2.0.2'));
  expect(timeless(lab.run('h1', 'tracepath -n 10.2.0.2'))).toEqual(first);
});
