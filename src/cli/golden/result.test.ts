import { describe, expect, it } from 'vitest';
import type { CaseResult } from './result';
import { readPassedList, tally } from './result';

const passed: CaseResult = { outcome: 'passed', name: 'kernel/a', leftOut: [] };
const partly: CaseResult = { outcome: 'passed', name: 'kernel/b', leftOut: ['conntrack'] };
const failed: CaseResult = {
  outcome: 'failed',
  name: 'kernel/c',
  why: { section: 'frames', place: 't1 packet 1', expected: '64', got: '63' },
};
const unmodelled: CaseResult = { outcome: 'not modelled', name: 'cni/x/y', why: 'no such step' };
const skipped: CaseResult = { outcome: 'skipped', name: 'cni/errors.json', cases: 7 };

describe('tally', () => {
  it('closes with the counts, partly passed cases counted twice', () => {
    const { lines, ok } = tally([passed, partly, failed, skipped, unmodelled], null);
    expect(lines.slice(-2)).toEqual(['2 passed, 1 failed, 7 skipped', '1 partly, 1 not modelled']);
    expect(lines).toContain('FAIL kernel/c: frames, t1 packet 1: expected 64, got 63');
    expect(lines).toContain('part kernel/b: partly: without conntrack');
    expect(ok).toBe(false);
  });

  it('with the ratchet, lets a case that is not listed fail', () => {
    const { lines, ok } = tally([passed, partly, failed], new Set(['kernel/a', 'kernel/b']));
    expect(lines.slice(-2)).toEqual(['2 passed, 0 failed, 0 skipped', '1 partly, 0 not modelled, 1 open']);
    expect(lines).toContain('open kernel/c: frames, t1 packet 1: expected 64, got 63');
    expect(ok).toBe(true);
  });

  it('with the ratchet, fails a listed case that does not pass', () => {
    expect(tally([failed], new Set(['kernel/c'])).ok).toBe(false);
  });

  it('asks for a newly passing case to be listed', () => {
    expect(tally([passed], new Set()).lines[0]).toBe(
      'new  kernel/a passes: add it to golden.passed.txt in this commit',
    );
  });

  it('is not content when nothing ran', () => {
    expect(tally([], null).ok).toBe(false);
    expect(tally([skipped], null).ok).toBe(false);
  });
});

describe('readPassedList', () => {
  it('takes one name a line and leaves out comments', () => {
    expect(readPassedList('# why\nkernel/a\n\n kernel/b # since part 1\ncalico/Goto #0\n')).toEqual(
      new Set(['kernel/a', 'kernel/b', 'calico/Goto #0']),
    );
  });
});
