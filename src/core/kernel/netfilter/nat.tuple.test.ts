/** Free tuples: what is kept, what is drawn, and how a clash ends. */
import { expect, it } from 'vitest';
import { routedNet, type Net } from '../../testing/net';
import { loadRules } from '../../testing/rules';

/** Two clients behind the router. */
function clients(rule: string): Net {
  const lab = loadRules(routedNet(), 'r', 'nat', rule).machines('h3').veth('h3.c0', 'r.c1');
  lab.type('r', 'ip addr add 10.1.9.1/24 dev c1\nsysctl -w net.ipv4.ip_forward=1');
  lab.type('h3', 'ip addr add 10.1.9.2/24 dev c0\nip route add default via 10.1.9.1');
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 5353');
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 5354');
  return lab;
}

function ask(lab: Net, client: 'h1' | 'h3', port: number, to = 5353): readonly string[] {
  return lab.run(client, `echo a | ncat -u -p ${String(port)} -w 1 10.2.0.2 ${String(to)}`);
}

function sources(lab: Net): readonly unknown[] {
  const asked = lab.frames('h2.b0').filter(({ udp, way }) => udp !== undefined && way === 'in');
  return asked.map(({ udp }) => udp?.['srcPort']);
}

it('the same source port serves different destinations', () => {
  const lab = clients('-A POSTROUTING -s 10.1.0.0/16 -j MASQUERADE');
  ask(lab, 'h1', 4000, 5353);
  ask(lab, 'h3', 4000, 5354);
  expect(sources(lab)).toEqual([4000, 4000]);
});

it('a client keeps the port it was given towards others', () => {
  const lab = clients('-A POSTROUTING -s 10.1.0.0/16 -j MASQUERADE');
  ask(lab, 'h1', 4000);
  ask(lab, 'h3', 4000);
  ask(lab, 'h3', 4000, 5354);
  const [first, second, third] = sources(lab);
  expect(first).toBe(4000);
  expect(second).not.toBe(4000);
  expect(third).toBe(second);
});

it('a range that is used up loses the packet', () => {
  const lab = clients('-A POSTROUTING -s 10.1.0.0/16 -p udp -j MASQUERADE --to-ports 700');
  expect(ask(lab, 'h1', 4000)).toEqual(['a']);
  expect(ask(lab, 'h3', 4000)).toEqual(['Ncat: Connection timed out.']);
  expect(lab.drops('r')).toEqual(['NETFILTER_DROP']);
});

it('where no rule speaks a port gives way all the same', () => {
  // h1 is translated to the address of h3, which then comes along with the same port.
  const lab = clients('-A POSTROUTING -s 10.1.0.2/32 -j SNAT --to-source 10.1.9.2');
  lab.type('h2', 'ip route add 10.1.9.2/32 via 10.2.0.1');
  ask(lab, 'h1', 4000);
  expect(ask(lab, 'h3', 4000)).toEqual(['a']);
  const [first, second] = sources(lab);
  expect(first).toBe(4000);
  expect(second).not.toBe(4000);
});

it('ICMP identifiers are kept, or drawn like ports', () => {
  const lab = clients('-A POSTROUTING -s 10.1.0.0/16 -j MASQUERADE --random-fully');
  lab.ping('h1', '-c1 10.2.0.2');
  const idOf = (place: 'h1.a0' | 'h2.b0'): unknown =>
    lab.frames(place).find(({ icmp }) => icmp?.['type'] === 8)?.icmp?.['id'];
  expect(idOf('h2.b0')).not.toBe(idOf('h1.a0'));
});
