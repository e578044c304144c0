import { describe, expect, test } from 'vitest';
import { entitySelector, policySelector } from './policy-selector';

// Reference section 10.
describe('policySelector', () => {
  test('only in the policy’s namespace', () => {
    expect(policySelector(`role == 'db'`, 'shop')).toBe(
      `(role == 'db') && projectcalico.org/namespace == 'shop'`,
    );
    expect(policySelector('', 'shop')).toBe(`projectcalico.org/namespace == 'shop'`);
  });
});

describe('entitySelector', () => {
  const entity = { selector: `role == 'db'`, namespaceSelector: '', notSelector: '' };

  test('the own namespace, unless others are named', () => {
    expect(entitySelector(entity, 'shop')).toBe(`(projectcalico.org/namespace == 'shop') && (role == 'db')`);
    expect(entitySelector({ ...entity, namespaceSelector: `team == 'a'` }, 'shop')).toBe(
      `(pcns.team == "a") && (role == 'db')`,
    );
  });

  test('all() of namespaces is whatever is in one, global() what is in none', () => {
    const named = (namespaceSelector: string): string =>
      entitySelector({ ...entity, selector: '', namespaceSelector }, '');
    expect(named('all()')).toBe('has(projectcalico.org/namespace)');
    expect(named('global()')).toBe('!has(projectcalico.org/namespace)');
  });

  test('a rule about nobody in particular stays so', () => {
    const anybody = { ...entity, selector: '' };
    expect(entitySelector(anybody, 'shop')).toBe('');
    expect(entitySelector({ ...anybody, notSelector: 'has(a)' }, 'shop')).toBe(
      `projectcalico.org/namespace == 'shop'`,
    );
    expect(entitySelector(entity, '')).toBe(entity.selector);
    expect(entitySelector({ ...anybody, namespaceSelector: '&&' }, 'shop')).toBe('');
  });
});
