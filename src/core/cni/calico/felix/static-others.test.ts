import { describe, expect, test } from 'vitest';
import { NOTRACK, REJECT, RETURN } from './action';
import { staticConfig } from './static-config';
import { staticMangleChains, staticNatChains, staticRawChains } from './static-others';
import type { Chain, Rule } from './rule';

const config = staticConfig({
  accept: 0x10000,
  pass: 0x20000,
  drop: 0x40000,
  scratch0: 0x80000,
  scratch1: 0x100000,
});
const rulesOf = (chains: readonly Chain[], name: string): readonly Rule[] =>
  chains.find((chain) => chain.name === name)?.rules ?? [];

describe('table nat', () => {
  test('each tunnel masquerades what has an address of another device', () => {
    const rules = rulesOf(
      staticNatChains({ ...config, tunnelDevices: ['tunl0', 'wireguard.cali'] }),
      'cali-POSTROUTING',
    );
    expect(rules.slice(2).map(({ match }) => match[0])).toEqual([
      '--out-interface tunl0',
      '--out-interface wireguard.cali',
    ]);
  });
});

describe('table mangle', () => {
  test('what was forwarded is nobody else’s business', () => {
    const rules = rulesOf(staticMangleChains(config), 'cali-POSTROUTING');
    expect(rules[1]).toMatchObject({ match: ['-m mark --mark 0x10000/0x10000'], action: RETURN });
    expect(rules[0]?.match).toContain('-m set ! --match-set cali40this-host dst');
  });
});

describe('table raw', () => {
  test('VXLAN is not tracked, either way', () => {
    const chains = staticRawChains({ ...config, vxlan: true });
    for (const name of ['cali-PREROUTING', 'cali-OUTPUT']) {
      expect(rulesOf(chains, name)).toContainEqual({
        match: ['-p udp', '--dport 4789'],
        action: NOTRACK,
        comments: [],
      });
    }
    expect(rulesOf(staticRawChains(config), 'cali-OUTPUT')).toHaveLength(3);
  });

  test('a pod’s source address must lead back to it', () => {
    const rules = rulesOf(staticRawChains({ ...config, denyAction: REJECT }), 'cali-PREROUTING');
    expect(rules).toContainEqual({
      match: ['-m mark --mark 0x80000/0x80000', '-m rpfilter --invert --validmark'],
      action: REJECT,
      comments: [],
    });
  });
});
