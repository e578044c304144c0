import { expect, test } from 'vitest';
import { cidr4, leaseOf } from '../../testing/flannel-node';
import { reachesBackend } from './lease';

test("a lease of the node's own subnet is its own, whoever has it", () => {
  const twin = leaseOf('10.244.0.0/24', '192.168.56.99', 'vxlan');
  const other = leaseOf('10.244.1.0/24', '192.168.56.12', 'vxlan');
  for (const type of ['added', 'removed'] as const) {
    expect(reachesBackend(cidr4('10.244.0.0/24'), { type, lease: twin })).toBe(false);
    expect(reachesBackend(cidr4('10.244.0.0/24'), { type, lease: other })).toBe(true);
    expect(reachesBackend(cidr4('10.244.0.0/25'), { type, lease: twin })).toBe(true);
  }
});
