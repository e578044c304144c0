import { expect, test } from 'vitest';
import en from '../../i18n/en/problems';
import zhCN from '../../i18n/zh-CN/problems';
import { PROBLEM_CODES } from './problems';

test.each([
  ['en', en],
  ['zh-CN', zhCN],
])('%s: each problem has its text and its mend, and no text is left over', (_, catalogue) => {
  expect(Object.keys(catalogue.problems).sort()).toEqual([...PROBLEM_CODES].sort());
  for (const texts of Object.values(catalogue.problems)) {
    expect(Object.keys(texts).sort()).toEqual(['mend', 'problem']);
  }
});
