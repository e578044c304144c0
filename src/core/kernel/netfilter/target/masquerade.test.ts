import { expect, it } from 'vitest';
import { routedNet, type Net } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules } from '../../../testing/rules';

function behind(options: string): Net {
  const lab = loadRules(
    routedNet(),
    'r',
    'nat',
    `-A POSTROUTING -s 10.1.0.0/24 -p udp -j MASQUERADE ${options}`,
  );
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 5353');
  return lab;
}

function askedFrom(lab: Net): readonly unknown[] {
  expect(lab.run('h1', 'echo a | ncat -u -p 40001 -w 1 10.2.0.2 5353')).toEqual(['a']);
  const asked = lab.frames('h2.b0').filter(({ udp, way }) => udp !== undefined && way === 'in');
  return asked.map(({ ip, udp }) => [ip?.['src'], udp?.['srcPort']]);
}

it('takes the address of the device the packet leaves by, and keeps the port', () => {
  expect(askedFrom(behind(''))).toEqual([['10.2.0.1', 40_001]]);
});

it('--to-ports names the port, --random-fully draws it', () => {
  expect(askedFrom(behind('--to-ports 777'))).toEqual([['10.2.0.1', 777]]);
  expect(askedFrom(behind('--random-fully'))).not.toEqual([['10.2.0.1', 40_001]]);
});

it('a device without an address borrows another one', () => {
  const lab = behind('');
  lab.type('r', 'ip link add d0 type dummy\nip link set d0 up\nip route add 10.3.0.0/24 dev d0');
  lab.run('h1', 'echo a | ncat -u -w 1 10.3.0.9 5353');
  const [out] = lab.frames('r.d0').filter(({ udp }) => udp !== undefined);
  expect(out?.ip?.['src']).toBe('10.1.0.1');
});

it('a flow that turns to another device is given up', () => {
  const lab = loadRules(routedNet(), 'r', 'nat', '-A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE');
  lab.machines('h3').veth('r.e2', 'h3.c0').type('r', 'ip addr add 10.3.0.1/24 dev e2');
  lab.type('h3', 'ip addr add 10.3.0.2/24 dev c0');
  lab.simulation.runFor(0);
  lab.start('h1', 'ping -c2 -i1 10.2.0.2');
  lab.wait(0.5);
  expect(lab.ns('r').conntrack.entries.size).toBe(1);
  lab.type('r', 'ip route add 10.2.0.2/32 via 10.3.0.2');
  lab.wait(2);
  expect(lab.drops('r')).toEqual(['NETFILTER_DROP']);
  expect(lab.ns('r').conntrack.entries.size).toBe(0);
});

it.each([
  ['ip addr del 10.2.0.1/24 dev e1', 0],
  ['ip link set e1 down', 0],
  ['ip addr del 10.1.0.1/24 dev e0', 1],
  ['ip link set e0 down', 1],
])('%s leaves %i of its flows', (command, left) => {
  const lab = loadRules(routedNet(), 'r', 'nat', '-A POSTROUTING -o e1 -j MASQUERADE');
  lab.ping('h1', '-c1 10.2.0.2');
  expect(lab.ns('r').conntrack.entries.size).toBe(1);
  lab.type('r', command);
  expect(lab.ns('r').conntrack.entries.size).toBe(left);
});

it.each(['', ' --random-fully', ' --random', ' --to-ports 32768-65535'])('prints MASQUERADE%s', (options) => {
  const rule = `-p tcp -j MASQUERADE${options}`;
  expect(printedRule(rule, 'nat')).toBe(rule);
});

it('is for nat alone', () => {
  expect(refusal('-j MASQUERADE')).toBe('wrong-table: -j MASQUERADE');
});
