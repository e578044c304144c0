import { expect, it } from 'vitest';
import { chainName, hostVethName, ifbName, nftMasqueradeComment, ruleComment } from './names';

/** Executed with the real plugins: see reference and src/golden-cases/cni. */
it('names chains and devices as the plugins do', () => {
  expect(chainName('lab', 'c0ffee01')).toBe('CNI-d5bde72e0e1023c79ed71491');
  expect(chainName('lab', 'c0ffee01', 'DN-')).toBe('CNI-DN-d5bde72e0e1023c79ed71');
  expect(ruleComment('lab', 'c0ffee01')).toBe('name: "lab" id: "c0ffee01"');
  expect(ifbName('lab', 'c0ffee02')).toBe('bwpb7f169dde23f');
  expect(nftMasqueradeComment('a"b', 'eth0', 'x'.repeat(200))).toHaveLength(128);
});

it('derives the name of a cable from its container', () => {
  expect(hostVethName('c0ffee01', 'eth0', 0)).toMatch(/^veth[0-9a-f]{8}$/);
  expect(hostVethName('c0ffee01', 'eth0', 0)).toBe(hostVethName('c0ffee01', 'eth0', 0));
  expect(hostVethName('c0ffee01', 'eth0', 1)).not.toBe(hostVethName('c0ffee01', 'eth0', 0));
});
