/** Ports are kept while they are free; else one of the same class is taken. */
import { expect, it } from 'vitest';
import { routedNet, type Net } from '../../testing/net';
import { parseRestore } from './text';

/** A second client behind the router, so that two sources want the same port. */
function twoClients(): Net {
  const tables = parseRestore(
    '*nat\n:POSTROUTING ACCEPT\n-A POSTROUTING -s 10.1.0.0/16 -j MASQUERADE\nCOMMIT',
  );
  if (!tables.ok) throw new Error(tables.error.what);
  const lab = routedNet().machines('h3').veth('h3.c0', 'r.c1');
  lab.type('r', 'ip addr add 10.1.9.1/24 dev c1\nsysctl -w net.ipv4.ip_forward=1');
  lab.type('h3', 'ip addr add 10.1.9.2/24 dev c0\nip route add default via 10.1.9.1');
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 5353');
  return lab.apply('r', { kind: 'nf.replace', tables: tables.value });
}

function ports(lab: Net): readonly number[] {
  const asked = lab.frames('h2.b0').filter(({ udp, way }) => udp !== undefined && way === 'in');
  return asked.map(({ udp }) => Number(udp?.['srcPort']));
}

it.each<[number, number, number]>([
  [40_001, 1024, 65_535],
  [700, 600, 1023],
  [500, 1, 511],
])('the second client from port %i gets another of its class', (port, min, max) => {
  const lab = twoClients();
  expect(lab.run('h1', `echo a | ncat -u -p ${String(port)} -w 1 10.2.0.2 5353`)).toEqual(['a']);
  expect(lab.run('h3', `echo b | ncat -u -p ${String(port)} -w 1 10.2.0.2 5353`)).toEqual(['b']);
  const [first, second = 0] = ports(lab);
  expect(first).toBe(port);
  expect(second).not.toBe(port);
  expect(second).toBeGreaterThanOrEqual(min);
  expect(second).toBeLessThanOrEqual(max);
});
