import { expect, test } from 'vitest';
import { lookUpIn } from './look-up';

const NEAR = {
  title: 'Lab',
  rows: {
    count_one: '{{count}} row of {{table}}',
    count_other: '{{count}} rows of {{table}}',
    say: '{{text}}',
  },
};
const LATE = { rows: { late: 'late' }, other: { title: 'Other' } };

test('finds texts by their keys, in whichever catalogue they are', () => {
  const text = lookUpIn('en', [NEAR, LATE]);
  expect(text('title')).toBe('Lab');
  expect(text('rows.late')).toBe('late');
  expect(text('other.title')).toBe('Other');
});

test('what is no text is none', () => {
  const text = lookUpIn('en', [NEAR, LATE]);
  for (const key of [
    '',
    'rows',
    'rows.count',
    'title.length',
    'rows.toString',
    '__proto__',
    'constructor.name',
  ])
    expect(text(key)).toBeNull();
});

test('takes the form for the number, by the rules of the language', () => {
  const english = lookUpIn('en', [NEAR]);
  expect([0, 1, 2].map((count) => english('rows.count', { count, table: 'main' }))).toEqual([
    '0 rows of main',
    '1 row of main',
    '2 rows of main',
  ]);
  // Chinese has one form.
  const chinese = lookUpIn('zh-CN', [{ rows: { count_other: '{{count}} 行' } }]);
  expect(chinese('rows.count', { count: 1 })).toBe('1 行');
});

test('what is put in is put in as it is', () => {
  const text = lookUpIn('en', [NEAR]);
  for (const hostile of ['{{text}}', '$&', "$'", '<b>', '$t(title)', '{{constructor}}'])
    expect(text('rows.say', { text: hostile })).toBe(hostile);
});
