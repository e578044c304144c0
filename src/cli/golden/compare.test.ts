import { describe, expect, it } from 'vitest';
import { addr, compared, comparedParts, net } from './compare';

describe('comparing', () => {
  it('finds the first difference', () => {
    expect(compared({ a: 1 }, { a: 1 })).toEqual({ difference: null });
    expect(compared({ a: 1 }, { a: 2 })).toMatchObject({ difference: { expected: '1', got: '2' } });
    expect(compared({ a: 1 }, { a: 1, b: 2 })).toMatchObject({ difference: { got: '2' } });
    expect(compared(undefined, null)).toEqual({ difference: null });
  });

  it('looks at the named parts only', () => {
    expect(comparedParts({ a: 1 }, { a: 1, b: 2 })).toEqual({ difference: null });
    expect(comparedParts({ c: 1 }, { a: 1 })).toMatchObject({ difference: { got: 'nothing' } });
    expect(comparedParts('x', { a: 1 })).toMatchObject({ difference: { expected: 'x' } });
  });

  it('throws for what is no address', () => {
    expect(net('10.0.0.1/8')).toEqual({ addr: 0x0a000001, len: 8 });
    expect(addr('10.0.0.1')).toBe(0x0a000001);
    expect(() => net('x')).toThrow('missing: a network in "x"');
    expect(() => addr('x')).toThrow('missing: an address in "x"');
  });
});
