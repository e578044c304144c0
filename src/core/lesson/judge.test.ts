/** Goal: what a step shows follows from the run and the choices alone. */
import { expect, test } from 'vitest';
import { PING_B, PING_NOBODY, twoPods } from '../testing/lesson-run';
import type { Typed } from '../testing/open-lab';
import { judgeStep } from './judge';
import type { Step } from './lesson';
import { parseLesson } from './parse';
import { NOTHING_KEPT, type KeptStep } from './progress';

const LESSON = parseLesson(
  'x',
  'en',
  `---
id: x
lab: two-pods
title: X
summary: X
minutes: 1
kind: tour
---
## Ttl {#ttl}
Before.
:::predict guess
ask: Which?
options:
  - says: "63"
    when: { header-field-at: { packet: echo-request, at: pod-b/eth0, field: ipv4.ttl, is: 63 } }
  - says: "64"
    when: { header-field-at: { packet: echo-request, at: pod-b/eth0, field: ipv4.ttl, is: 64 } }
  - says: neither
:::
:::do ping
send: ping-b
:::
:::do go
walk: { packet: echo-request, at: pod-b/eth0 }
:::
:::explain
After.
:::
:::quiz why
ask: Why?
options:
  - says: a
  - says: b
    right: true
:::
:::check reached
says: Reached
all:
  - reachable: { from: pod-b, to: pod-a }
:::
:::hint
Hint.
:::
## Look {#look}
:::view
at: { packet: echo-reply, at: pod-a/eth0 }
:::
`,
);
const STEPS: readonly Step[] = LESSON.ok ? LESSON.value.steps : [];

const judge = (typed: readonly Typed[], kept: Partial<KeptStep> = {}, seq = 0, since = 0, step = 0) =>
  judgeStep(twoPods(typed), STEPS[step]!, { since, seq, kept: { ...NOTHING_KEPT, ...kept } });
const shown = (state: ReturnType<typeof judge>): string =>
  STEPS[0]!.parts
    .filter((_, at) => state.shown[at])
    .map(({ kind }) => kind)
    .join(' ');

test('asks before anything moves: the actions are locked, what comes after is not shown', () => {
  const state = judge([]);
  expect(state.tasks['ping']).toEqual({ kind: 'do', locked: true, done: false, target: null });
  expect(state.tasks['guess']).toMatchObject({ chosen: null, decided: false, right: null });
  expect(shown(state)).toBe('prose predict do do hint');
  expect(state.solved).toBe(false);
});

test('a choice unlocks; nothing is told before it happened', () => {
  const state = judge([], { choices: { guess: 0 } });
  expect(state.tasks['ping']).toMatchObject({ locked: false, done: false });
  expect(state.tasks['guess']).toMatchObject({ chosen: 0, decided: false, right: null });
});

test('the run decides which option was right, once all actions are done', () => {
  const sent = judge([PING_B], { choices: { guess: 0 } });
  expect(sent.tasks['ping']).toMatchObject({ done: true });
  expect(sent.tasks['guess']).toMatchObject({ decided: false });
  const { target } = sent.tasks['go'] as { target: number };
  const there = judge([PING_B], { choices: { guess: 0 } }, target);
  expect(there.walked).toEqual(['go']);
  expect(there.tasks['guess']).toMatchObject({ decided: true, chosen: 0, right: 1 });
  expect(shown(there)).toBe('prose predict do do explain quiz hint');
});

const TWICE = parseLesson(
  'x',
  'en',
  `---
id: x
lab: two-pods
title: X
summary: X
minutes: 1
kind: tour
---
## Once {#once}
:::predict guess
ask: How many?
options:
  - says: one
    when: { count-of: { packet: echo-request, to: pod-b, atLeast: 1, atMost: 1 } }
  - says: two
    when: { count-of: { packet: echo-request, to: pod-b, atLeast: 2 } }
:::
:::do nobody
run: ping -c 1 10.244.1.99
in: pod-a
:::
:::do ping
send: ping-b
:::
`,
);

test('what was foretold is what comes of the actions the first time', () => {
  if (!TWICE.ok) throw new Error(JSON.stringify(TWICE.error));
  const right = (...typed: readonly Typed[]) => {
    const place = { since: 0, seq: 0, kept: { ...NOTHING_KEPT, choices: { guess: 0 } } };
    return judgeStep(twoPods(typed), TWICE.value.steps[0]!, place).tasks['guess'];
  };
  expect(right(PING_NOBODY, PING_B)).toMatchObject({ decided: true, right: 0 });
  expect(right(PING_NOBODY, PING_B, PING_B)).toMatchObject({ decided: true, right: 0 });
  // One of them twice before the other was done at all is no repetition of the whole.
  expect(right(PING_B, PING_B, PING_NOBODY)).toMatchObject({ decided: true, right: 1 });
  expect(right(PING_B, PING_B)).toMatchObject({ decided: false, right: null });
});

test('an action is recognised however it is done, but not what came before the step', () => {
  expect(judge([['pod-a', ' ping  -c 1 10.244.1.3']]).tasks['ping']).toMatchObject({ done: true });
  expect(judge([PING_NOBODY]).tasks['ping']).toMatchObject({ done: false });
  expect(judge([PING_B], {}, 0, 1).tasks['ping']).toMatchObject({ done: false });
});

test('a walk counts only after the choice, and is remembered', () => {
  const { target } = judge([PING_B]).tasks['go'] as { target: number };
  expect(judge([PING_B], {}, target).walked).toEqual([]);
  expect(judge([PING_B], { choices: { guess: 1 }, walked: ['go'] }, 0).walked).toEqual(['go']);
});

test('solved when every task is done; a quiz may be tried again', () => {
  const kept = { choices: { guess: 0, why: 0 }, walked: ['go'] };
  const typed: Typed[] = [PING_B, ['pod-b', 'ping -c 1 10.244.1.2']];
  expect(judge(typed, kept).tasks['why']).toEqual({ kind: 'quiz', chosen: 0, right: false });
  expect(shown(judge(typed, kept))).toBe('prose predict do do explain quiz hint');
  const right = { ...kept, choices: { guess: 0, why: 1 } };
  expect(judge([PING_B], right).tasks['reached']).toMatchObject({
    whys: [{ key: 'lesson.why.nothingSent' }],
  });
  expect(judge([PING_B], right).solved).toBe(false);
  expect(judge(typed, right).solved).toBe(true);
});

test('choices of an older lesson are no choices', () => {
  expect(judge([PING_B], { choices: { guess: 7 } }).tasks['guess']).toMatchObject({ chosen: null });
});

test('a step without tasks is done, and may want the cursor somewhere', () => {
  expect(judge([], {}, 0, 0, 1)).toMatchObject({ solved: true, at: null });
  expect(judge([PING_B], {}, 0, 1, 1).at).toBeGreaterThan(0);
});
