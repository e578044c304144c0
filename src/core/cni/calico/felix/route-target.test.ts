import { expect, test } from 'vitest';
import { routeTarget } from './route-target';

// What `ip route` shows of nodes, reference section 5.
test('routes as they stand in the table', () => {
  expect(routeTarget('')).toEqual({ type: 'unicast', scope: 'link', onlink: false });
  expect(routeTarget('vxlan')).toEqual({ type: 'unicast', scope: 'global', onlink: true });
  expect(routeTarget('blackhole')).toEqual({ type: 'blackhole', scope: 'global', onlink: false });
  expect(routeTarget('local')).toMatchObject({ type: 'local', scope: 'host' });
  expect(routeTarget('global-unicast')).toMatchObject({ scope: 'global', onlink: false });
  expect(routeTarget('unreachable')).toMatchObject({ type: 'unreachable', scope: 'link' });
});
