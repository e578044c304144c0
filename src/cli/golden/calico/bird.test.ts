import { describe, expect, it } from 'vitest';
import { birdConfig } from './bird';

const PASSES = { difference: null };
const nodes = [
  { name: 'a', ipv4Address: '10.1.0.1/16' },
  { name: 'b', ipv4Address: '10.1.0.2/16' },
];
const expected = {
  routerID: '10.1.0.1',
  localAS: 64512,
  peers: [
    {
      ...{ protocol: 'Mesh_10_1_0_2', neighbor: '10.1.0.2', as: 64512, passive: true, rrClient: false },
      ...{ multihop: false, internalPeer: true, sourceAddress: '10.1.0.1' },
    },
  ],
  kernelFilterPoolLines: ['if (net ~ 10.2.0.0/16) then { accept; }'],
  exportFilterPoolLines: ['if (net ~ 10.2.0.0/16) then { accept; }'],
};
const input = { thisNode: 'a', nodes, ippools: [{ cidr: '10.2.0.0/16' }] };

describe('birdConfig', () => {
  it('a whole cluster', () => {
    expect(birdConfig({ input, expected })).toEqual(PASSES);
    expect(birdConfig({ input: { ...input, thisNode: 'b' }, expected })).not.toEqual(PASSES);
    const off = { ...input, bgpConfiguration: { nodeToNodeMeshEnabled: false } };
    expect(birdConfig({ input: off, expected: { ...expected, peers: [] } })).toEqual(PASSES);
  });

  it('addresses alone: the parts a case names', () => {
    const peers = [{ neighbor: '10.0.0.2', passive: true }];
    const alone = { thisNodeIP: '10.0.0.1', nodeIPs: ['10.0.0.1', '10.0.0.2'] };
    expect(birdConfig({ input: alone, expected: { peers } })).toEqual(PASSES);
    expect(birdConfig({ input: { ...alone, thisNodeIP: '10.0.0.2' }, expected: { peers } })).not.toEqual(
      PASSES,
    );
  });
});
