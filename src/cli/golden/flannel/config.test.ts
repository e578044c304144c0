import { describe, expect, it } from 'vitest';
import { annotations, networkConfig, subnetEnv, subnetKeys } from './config';

const PASSES = { difference: null };

describe('annotations', () => {
  it('compares the keys that are named, or that there is an error', () => {
    const input = { prefix: 'net.example/blue' };
    expect(annotations({ input, expected: { backendType: 'net.example/blue-backend-type' } })).toEqual(
      PASSES,
    );
    expect(annotations({ input, expected: { backendType: 'net.example/backend-type' } })).not.toEqual(PASSES);
    expect(annotations({ input, expected: { error: true } })).not.toEqual(PASSES);
    expect(annotations({ input: { prefix: 'example' }, expected: { error: true } })).toEqual(PASSES);
    expect(annotations({ input: { prefix: 'example' }, expected: { backendType: 'x' } })).not.toEqual(PASSES);
  });
});

describe('networkConfig', () => {
  it('compares both families and errors', () => {
    const input = { EnableIPv4: false, EnableIPv6: true, IPv6Network: 'fd00::/56' };
    const expected = { ipv6SubnetLen: 64, ipv6SubnetMin: 'fd00:0:0:1::', ipv6SubnetMax: 'fd00:0:0:ff::' };
    expect(networkConfig({ input, expected })).toEqual(PASSES);
    expect(networkConfig({ input, expected: { ...expected, ipv6SubnetMax: 'fd00::' } })).not.toEqual(PASSES);
    const error = 'please define a correct Network parameter in the flannel config';
    expect(networkConfig({ input: {}, expected: { error } })).toEqual(PASSES);
    expect(networkConfig({ input: {}, expected: { error: 'other' } })).not.toEqual(PASSES);
  });
});

describe('subnetEnv', () => {
  it('compares the whole text', () => {
    const input = { network: '172.20.0.0/16', leaseSubnet: '172.20.9.0/24', mtu: 1450, ipMasq: false };
    const expected =
      'FLANNEL_NETWORK=172.20.0.0/16\nFLANNEL_SUBNET=172.20.9.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=false\n';
    expect(subnetEnv({ input, expected })).toEqual(PASSES);
    expect(subnetEnv({ input, expected: expected.trim() })).not.toEqual(PASSES);
  });
});

describe('subnetKeys', () => {
  it('reads, and writes back', () => {
    const input = '10.5.34.0-24&fc00:5:34::-64';
    const expected = { v4: '10.5.34.0/24', v6: 'fc00:5:34::/64', roundTrip: input };
    expect(subnetKeys({ input, expected })).toEqual(PASSES);
    expect(subnetKeys({ input: 'x', expected })).not.toEqual(PASSES);
    expect(subnetKeys({ input: 'x', expected: null })).toEqual(PASSES);
  });
});
