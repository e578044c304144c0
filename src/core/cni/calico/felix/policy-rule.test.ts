import { describe, expect, test } from 'vitest';
import { ruleOfFamily } from './policy-rule';

describe('ruleOfFamily', () => {
  test('keeps the networks of a family', () => {
    const both = { action: 'allow', srcNets: ['10.0.0.1/32', 'feed::beef/128'] } as const;
    expect(ruleOfFamily(both, 4)).toMatchObject({ srcNets: ['10.0.0.1/32'] });
    expect(ruleOfFamily(both, 6)).toMatchObject({ srcNets: ['feed::beef/128'] });
  });

  test('a list with nothing left says nothing about the family', () => {
    const rule = {
      action: 'allow',
      srcNets: ['10.0.0.1/32', 'feed::beef/128'],
      dstNets: ['10.0.0.2/32'],
    } as const;
    expect(ruleOfFamily(rule, 4)).not.toBeNull();
    expect(ruleOfFamily(rule, 6)).toBeNull();
  });

  test('a rule of one family', () => {
    expect(ruleOfFamily({ action: 'deny', ipVersion: 6 }, 4)).toBeNull();
    expect(ruleOfFamily({ action: 'deny', ipVersion: 0 }, 4)).not.toBeNull();
  });

  test('nothing but everything would be nothing', () => {
    expect(ruleOfFamily({ action: 'allow', notDstNets: ['0.0.0.0/0'] }, 4)).toBeNull();
    expect(ruleOfFamily({ action: 'allow', dstNets: ['0.0.0.0/0'] }, 4)).not.toBeNull();
  });
});
