/** Goal: nodes on one segment reach one another without a router, and frames are as long as the MTU lets them be. */
import { expect, test } from 'vitest';
import { dropsOf, fabricSession, said } from '../../testing/fabric-lab';

test('neighbours answer with their whole TTL', () => {
  const session = fabricSession('{ kind: segment, nodes: 3 }');
  expect(session.world.machines.map(({ name, role }) => `${name} ${role}`)).toEqual([
    'switch switch',
    'node-1 node',
    'node-2 node',
    'node-3 node',
  ]);
  expect(said(session, 'node-1', 'ping -c 1 192.168.56.13')).toMatch(/icmp_seq=1 ttl=64 /);
});

test('the range is the lab’s to say, and so is the MTU', () => {
  const session = fabricSession('{ kind: segment, ranges: [10.9.0.0/28], mtu: 1400 }');
  expect(said(session, 'node-1', 'ping -c 1 -M do -s 1372 10.9.0.12')).toMatch(/ttl=64 /);
  expect(said(session, 'node-1', 'ping -c 1 -M do -s 1373 10.9.0.12')).toMatch(/mtu=1400/);
});

test('a switch with a smaller MTU than its hosts drops what is too long, and tells nobody', () => {
  const session = fabricSession('{ kind: segment }');
  session.input({ kind: 'exec', netns: 'switch', command: 'ip link set p-node-2 mtu 1400' });
  expect(dropsOf(session, 'node-1', 'ping -c 1 -W 1 -s 1472 192.168.56.12')).toEqual([
    'switch PW_NO_EGRESS_PORT',
  ]);
});
