/** Goal: segments are a router apart, and the router knows nothing of pods. */
import { expect, test } from 'vitest';
import { nodeOfTwoSegments } from './two-segments';
import { dropsOf, fabricSession, said } from '../../testing/fabric-lab';

test('nodes are shared out in order, and the router lowers the TTL between segments only', () => {
  const session = fabricSession('{ kind: two-segments, nodes: 3 }');
  expect(said(session, 'node-1', 'ping -c 1 192.168.56.12')).toMatch(/ttl=64 /);
  expect(said(session, 'node-1', 'ping -c 1 192.168.57.13')).toMatch(/ttl=63 /);
});

test('where a node is, is where the fabric puts it', () => {
  const session = fabricSession('{ kind: two-segments, nodes: 5 }');
  for (let node = 1; node <= 5; node += 1) {
    const { address, router } = nodeOfTwoSegments(node, 5);
    expect(said(session, `node-${node}`, 'ip -o addr show dev eth0')).toContain(` ${address}/24 `);
    expect(said(session, `node-${node}`, 'ip route show default')).toContain(`via ${router} `);
  }
});

test('the router answers for no pod', () => {
  const session = fabricSession('{ kind: two-segments }');
  expect(dropsOf(session, 'node-1', 'ping -c 1 -W 1 10.244.1.2')).toEqual(['router IP_INNOROUTES']);
  expect(said(session, 'node-1', 'ping -c 1 -W 1 10.244.1.2')).toMatch(
    /From 192\.168\.56\.1 .*Net(?:work)? Unreachable/i,
  );
});

test('more than two segments hang on the one router', () => {
  const session = fabricSession(
    '{ kind: two-segments, nodes: 3, ranges: [10.1.0.0/24, 10.2.0.0/24, 10.3.0.0/24] }',
  );
  expect(said(session, 'node-1', 'ping -c 1 10.3.0.13')).toMatch(/ttl=63 /);
});
