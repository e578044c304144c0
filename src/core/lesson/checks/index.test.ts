/** Goal: the checks of a lesson are those of the shelf, each explained to authors. */
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { PING_B, runOf } from '../../testing/lesson-run';
import { Checks, checkKinds, runChecks } from './index';

test('a lesson may name each member of the shelf, and nothing else', () => {
  expect(Object.keys(Checks.entries)).toEqual(checkKinds.map(({ kind }) => kind));
});

test.each(checkKinds)('$kind: says what it asks, and what each field means', ({ schema }) => {
  expect(v.getDescription(schema)).toBeTruthy();
  for (const field of Object.values(schema.entries) as (v.GenericSchema & { wrapped?: v.GenericSchema })[]) {
    expect(v.getDescription(field.wrapped ?? field)).toBeTruthy();
  }
});

test('all that are named must be fulfilled', () => {
  const run = runOf([PING_B]);
  const reachable = { from: 'pod-a', to: 'pod-b' };
  expect(runChecks(run, v.parse(Checks, { reachable }))).toBeNull();
  const both = v.parse(Checks, { reachable, 'count-of': { packet: 'udp', atLeast: 1 } });
  expect(runChecks(run, both)?.key).toBe('lesson.why.tooFew');
});
