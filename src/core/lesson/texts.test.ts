/** Goal: whatever lessons can say has its text in both languages, with the parameters it is given. */
import { describe, expect, test } from 'vitest';
import en from '../../i18n/en/lesson';
import zhCN from '../../i18n/zh-CN/lesson';
import { LESSON_PROBLEM_CODES } from './problems';
import { WHY } from './why';

const names = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');

describe.each([
  ['en', en.lesson],
  ['zh-CN', zhCN.lesson],
])('%s', (_, catalogue) => {
  test('each problem has its text and its mend', () => {
    expect(Object.keys(catalogue.problem).sort()).toEqual([...LESSON_PROBLEM_CODES].sort());
    for (const texts of Object.values(catalogue.problem)) {
      expect(Object.keys(texts).sort()).toEqual(['mend', 'problem']);
    }
  });

  test('each reason has its text, with all its parameters', () => {
    expect(Object.keys(catalogue.why).sort()).toEqual(Object.keys(WHY).sort());
    const given = Object.entries(WHY).map(([code, params]) => [code, [...params].sort()]);
    const used = Object.entries(WHY).map(([code]) => [
      code,
      [...new Set(names(catalogue.why[code as keyof typeof WHY]))].sort(),
    ]);
    // A text may do without a parameter, but may not use one it is not given.
    for (const [index, [code, params]] of used.entries()) {
      expect([code, given[index]?.[1]]).toEqual([code, expect.arrayContaining(params as string[])]);
    }
  });
});
