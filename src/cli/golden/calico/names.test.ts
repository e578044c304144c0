import { describe, expect, it } from 'vitest';
import { chainNames, lengthLimitedIds } from './names';

const PASSES = { difference: null };

describe('lengthLimitedIds', () => {
  const play = (maxLength: number, expected: unknown): unknown =>
    lengthLimitedIds({ input: { prefix: 'ab', suffix: 'cdef', maxLength }, expected: expected as never });

  it('tells a name from a panic', () => {
    expect(play(6, 'abcdef')).toEqual(PASSES);
    expect(play(6, 'abcdeg')).not.toEqual(PASSES);
    expect(play(3, { panics: true })).toEqual(PASSES);
    expect(play(6, { panics: true })).not.toEqual(PASSES);
  });
});

describe('chainNames', () => {
  const policy = { type: 'policy', direction: 'ingress', kind: 'NetworkPolicy', namespace: 'a', name: 'b' };

  it('looks at the policy ID as well', () => {
    const play = (policyID: string): unknown =>
      chainNames({ input: { ...policy, policyID }, expected: 'cali-pi-np/a/b' });
    expect(play('np/a/b')).toEqual(PASSES);
    expect(play('np/a/c')).toEqual({ difference: 'policy ID np/a/b' });
  });

  it('knows no other chains', () => {
    expect(chainNames({ input: { type: 'x' }, expected: '' })).toEqual({ notModelled: 'no chains of x' });
  });
});
