import { describe, expect, test } from 'vitest';
import { MASQUERADE, RETURN } from './action';
import { floatingDnatChain, floatingSnatChain, natOutgoingChain } from './nat';

const FROM_POOL = '-m set --match-set cali40masq-ipam-pools src';
const TO_OUTSIDE = '-m set ! --match-set cali40network-ip-pools dst';
const config = { exclusions: 'IPPoolsOnly' } as const;

describe('natOutgoingChain', () => {
  test('from a pool to outside of all pools', () => {
    expect(natOutgoingChain(true, 4, config).rules).toEqual([
      { match: [FROM_POOL, TO_OUTSIDE], action: MASQUERADE, comments: [] },
    ]);
    expect(natOutgoingChain(false, 4, config).rules).toEqual([]);
  });

  test('nodes may be left out, devices picked, IPv6 has its own sets', () => {
    const [rule] = natOutgoingChain(true, 6, { exclusions: 'IPPoolsAndHostIPs', outInterface: 'eth+' }).rules;
    expect(rule?.match.slice(2)).toEqual([
      '-m set ! --match-set cali60all-hosts-net dst',
      '--out-interface eth+',
    ]);
  });

  test('an address and a range of ports', () => {
    const { rules } = natOutgoingChain(true, 4, {
      ...config,
      address: '192.0.2.1',
      portRange: { first: 99, last: 100 },
    });
    expect(rules.map(({ action }) => action)).toEqual([
      { kind: 'snat', to: '192.0.2.1:99-100' },
      RETURN,
      { kind: 'snat', to: '192.0.2.1:99-100' },
      RETURN,
      { kind: 'snat', to: '192.0.2.1' },
    ]);
    expect(rules.map(({ match }) => match[2])).toEqual(['-p tcp', '-p tcp', '-p udp', '-p udp', undefined]);
  });
});

test('floating addresses, in order', () => {
  expect(
    floatingDnatChain(
      new Map([
        ['b', '2'],
        ['a', '1'],
      ]),
    ).rules,
  ).toEqual([
    { match: ['--destination a'], action: { kind: 'dnat', address: '1' }, comments: [] },
    { match: ['--destination b'], action: { kind: 'dnat', address: '2' }, comments: [] },
  ]);
  expect(floatingSnatChain(new Map([['1', 'a']])).rules).toEqual([
    { match: ['--destination 1', '--source 1'], action: { kind: 'snat', to: 'a' }, comments: [] },
  ]);
});
