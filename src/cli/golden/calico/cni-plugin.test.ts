import { expect, it } from 'vitest';
import { cniPlugin } from './cni-plugin';

const PASSES = { difference: null };

it('routes as a pod shows them, sysctls by name', () => {
  const podRoutes = ['default via 169.254.1.1 dev eth0', '169.254.1.1 dev eth0 scope link'];
  expect(cniPlugin({ input: { ipVersions: [4] }, expected: { podRoutes } })).toEqual(PASSES);
  expect(cniPlugin({ input: { ipVersions: [4] }, expected: { podRoutes: [] } })).not.toEqual(PASSES);
  expect(cniPlugin({ input: { ipVersions: [4, 6] }, expected: {} })).toEqual({
    notModelled: 'the simulated kernel has no IPv6',
  });
  const forwards = { input: { allowIPForwarding: true }, expected: { 'net.ipv4.ip_forward': '1' } };
  expect(cniPlugin(forwards)).toEqual(PASSES);
  expect(cniPlugin({ ...forwards, input: { hostVeth: 'cali1' } })).not.toEqual(PASSES);
});
