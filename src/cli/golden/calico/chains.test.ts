import { describe, expect, it } from 'vitest';
import { actionOf, endpointChains, natOutgoing, staticChains } from './chains';

const PASSES = { difference: null };

it('actionOf', () => {
  expect(['ACCEPT', 'Drop', 'REJECT', 'RETURN', ''].map((word) => actionOf(word).kind)).toEqual([
    'accept',
    'drop',
    'reject',
    'return',
    'return',
  ]);
});

it('says what it has not', () => {
  expect(endpointChains({ input: { kind: 'host' } })).toEqual({ notModelled: 'no endpoints of host' });
  expect(staticChains({ input: { kubeIPVS: true } })).toEqual({ notModelled: 'no endpoint marks for IPVS' });
});

describe('staticChains', () => {
  it('a chain that is not there is a difference', () => {
    const input = {
      ipVersion: 4,
      workloadIfacePrefixes: ['cali'],
      marks: { accept: '0x1', pass: '0x2', scratch0: '0x4' },
    };
    const named = { table: 'raw', chain: 'cali-rpf-skip', rules: [] };
    expect(staticChains({ input, expected: [named] })).toEqual(PASSES);
    expect(staticChains({ input, expected: [{ ...named, chain: 'cali-unheard' }] })).not.toEqual(PASSES);
  });
});

describe('natOutgoing', () => {
  it('reads ranges and devices', () => {
    const last =
      '-m set --match-set cali40masq-ipam-pools src -m set ! --match-set cali40network-ip-pools dst --out-interface eth0 --jump MASQUERADE';
    const input = { active: true, ipVersion: 4, natOutgoingInterfaceFilter: 'eth0' };
    expect(natOutgoing({ input, expected: [last] })).toEqual(PASSES);
    expect(natOutgoing({ input: { ...input, natPortRange: '1-2' }, expected: [last] })).not.toEqual(PASSES);
  });
});
