import { describe, expect, test } from 'vitest';
import { DROP, REJECT, RETURN, setMark } from './action';
import { policyChainConfig, policyChains, policyRuleToRules, profileChains } from './policy-chain';

const MARKS = { accept: 0x10000, pass: 0x20000, drop: 0x40000, scratch0: 0x80000, scratch1: 0x100000 };
const config = policyChainConfig(MARKS);
const web = { kind: 'KubernetesNetworkPolicy', namespace: 'default', name: 'allow-web' };

describe('policyRuleToRules', () => {
  test('a verdict is a bit of the mark, then what is done with whoever has it', () => {
    expect(policyRuleToRules({ action: 'deny', protocol: 'udp' }, 4, config)).toEqual([
      { match: ['-p udp'], action: setMark(0x40000), comments: [] },
      { match: ['-m mark --mark 0x40000/0x40000'], action: DROP, comments: [] },
    ]);
    expect(policyRuleToRules({ action: 'next-tier' }, 4, config)).toEqual(
      policyRuleToRules({ action: 'pass' }, 4, config),
    );
  });

  test('up to v3.29 a denied packet had no bit', () => {
    const old = { ...config, marks: { ...MARKS, drop: 0 }, denyAction: REJECT };
    expect(policyRuleToRules({ action: 'deny', protocol: 'udp' }, 4, old)).toEqual([
      { match: ['-p udp'], action: REJECT, comments: [] },
    ]);
  });

  test('log decides nothing', () => {
    expect(policyRuleToRules({ action: 'log' }, 4, config)).toEqual([
      { match: [], action: { kind: 'log', prefix: 'calico-packet' }, comments: [] },
    ]);
  });

  test('nothing for the other family', () => {
    expect(policyRuleToRules({ action: 'allow', ipVersion: 6 }, 4, config)).toEqual([]);
  });
});

describe('chains', () => {
  test('the first rule says whose they are, the last return is left out, an empty one has only its name', () => {
    const rules = { inbound: [{ action: 'allow' } as const], outbound: [] };
    const [inbound, outbound] = policyChains(web, rules, 4, config);
    expect(inbound?.rules).toEqual([
      {
        match: [],
        action: setMark(0x10000),
        comments: ['KubernetesNetworkPolicy default/allow-web ingress'],
      },
    ]);
    expect(outbound?.rules).toEqual([
      { match: [], action: null, comments: ['KubernetesNetworkPolicy default/allow-web egress'] },
    ]);
  });

  test('a return in between stays', () => {
    const [inbound] = profileChains(
      'kns.a',
      { inbound: [{ action: 'allow', protocol: 'tcp' }, { action: 'deny' }], outbound: [] },
      4,
      config,
    );
    expect(inbound?.rules.map(({ action }) => action)).toEqual([
      setMark(0x10000),
      RETURN,
      setMark(0x40000),
      DROP,
    ]);
    expect(inbound?.rules[0]?.comments).toEqual(['Profile kns.a ingress']);
  });

  test('a staged policy has none', () => {
    const staged = { ...web, kind: 'StagedKubernetesNetworkPolicy' };
    expect(policyChains(staged, { inbound: [], outbound: [] }, 4, config)).toEqual([]);
  });
});
