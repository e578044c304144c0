/** Goal: a lesson is read whole, or each mistake in it is told with its line and mend. */
import { describe, expect, test } from 'vitest';
import type { Lesson } from './lesson';
import { parseLesson } from './parse';
import { differenceOf, structureOf } from './structure';

const HEAD = `---
id: two-pods
lab: two-pods
title: Two pods
summary: What a bridge does.
minutes: 5
kind: tour
---
`;
const STEP = `## First {#first}

Some *text*.

:::view
select: node-1/cni0
:::

:::predict ttl
ask: Which TTL?
options:
  - says: "64"
    when: { header-field-at: { packet: echo-request, at: pod-b/eth0, field: ipv4.ttl, is: 64 } }
  - says: another
    because: No.
:::

:::do ping
send: ping-b
:::

:::explain
A bridge is no router.
:::

:::check reached
says: An answer
all:
  - reachable: { from: pod-a, to: pod-b }
:::

:::hint
Press Send.
:::
`;

const read = (text: string) => parseLesson('lesson.en.md', 'en', text);
function lessonOf(text: string): Lesson {
  const result = read(text);
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1));
  return result.value;
}
/** Line and code of each problem. */
function problemsOf(text: string): readonly string[] {
  const result = read(text);
  return result.ok
    ? []
    : result.error.map(
        ({ line, problem: { key } }) => `${line} ${key.replace(/^(?:lesson\.)?problems?\.|\.problem$/g, '')}`,
      );
}

test('head, steps and their parts in order', () => {
  const lesson = lessonOf(HEAD + STEP);
  expect(lesson).toMatchObject({
    id: 'two-pods',
    lab: 'two-pods',
    minutes: 5,
    kind: 'tour',
    language: 'en',
    choices: {},
  });
  const [step] = lesson.steps;
  expect(step).toMatchObject({ id: 'first', title: [{ text: 'First' }], view: { select: 'node-1/cni0' } });
  expect(step?.parts.map(({ kind }) => kind)).toEqual(['prose', 'predict', 'do', 'explain', 'check', 'hint']);
  expect(step?.parts[1]).toMatchObject({ id: 'ttl', options: [{ because: [] }, { when: null }] });
  expect(step?.parts[2]).toMatchObject({ action: { kind: 'send', name: 'ping-b' } });
});

test('a fence keeps what looks like a directive or a step', () => {
  const { steps } = lessonOf(`${HEAD}## A {#a}\n\n\`\`\`\n:::do x\n## B {#b}\n\`\`\`\n`);
  expect(steps).toMatchObject([{ parts: [{ blocks: [{ kind: 'code', text: ':::do x\n## B {#b}' }] }] }]);
});

const first = 9;
describe('mistakes, with their lines', () => {
  test.each<[string, string, readonly string[]]>([
    ['no head', STEP, ['1 noHead']],
    ['no steps', HEAD, [`${first} noSteps`]],
    ['a step without id', `${HEAD}## First\n`, [`${first} stepId`]],
    ['a main heading', `${HEAD}# First {#first}\n`, [`${first} stepId`]],
    ['text before the steps', `${HEAD}Hello\n\n## A {#a}\n`, [`${first} beforeSteps`]],
    ['unknown directive', `${HEAD}## A {#a}\n\n:::chekc x\n:::\n`, [`${first + 2} unknownDirectiveNearest`]],
    [
      'unknown directive, like none',
      `${HEAD}## A {#a}\n:::zzzzzzzz\n:::\n`,
      [`${first + 1} unknownDirective`],
    ],
    ['no id', `${HEAD}## A {#a}\n:::do\nsend: x\n:::\n`, [`${first + 1} noId`]],
    ['not closed', `${HEAD}## A {#a}\n:::do x\nsend: x\n\n## B {#b}\n`, [`${first + 1} notClosed`]],
    ['not opened', `${HEAD}## A {#a}\n:::\n`, [`${first + 1} notOpened`]],
    ['empty', `${HEAD}## A {#a}\n:::do x\n:::\n`, [`${first + 1} noData`]],
    ['a step twice', `${HEAD}## A {#a}\n## B {#a}\n`, [`${first + 1} twice`]],
    [
      'a task twice',
      `${HEAD}## A {#a}\n:::do x\nsend: x\n:::\n:::do x\nsend: x\n:::\n`,
      [`${first + 4} twice`],
    ],
    ['two actions', `${HEAD}## A {#a}\n:::do x\nsend: x\nrun: y\nin: z\n:::\n`, [`${first + 1} doForm`]],
    ['run nowhere', `${HEAD}## A {#a}\n:::do x\nrun: y\n:::\n`, [`${first + 1} doForm`]],
    [
      'a quiz nobody can solve',
      `${HEAD}## A {#a}\n:::quiz x\nask: A\noptions:\n  - says: b\n  - says: c\n:::\n`,
      [`${first + 1} noRight`],
    ],
    [
      'two otherwise',
      `${HEAD}## A {#a}\n:::predict x\nask: A\noptions:\n  - says: b\n  - says: c\n:::\n`,
      [`${first + 1} severalOtherwise`],
    ],
    ['no check', `${HEAD}## A {#a}\n:::check x\nsays: A\nall: [{}]\n:::\n`, [`${first + 1} emptyChecks`]],
    ['HTML', `${HEAD}## A {#a}\n\n<b>x</b>\n`, [`${first + 2} html`]],
    [
      'HTML in an option',
      `${HEAD}## A {#a}\n:::check x\nsays: <b>x\nall: [{ reachable: { from: a, to: b } }]\n:::\n`,
      [`${first + 1} html`],
    ],
  ])('%s', (_, text, expected) => expect(problemsOf(text)).toEqual(expected));
});

test('an unknown check is a problem with line, path and mend', () => {
  const text = `${HEAD}## A {#a}\n\n:::check x\nsays: A\nall:\n  - reachabel: { from: a, to: b }\n:::\n`;
  const result = read(text);
  expect(result).toMatchObject({
    ok: false,
    error: [
      {
        file: 'lesson.en.md',
        line: first + 5,
        path: 'all[0].reachabel',
        problem: {
          key: 'problems.unknownFieldNearest.problem',
          params: { nearest: 'reachable', where: 'all[0]' },
        },
        mend: { key: 'problems.unknownFieldNearest.mend' },
      },
    ],
  });
});

test('a field of a check that makes no sense', () => {
  const check = (args: string) => `${HEAD}## A {#a}\n:::check x\nsays: A\nall:\n  - ${args}\n:::\n`;
  expect(problemsOf(check('count-of: { records: bridge.forwrad }'))).toEqual([`${first + 4} expectedChoice`]);
  expect(problemsOf(check('dropped: { reason: BAD_LUCK }'))).toEqual([`${first + 4} expectedChoice`]);
  expect(problemsOf(check('header-field-at: { at: a, field: ttl, is: 1 }'))).toEqual([
    `${first + 4} expectedChoice`,
  ]);
});

test('the head is called by its name, not a lab', () => {
  const result = read(`---\nid: a\n---\n## A {#a}\n`);
  expect(result.ok ? [] : result.error.map(({ problem: { params } }) => params['where'])).toEqual(
    Array(5).fill('head'),
  );
});

test('sizes are bounded', () => {
  expect(problemsOf(`${HEAD}${'x\n'.repeat(100_000)}`)).toEqual(['0 tooLarge']);
  expect(problemsOf(`${HEAD}## A {#a}\n${'x'.repeat(3000)}`)).toEqual([`${first + 1} lineTooLong`]);
  const steps = Array.from({ length: 61 }, (_, i) => `## S {#s${i}}\n`).join('');
  expect(problemsOf(HEAD + steps)).toEqual([`${first} tooManySteps`]);
  const hints = ':::hint\na\n:::\n'.repeat(61);
  expect(problemsOf(`${HEAD}## A {#a}\n${hints}`)).toEqual([`${first} tooManyParts`]);
});

describe('two languages', () => {
  const chinese = (HEAD + STEP)
    .replace('Two pods', '两个 Pod')
    .replace('Some *text*.', '第一段。\n\n第二段。')
    .replace('ask: Which TTL?', 'ask: TTL 是多少？')
    .replace('Press Send.', '按发送。');

  test('differ in their words only', () => {
    const zh = parseLesson('lesson.zh-CN.md', 'zh-CN', chinese);
    expect(zh.ok && differenceOf(lessonOf(HEAD + STEP), zh.value)).toBeNull();
  });

  test.each([
    ['another check', 'to: pod-b }', 'to: pod-c }', 'check reached'],
    ['another option', 'is: 64', 'is: 63', 'predict ttl'],
    ['a part less', ':::hint\nPress Send.\n:::\n', '', 'hint'],
    ['another view', 'node-1/cni0', 'node-2/cni0', 'step first'],
    ['another length', 'minutes: 5', 'minutes: 6', '{'],
  ])('%s is found', (_, from, to, line) => {
    const difference = differenceOf(lessonOf(HEAD + STEP), lessonOf((HEAD + STEP).replace(from, to)));
    expect(difference?.a.startsWith(line)).toBe(true);
  });

  test('each part has its line', () => {
    expect(structureOf(lessonOf(HEAD + STEP)).map((line) => line.split(' ')[0])).toEqual([
      expect.stringContaining('"id"'),
      'step',
      'predict',
      'do',
      'explain',
      'check',
      'hint',
    ]);
  });
});

test.each(['63. In the tunnel nobody touches it', '2) the second'])(
  'an option may begin with a number: %s',
  (says) => {
    const lesson = parseLesson(
      'x.md',
      'en',
      `${HEAD}## A {#a}\n:::quiz x\nask: A\noptions:\n  - says: ${says}\n    right: true\n  - says: b\n:::\n`,
    );
    if (!lesson.ok) throw new Error(JSON.stringify(lesson.error));
    const [part] = lesson.value.steps[0]?.parts ?? [];
    const [first] = part?.kind === 'quiz' ? part.options : [];
    const [block] = first?.says ?? [];
    expect(block?.kind).toBe('paragraph');
    const texts = block?.kind === 'paragraph' ? block.children : [];
    expect(texts.map((one) => (one.kind === 'text' ? one.text : '?')).join('')).toBe(says);
  },
);
