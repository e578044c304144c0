import { describe, expect, test } from 'vitest';
import type { CalicoRule, EntityRule } from '../knp';
import { selectorText } from '../selector';
import { scanRule } from './rule-scanner';

const anybody: EntityRule = { selector: '', namespaceSelector: '', nets: [], notNets: [], ports: [] };
const base: CalicoRule = { action: 'Allow', protocol: 'TCP', source: anybody, destination: anybody };

describe('scanRule', () => {
  test('a selector becomes a set, protocols lower case', () => {
    const scanned = scanRule({ ...base, source: { ...anybody, selector: 'has(a)' } }, 'shop');
    if (!scanned.ok) throw new Error(scanned.error);
    const [set] = scanned.value.sets;
    expect(scanned.value.rule).toMatchObject({ protocol: 'tcp', srcIpSets: [set?.id], dstIpSets: [] });
    expect(set && selectorText(set.selector)).toBe('(projectcalico.org/namespace == "shop" && has(a))');
  });

  test('named ports: a set of addresses and ports of whoever is selected', () => {
    const scan = (ports: EntityRule['ports']) => {
      const scanned = scanRule({ ...base, destination: { ...anybody, selector: 'has(a)', ports } }, '');
      if (!scanned.ok) throw new Error(scanned.error);
      return scanned.value;
    };
    const { rule, sets } = scan([{ name: 'web' }]);
    expect(sets.map(({ namedPort }) => namedPort)).toEqual([{ protocol: 'tcp', name: 'web' }]);
    expect(rule).toMatchObject({ dstIpSets: [], dstNamedPortSets: [sets[0]?.id] });
    // Numbered ports beside it are nobody's: the selector is asked.
    const both = scan([{ name: 'web' }, { first: 80, last: 80 }]);
    expect(both.rule.dstIpSets).toHaveLength(1);
    expect(both.rule.dstNamedPortSets).toEqual(rule.dstNamedPortSets);
  });

  test('networks stay, nobody is nobody, nonsense is refused', () => {
    const source = { ...anybody, nets: ['10.0.0.0/8'], notNets: ['10.1.0.0/16'] };
    expect(scanRule({ ...base, protocol: null, source }, 'shop')).toMatchObject({
      value: { rule: { srcNets: ['10.0.0.0/8'], notSrcNets: ['10.1.0.0/16'], srcIpSets: [] }, sets: [] },
    });
    expect(scanRule({ ...base, source: { ...anybody, selector: '&&' } }, '')).toMatchObject({ ok: false });
  });
});
