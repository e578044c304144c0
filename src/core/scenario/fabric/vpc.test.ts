/** Goal: a VPC carries what is between its instances' own addresses, and what is not dies at an interface of the cloud's. */
import { describe, expect, test } from 'vitest';
import { dropsOf, fabricSession, said } from '../../testing/fabric-lab';

/** Both ends have a further address, and a route to that of the other. */
const OTHERS = [
  '  machines:',
  ...[1, 2].flatMap((n) => [
    `    - name: node-${n}`,
    '      role: node',
    '      setup: |',
    `        ip addr add 10.244.${n}.1/32 dev lo`,
    `        ip route add 10.244.${3 - n}.0/24 via 172.31.0.1${3 - n} dev eth0`,
  ]),
];

describe('instances of one subnet', () => {
  test('are neighbours', () =>
    expect(said(fabricSession('{ kind: vpc }'), 'node-1', 'ping -c 1 172.31.0.12')).toMatch(/ttl=64 /));
  test('get nothing that is for somebody else', () =>
    expect(dropsOf(fabricSession('{ kind: vpc }', OTHERS), 'node-1', 'ping -c 1 -W 1 10.244.2.1')).toEqual([
      'eni-2 NETFILTER_DROP',
    ]));
  test('send nothing that is not from their address', () =>
    expect(
      dropsOf(fabricSession('{ kind: vpc }', OTHERS), 'node-1', 'ping -c 1 -W 1 -I 10.244.1.1 172.31.0.12'),
    ).toEqual(['eni-1 NETFILTER_DROP']));
  test('may do both without the check', () => {
    const session = fabricSession('{ kind: vpc, sourceDestCheck: false }', OTHERS);
    expect(said(session, 'node-1', 'ping -c 1 -I 10.244.1.1 10.244.2.1')).toMatch(/ttl=64 /);
  });
});

test('subnets are a router apart', () => {
  const session = fabricSession('{ kind: vpc, ranges: [172.31.0.0/20, 172.31.16.0/20] }');
  expect(said(session, 'node-1', 'ping -c 1 172.31.16.12')).toMatch(/ttl=63 /);
});

test('a security group lets in what it names, and answers', () => {
  const session = fabricSession('{ kind: vpc, allow: [udp/8472] }', [
    ...['  start:', '    - { netns: node-2, run: ncat -u -l -k -e /bin/cat 8472 }'],
  ]);
  expect(said(session, 'node-1', 'echo x | ncat -u -w 1 172.31.0.12 8472')).toBe('x');
  expect(dropsOf(session, 'node-1', 'ping -c 1 -W 1 172.31.0.12')).toEqual(['eni-2 NETFILTER_DROP']);
});
