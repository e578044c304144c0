/**
 * Goal: the route table of a cloud holds each node's pod range as long as there is room, and the Node says whether it does.
 * Method: clusters in a VPC whose table has room for all, for some, for one after another has left.
 */
import { describe, expect, test } from 'vitest';
import { fabricSession, said } from '../../testing/fabric-lab';
import type { Session } from '../../session';

function cloud(nodes: number, room: string): Session {
  return fabricSession(`{ kind: vpc, nodes: ${nodes}, cloudRoutes: ${room} }`, [
    '  cluster: { podCIDR: 10.244.0.0/16 }',
  ]);
}

const routes = (session: Session): string => said(session, 'vpc', 'ip route show');

function condition(session: Session, node: string): unknown {
  const conditions = session.world.cluster?.objects.entries.get(`Node//${node}`)?.status?.['conditions'];
  return (conditions as { type: string }[]).find(({ type }) => type === 'NetworkUnavailable');
}

describe('with room for all', () => {
  const session = cloud(2, '{}');
  test('every range leads to its node', () => {
    expect(routes(session)).toMatch(/^10\.244\.0\.0\/24 via 172\.31\.0\.11 dev subnet-1 *$/m);
    expect(routes(session)).toMatch(/^10\.244\.1\.0\/24 via 172\.31\.0\.12 dev subnet-1 *$/m);
    expect(condition(session, 'node-2')).toMatchObject({
      status: 'False',
      reason: 'RouteCreated',
      message: 'RouteController created a route',
    });
  });
  test('instances may forward', () => {
    expect(said(session, 'eni-1', 'iptables -S FORWARD')).toBe('-P FORWARD ACCEPT');
    expect(said(session, 'eni-2', 'iptables -S FORWARD')).toBe('-P FORWARD ACCEPT');
  });
});

describe('the one route too many', () => {
  const session = cloud(3, '{ limit: 50, inUse: 48 }');
  test('is refused in the cloud’s words', () => {
    const refused = Array.from({ length: session.length }, (_, seq) => session.trace.record(seq)).flatMap(
      (record) =>
        record.kind === 'ctrl.reconcile' && record.verdict === 'fails' ? [record.detail.params] : [],
    );
    expect(refused).toEqual([
      {
        node: 'node-3',
        cidr: '10.244.2.0/24',
        message:
          'error creating AWS route (10.244.2.0/24): "RouteLimitExceeded: The maximum number of routes has been reached."',
      },
    ]);
    expect(routes(session)).not.toMatch(/10\.244\.2\.0/);
    expect(condition(session, 'node-3')).toMatchObject({
      status: 'True',
      reason: 'NoRouteCreated',
      message: 'RouteController failed to create a route',
    });
  });
  test('finds room when a node leaves', () => {
    said(session, 'node-2', 'systemctl stop kubelet');
    said(session, 'node-1', 'kubectl delete node node-2');
    expect(routes(session)).toMatch(/^10\.244\.2\.0\/24 via 172\.31\.0\.13 dev subnet-1 *$/m);
    expect(routes(session)).not.toMatch(/10\.244\.1\.0/);
    expect(condition(session, 'node-3')).toMatchObject({ status: 'False' });
  });
});

test('elsewhere nobody writes routes', () => {
  const session = fabricSession('{ kind: vpc }', ['  cluster: { podCIDR: 10.244.0.0/16 }']);
  expect(routes(session)).not.toMatch(/10\.244/);
  expect(session.world.cluster?.controllers.entries.has('route-controller')).toBe(false);
});
