import { expect, test } from 'vitest';
import type { EvidenceRow } from '../../core/index';
import { openDecision, ownDecision } from './open-decision';

const row = (verdict: EvidenceRow['verdict']): EvidenceRow => ({
  cells: [],
  verdict,
  reason: null,
  writtenBy: null,
});
const route = { seq: 4, deciding: false, rows: [row('won'), row('lost')] };
const fdb = { seq: 7, deciding: true, rows: [row('won')] };
const bare = { seq: 9, deciding: false, rows: [] };

test('the table the sentence speaks of is the open one', () => {
  expect(openDecision({ seq: 7, decisions: [route, fdb] })).toBe(1);
  expect(openDecision({ seq: 4, decisions: [route, fdb] })).toBe(0);
});

test('where the record only carries out, the table that decided is open', () => {
  expect([ownDecision, openDecision].map((pick) => pick({ seq: 8, decisions: [route, fdb] }))).toEqual([
    -1, 1,
  ]);
});

test('otherwise the last table is open, without tables the last decision', () => {
  expect(openDecision({ seq: 9, decisions: [fdb, bare] })).toBe(0);
  expect(openDecision({ seq: 9, decisions: [bare] })).toBe(0);
  expect(openDecision({ seq: 9, decisions: [] })).toBe(-1);
});
