import { expect, test } from 'vitest';
import { backendOf } from './index';

test.each(['vxlan', 'host-gw', 'ipip', 'wireguard', 'udp'] as const)('%s is listed', (type) => {
  expect(backendOf(type)).toHaveProperty('onLease');
});

test('only backends of routes look after them', () => {
  expect(backendOf('vxlan').recover).toBeUndefined();
  expect(backendOf('ipip').recover).toBeDefined();
});
