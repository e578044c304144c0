import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { net, type Net } from './net';
import { OBSERVED, OPEN_OBSERVATIONS, observed, seenIn, type Observation } from './observed';

/**
 * Goal: forwarding, addresses and who answers ARP are as observed on Linux 6.18; no observation is without a test. Method: the
 * observed topology with what was typed there; expected is what was seen. A test is named as the observation.
 */
const seen = seenIn(readFileSync(OBSERVED, 'utf8'));

it('forward-disabled', () => {
  const lab = observed().type('r', 'sysctl -w net.ipv4.ip_forward=0');
  const expected = seen('forward-disabled');
  expect(lab.ping('h1', '-c1 -W1 10.2.0.2')).toEqual(expected['stdout']);
  expect(lab.records('icmp.send')[0]?.detail ?? null).toBe(expected['icmpError']);
  const { r } = expected['counters'] as { readonly r: Readonly<Record<string, number>> };
  for (const [name, count] of Object.entries(r)) expect(lab.counter('r', name), name).toBe(count);
});

it('secondary-addresses', () => {
  const lab = observed().type('r', 'ip addr add 10.1.0.9/24 dev e0\nip addr add 10.1.0.10/32 dev e0');
  const addresses = (): readonly string[] =>
    lab.printed('r', 'ip -o addr show dev e0').map((line) => /inet (.*) e0\\/.exec(line)?.[1] ?? '');
  const expected = seen('secondary-addresses');
  expect(addresses()).toEqual(expected['before']);
  lab.type('r', 'ip addr del 10.1.0.1/24 dev e0');
  expect(addresses()).toEqual(expected['after']);
});

it('tcp-closed-port', () => {
  const errno = String(seen('tcp-closed-port')['stderr']).replace('bash: connect: ', '');
  expect(observed().run('h1', 'ncat 10.2.0.2 81')).toEqual([`Ncat: ${errno}.`]);
});

it('udp-connected-refused', () => {
  expect(seen('udp-connected-refused')['errno']).toMatch(/^ECONNREFUSED/);
  expect(observed().run('h1', 'echo x | ncat -u -w 2 10.2.0.2 9')).toEqual(['Ncat: Connection refused.']);
});

/** c1 10.1.0.2/32 with its default route by 169.254.1.1, which r.e1 is to answer for. */
function proxied(...more: readonly string[]): Net {
  const lab = net()
    .machines('c1', 'r')
    .veth('c1.a0', 'r.e1')
    .type('c1', 'ip addr add 10.1.0.2/32 dev a0\nip route add 169.254.1.1 dev a0')
    .type('c1', 'ip route add default via 169.254.1.1')
    .type('r', 'sysctl -w net.ipv4.ip_forward=1\nsysctl -w net.ipv4.conf.e1.proxy_arp=1')
    .type('r', 'ip route add 10.1.0.2 dev e1');
  for (const line of more) lab.type('r', line);
  return lab;
}

describe('proxy-arp-needs-other-route', () => {
  const expected = seen('proxy-arp-needs-other-route');
  const away = ['ip link add up0 type dummy', 'ip link set up0 up', 'ip addr add 192.0.2.1/24 dev up0'];

  it('no route', () => {
    expect(expected['r has no route for 169.254.1.1']).toBe('no ARP reply');
    expect(proxied().run('c1', 'arping -c1 -w 2 -I a0 169.254.1.1').join()).toContain('Received 0 response');
  });

  it('a default route through another interface', () => {
    const lab = proxied(...away, 'ip route add default via 192.0.2.254');
    const lines = lab.run('c1', 'arping -c1 -w 2 -I a0 169.254.1.1');
    const [, mac, ms] =
      /^Unicast reply from 169\.254\.1\.1 \[(\S+)\] +([\d.]+)ms/m.exec(lines.join('\n')) ?? [];
    expect(expected['r has a default route through another interface']).toMatch(
      /^Unicast reply with the MAC of r.e1/,
    );
    expect(mac?.toLowerCase()).toBe(lab.mac('r.e1'));
    expect(Number(ms)).toBeLessThan(800);
  });

  it('target on the same interface', () => {
    expect(expected['target on the same interface (10.1.0.99 when 10.1.0.0/24 is on e1)']).toBe('no reply');
    const lab = proxied(...away, 'ip route add default via 192.0.2.254', 'ip addr add 10.1.0.1/24 dev e1');
    expect(lab.run('c1', 'arping -c1 -w 2 -I a0 10.1.0.99').join()).toContain('Received 0 response');
  });
});

it('arp-weak-host', () => {
  const expected = seen('arp-weak-host');
  for (const ignore of [0, 1]) {
    const lab = net()
      .machines('c2', 'r', 's')
      .veth('c2.eth0', 'r.e2')
      .veth('s.eth0', 'r.e3')
      .type('c2', 'ip addr add 10.2.0.2/24 dev eth0')
      .type('r', 'ip addr add 10.2.0.1/24 dev e2\nip addr add 10.3.0.1/24 dev e3')
      .type('r', `sysctl -w net.ipv4.conf.all.arp_ignore=${ignore}`);
    const lines = lab.run('c2', 'arping -c1 -w 2 -I eth0 10.3.0.1').join('\n');
    const replied = lines.includes('reply from 10.3.0.1');
    expect(expected[`arp_ignore=${ignore}`]).toBe(replied ? 'replies with the MAC of e2' : 'no reply');
    if (replied) expect(lines.toLowerCase()).toContain(lab.mac('r.e2'));
  }
});

it('every observation has a test of its name, or is open for a reason', () => {
  const folder = 'src/core/testing';
  const tests = readdirSync(folder)
    .filter((file) => /^observed-.*\.test\.ts$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const all = JSON.parse(readFileSync(OBSERVED, 'utf8')) as readonly Observation[];
  const untested = all.map(({ name }) => name).filter((name) => !tests.includes(`'${name}'`));
  expect(untested).toEqual(Object.keys(OPEN_OBSERVATIONS));
  expect(all).toHaveLength(96);
});
