import { describe, expect, test } from 'vitest';
import { poolFilters, type IpPool } from './pools';

const pool: IpPool = {
  cidr: '10.244.0.0/16',
  ipipMode: 'Never',
  vxlanMode: 'Never',
  disableBgpExport: false,
};
const kernel = (more: Partial<IpPool>): readonly string[] =>
  poolFilters([{ ...pool, ...more }], '10.1.0.0/16').kernel;

// Reference section 6.
describe('poolFilters', () => {
  test('the device of a route', () => {
    expect(kernel({ ipipMode: 'Always' })).toEqual([
      'if (net ~ 10.244.0.0/16) then { krt_tunnel="tunl0"; accept; }',
    ]);
    expect(kernel({ ipipMode: 'CrossSubnet' })[0]).toContain('(bgp_next_hop ~ 10.1.0.0/16)');
    expect(kernel({})).toEqual(['if (net ~ 10.244.0.0/16) then { accept; }']);
    expect(kernel({ vxlanMode: 'CrossSubnet' })).toEqual([
      'if (net ~ 10.244.0.0/16) then { reject; } # VXLAN routes are handled by Felix.',
    ]);
  });

  test('a pool that is told to nobody still comes into the kernel', () => {
    const filters = poolFilters(
      [
        { ...pool, disableBgpExport: true },
        { ...pool, cidr: '10.3.0.0/16' },
      ],
      '',
    );
    expect(filters.kernel).toHaveLength(2);
    expect(filters.exportEnabled).toEqual(['if (net ~ 10.3.0.0/16) then { accept; }']);
    expect(filters.exportDisabled).toEqual([
      'if (net ~ 10.244.0.0/16) then { reject; } # BGP export is disabled.',
    ]);
  });
});
