import { describe, expect, test } from 'vitest';
import { policyChainConfig } from './policy-chain';
import { askedIpsets, nodeRuleset, restoreLines, type NodeRules } from './ruleset';
import { staticConfig } from './static-config';

const PLAIN = { snatFullyRandom: false, masqueradeFullyRandom: false };
const marks = { accept: 0x10000, pass: 0x20000, drop: 0x40000, scratch0: 0x80000, scratch1: 0x100000 };
const fixed = staticConfig(marks);
const policy = (name: string) => ({ kind: 'GlobalNetworkPolicy', namespace: '', name });
const rules = { inbound: [{ action: 'allow', srcIpSets: ['s:x'] } as const], outbound: [] };
const tier = (...names: readonly string[]) => ({
  name: 'default',
  defaultAction: 'Deny' as const,
  inbound: [{ direction: 'inbound' as const, selector: 'all()', policies: names.map(policy) }],
  outbound: [],
});
const node = (more: Partial<NodeRules>): NodeRules => ({
  fixed,
  endpoints: {
    ...{ marks, denyAction: fixed.denyAction, allowAction: fixed.filterAllowAction, vxlanPort: 4789 },
    ...{ disableConntrackInvalid: false, allowVxlanFromWorkloads: false, allowIpipFromWorkloads: false },
  },
  policyConfig: policyChainConfig(marks),
  natOutgoing: { exclusions: 'IPPoolsOnly' },
  natOutgoingActive: true,
  insertMode: 'Insert',
  workloads: [],
  policies: [],
  profiles: [],
  ...more,
});
const pod = { device: 'cali1', adminUp: true, tiers: [tier('a', 'b')], profiles: [] };

describe('nodeRuleset', () => {
  test('every chain that a rule leads to is there', () => {
    const full = node({
      workloads: [pod],
      policies: ['a', 'b', 'c'].map((name) => ({ ...policy(name), rules })),
    });
    for (const { chains, hooks } of nodeRuleset(full)) {
      const names = new Set(chains.map(({ name }) => name));
      for (const { action } of [...chains, ...hooks].flatMap((each) => each.rules)) {
        if (action?.kind === 'jump' || action?.kind === 'goto') expect(names).toContain(action.target);
      }
    }
  });

  test('a policy that selects nobody here is not programmed, nor are failsafe ports without host endpoints', () => {
    const names = (more: Partial<NodeRules>): readonly string[] =>
      nodeRuleset(node(more)).flatMap(({ chains }) => chains.map(({ name }) => name));
    const policies = [{ ...policy('a'), rules }];
    expect(names({ policies })).not.toContain('cali-pi-gnp/a');
    expect(names({ policies, workloads: [pod] })).toContain('cali-pi-gnp/a');
    expect(names({})).not.toContain('cali-failsafe-in');
  });

  test('text for iptables-restore: chains, their rules, the ways in', () => {
    const [raw] = nodeRuleset(node({}));
    const lines = raw === undefined ? [] : restoreLines(raw, PLAIN);
    expect(lines[0]).toBe(':cali-PREROUTING - -');
    expect(lines.slice(-2).map((line) => line.replace(/ -m comment.*"/, ''))).toEqual([
      '-I PREROUTING --jump cali-PREROUTING',
      '-I OUTPUT --jump cali-OUTPUT',
    ]);
  });

  test('askedIpsets', () => {
    const tables = nodeRuleset(node({ workloads: [pod], policies: [{ ...policy('a'), rules }] }));
    expect(askedIpsets(tables)).toEqual([
      'cali40dscp-src-net',
      'cali40masq-ipam-pools',
      'cali40network-ip-pools',
      'cali40s:x',
      'cali40this-host',
    ]);
  });
});
