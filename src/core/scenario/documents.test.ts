/** Goal: documents made to break the program are refused, in bounded time. The rest is seen through parseLab. */
import { expect, test } from 'vitest';
import { readDocuments } from './documents';

const BILLION_LAUGHS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
  .map(
    (name, i, all) =>
      `${name}: &${name} [${Array(9)
        .fill(i === 0 ? 'lol' : `*${all[i - 1] ?? ''}`)
        .join(', ')}]`,
  )
  .join('\n');

test.each<[string, string, string]>([
  ['longer than the bound', ' '.repeat(262_145), 'tooLarge'],
  ['a hundred thousand brackets', '['.repeat(100_000), 'tooDeep'],
  ['fifty thousand braces', '{a: '.repeat(50_000), 'tooDeep'],
  ['a hundred thousand dashes', '- '.repeat(100_000), 'tooDeep'],
  ['aliases that multiply', BILLION_LAUGHS, 'tooManyAliases'],
  ['an alias to what it stands in', 'a: &a [*a]', 'yamlAlias'],
  ['an alias before its anchor', 'a: *x\nb: &x 1', 'yamlAlias'],
  ['ten thousand errors', '"\\x"\n'.repeat(10_000), 'yamlSyntax'],
])('%s', (_, text, code) => {
  const documents = readDocuments('x.yaml', text);
  expect(documents.ok ? 'ok' : documents.error[0]?.problem.key).toBe(`problems.${code}.problem`);
  expect(documents.ok ? 0 : documents.error.length).toBeLessThanOrEqual(20);
});

test('a long mapping does not take the square of its length', () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n');
  expect(readDocuments('x.yaml', keys).ok).toBe(true);
});

test('aliases within bounds are values like any other', () => {
  const documents = readDocuments('x.yaml', 'a: &a [1, 2]\nb: *a');
  expect(documents.ok && documents.value[0]?.value).toEqual({ a: [1, 2], b: [1, 2] });
});

test('a key named __proto__ is a key', () => {
  const documents = readDocuments('x.yaml', '__proto__: { polluted: yes }');
  expect(documents.ok).toBe(true);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
