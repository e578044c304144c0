import { expect, test } from 'vitest';
import { parseCatalog, parseLessonList } from './catalog';

const LAB = (name: string): string => `
      - { name: ${name}, title: { en: A }, summary: { en: B } }`;
const catalog = (...names: string[]): string => `apiVersion: packetwalk/v1
kind: Catalog
groups:
  - name: one
    title: { en: One }
    labs:${names.map(LAB).join('')}
`;

test('groups hold labs in their order', () => {
  const groups = parseCatalog('catalog.yaml', catalog('b', 'a'));
  expect(groups.ok && groups.value).toEqual([
    {
      name: 'one',
      title: { en: 'One' },
      labs: ['b', 'a'].map((name) => ({ name, title: { en: 'A' }, summary: { en: 'B' } })),
    },
  ]);
});

test.each<[string, string, string]>([
  ['a lab twice', catalog('a', 'a'), 'duplicateName'],
  ['nothing', '', 'notADocument'],
  ['another kind', catalog('a').replace('Catalog', 'Lab'), 'expectedChoice'],
  ['a misspelt field', catalog('a').replace('labs:', 'lab:'), 'unknownFieldNearest'],
  ['bad YAML', 'a: [', 'yamlBracket'],
])('%s is refused', (_, text, code) => {
  const groups = parseCatalog('catalog.yaml', text);
  expect(groups.ok ? 'ok' : groups.error[0]?.problem.key).toBe(`problems.${code}.problem`);
});

const LESSONS = `lessons:
  - { name: walk, lab: a, minutes: 5, steps: 3, title: { en: A }, summary: { en: B } }
`;

test('lessons are listed apart from labs', () => {
  expect(parseLessonList('catalog.yaml', catalog('a') + LESSONS)).toEqual([
    { name: 'walk', lab: 'a', minutes: 5, steps: 3, title: { en: 'A' }, summary: { en: 'B' } },
  ]);
  expect(parseLessonList('catalog.yaml', catalog('a'))).toEqual([]);
  expect(parseLessonList('catalog.yaml', 'a: [')).toEqual([]);
});
