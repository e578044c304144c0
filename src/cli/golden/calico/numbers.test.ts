import { describe, expect, it } from 'vitest';
import { markBits, portSplit } from './numbers';

const PASSES = { difference: null };

describe('portSplit', () => {
  const port = { first: 1, last: 1 };
  it('groups, or nothing at all', () => {
    expect(portSplit({ input: [port], expected: [[port]] })).toEqual(PASSES);
    expect(portSplit({ input: [port], expected: [] })).not.toEqual(PASSES);
    expect(portSplit({ input: null, expected: null })).toEqual(PASSES);
  });
});

describe('markBits', () => {
  it('a mask that is too small', () => {
    const input = { iptablesMarkMask: '0x3', wireguardEnabled: false, release: 'v3.30+' };
    expect(markBits({ input, expected: { error: 'Not enough mark bits available.' } })).toEqual(PASSES);
  });
});
