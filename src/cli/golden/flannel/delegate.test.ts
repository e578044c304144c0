import { describe, expect, it } from 'vitest';
import { cniDelegate } from './delegate';

const PASSES = { difference: null };
const subnetEnv =
  'FLANNEL_NETWORK=172.20.0.0/16\nFLANNEL_SUBNET=172.20.9.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n';

describe('cniDelegate', () => {
  it('compares what is named', () => {
    const input = { subnetEnv, netconf: { name: 'net' } };
    expect(cniDelegate({ input, expected: { name: 'net', mtu: 1450 } })).toEqual(PASSES);
    expect(cniDelegate({ input, expected: { name: 'net', mtu: 1400 } })).not.toEqual(PASSES);
    expect(cniDelegate({ input, expected: { unheardOf: 1 } })).not.toEqual(PASSES);
  });

  it('looks for a part of the error', () => {
    const input = { subnetEnv: 'a=b' };
    expect(cniDelegate({ input, expected: { errorContains: 'missing FLANNEL_NETWORK' } })).toEqual(PASSES);
    expect(cniDelegate({ input, expected: { errorContains: 'no such' } })).not.toEqual(PASSES);
    expect(cniDelegate({ input: { subnetEnv }, expected: { errorContains: 'missing' } })).toEqual({
      difference: 'no such error: it succeeds',
    });
  });
});
