import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json';
import { leaseAllocation, vtepMac } from './lease';

const PASSES = { difference: null };
const config = { Network: '172.20.0.0/16', SubnetMin: '172.20.8.0', SubnetMax: '172.20.11.0' };

function allocated(input: JsonObject, expected: JsonObject): unknown {
  return leaseAllocation({ input: { config, ...input }, expected });
}

describe('leaseAllocation', () => {
  it('tries every subnet that could be drawn', () => {
    const existing = ['172.20.8.0/24', '172.20.10.0/24'];
    const free = { inRange: ['172.20.8.0', '172.20.11.0'], notIn: existing };
    expect(allocated({ existing }, free)).toEqual(PASSES);
    expect(allocated({ existing }, { notIn: ['172.20.11.0/24'] })).toEqual({
      difference: 'notIn ["172.20.11.0/24"] does not hold for 172.20.11.0/24, drawn 1',
    });
    expect(allocated({ existing }, { inRange: ['172.20.9.0', '172.20.9.0'] })).not.toEqual(PASSES);
    expect(allocated({ existing }, { unheardOf: true })).not.toEqual(PASSES);
  });

  it('knows what a second lease and an earlier one are', () => {
    expect(allocated({}, { same: true })).toEqual(PASSES);
    expect(allocated({}, { same: false })).not.toEqual(PASSES);
    expect(allocated({ previousSubnet: '172.20.10.0/24' }, { subnet: '172.20.10.0/24' })).toEqual(PASSES);
    expect(allocated({ previousSubnet: '172.20.10.0/24' }, { not: '172.20.10.0/24' })).not.toEqual(PASSES);
    expect(allocated({ previousSubnet: '172.21.10.0/24' }, { not: '172.21.10.0/24' })).toEqual(PASSES);
  });

  it('compares errors', () => {
    expect(allocated({ existing: ['172.20.0.0/16'] }, { error: 'out of subnets' })).toEqual(PASSES);
    expect(allocated({ existing: ['172.20.0.0/16'] }, { subnet: 'x' })).not.toEqual(PASSES);
    const error = 'please define a correct Network parameter in the flannel config';
    expect(allocated({ config: {} }, { error })).toEqual(PASSES);
  });

  it('asks Kubernetes where there is a podCIDR', () => {
    const input = { network: '172.20.0.0/16', podCIDR: '172.20.9.0/24', node: 'n' };
    expect(leaseAllocation({ input, expected: { subnet: '172.20.9.0/24' } })).toEqual(PASSES);
    expect(leaseAllocation({ input, expected: { subnet: '172.20.8.0/24' } })).not.toEqual(PASSES);
  });
});

describe('vtepMac', () => {
  it('makes one, or finds one', () => {
    expect(vtepMac({ input: { randomBytes: 'a1:00:00:00:00:07' }, expected: 'a2:00:00:00:00:07' })).toEqual(
      PASSES,
    );
    const backendData = '{"VNI":1,"VtepMAC":"a2:00:00:00:00:07"}';
    expect(vtepMac({ input: { backendData }, expected: 'a2:00:00:00:00:07' })).toEqual(PASSES);
    expect(vtepMac({ input: { backendData: '' }, expected: 'x' })).not.toEqual(PASSES);
  });
});
