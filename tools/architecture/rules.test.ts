/**
 * Goal: each rule of the architecture can fail.
 * Method: plant one violation in a tree of a few made-up files and look for exactly that complaint.
 */
import { describe, expect, test } from 'vitest';
import type { AreaRule } from '../../src/architecture.table';
import { importCycles } from './cycles';
import { forbiddenImports, strayModules } from './edges';
import { allImports, importsOf } from './imports';
import { localeFaults } from './locales';
import { shelfFaults } from './shelves';
import { globImports, leftoverNotes, oversizedFiles } from './tidy';

const areas: AreaRule[] = [
  { area: 'low', imports: [] },
  { area: 'high', imports: ['low/open'] },
  { area: 'ui/*', imports: ['high'] },
  { area: 'main', imports: ['ui', 'scenarios'] },
];
const doors = { react: ['ui'], vitest: [':test'], '@scope/lib': ['low/door'] };

/** Complaints about the imports of `file` when the tree has these files beside it. */
function complaints(file: string, text: string): string[] {
  const others = ['low/open.ts', 'low/shut.ts', 'low/index.ts', 'high/a.ts', 'ui/tree/parts/row.tsx'];
  const modules = new Map([...others.map((name) => [name, ''] as const), [file, text]]);
  return forbiddenImports(modules, allImports(modules), { areas, testsAlso: ['low'], doors });
}

describe('what counts as an import', () => {
  test.each([
    ["import { a } from './a';"],
    ["import type { A } from './a';"],
    ["import './a';"],
    ["export * from './a';"],
    ["export type { A } from './a';"],
    ["type A = import('./a').A;"],
    ["const load = () => import('./a');"],
    ['const load = () => import(`./a`);'],
    ["import a from './a?raw';"],
    ["new Worker(new URL('./a', import.meta.url));"],
  ])('%s', (text) => {
    const typeOnly = text.includes('type ');
    expect(importsOf('x.ts', text)).toEqual([{ from: 'x.ts', line: 1, specifier: './a', typeOnly }]);
  });

  test.each([["// import './a';"], ["const s = `import './a'`;"], ["/import '.a'/.test(s);"]])(
    '%s does not',
    (text) => expect(importsOf('x.ts', text)).toEqual([]),
  );
});

describe('edges', () => {
  test.each([
    ['a listed file', 'high/b.ts', "import '../low/open';"],
    ['the same area', 'high/b.ts', "import './a';"],
    ['the same panel', 'ui/tree/Panel.tsx', "import './parts/row';"],
    ['a folder by its index', 'low/b.ts', "import '../low';"],
    ['what tests may import besides', 'high/a.test.ts', "import '../low/shut';"],
    ['a file beside src', 'main.tsx', "import '../scenarios/a.yaml';"],
    ['a library at its door', 'ui/tree/Panel.tsx', "import 'react';"],
    ['a part of a library at its door', 'low/door.ts', "import '@scope/lib/part.js';"],
    ['a library for tests', 'low/open.test.ts', "import 'vitest';"],
  ])('%s is allowed', (_, file, text) => expect(complaints(file, text)).toEqual([]));

  test.each([
    ['an unlisted area', 'low/b.ts', "import '../high/a';", 'low may not import high/a.ts'],
    ['an unlisted file', 'high/b.ts', "import '../low/shut';", 'high may not import low/shut.ts'],
    [
      'another panel',
      'ui/list/P.tsx',
      "import '../tree/parts/row';",
      'ui/* may not import ui/tree/parts/row',
    ],
    ['a file beside src', 'low/b.ts', "import '../../scenarios/a.yaml';", 'low may not import scenarios/a'],
    ['a missing file', 'low/b.ts', "import './gone';", "imports './gone', which does not exist"],
    ['a library elsewhere', 'low/b.ts', "import 'react';", "imports the library 'react', which may only"],
    [
      'an unlisted library',
      'low/b.ts',
      "import 'lodash';",
      "imports the library 'lodash', which has no door",
    ],
    ['a library for tests', 'low/b.ts', "import 'vitest';", "imports the library 'vitest', which may only"],
  ])('%s is refused', (_, file, text, complaint) => {
    expect(complaints(file, text)).toEqual([expect.stringContaining(`${file}:1: ${complaint}`)]);
  });

  test('a module in no area is reported', () => {
    expect(strayModules(new Map([['elsewhere/a.ts', '']]), areas)).toHaveLength(1);
  });
});

test('a circle of imports is reported, of types too', () => {
  const modules = new Map([
    ['a.ts', "import type { B } from './b';"],
    ['b.ts', "import './c';"],
    ['c.ts', "import './a'; import './d';"],
    ['d.ts', ''],
  ]);
  expect(importCycles(modules, allImports(modules))).toEqual(['a.ts → b.ts → c.ts → a.ts']);
});

test('a circle that only types close is fine where types may be recursive', () => {
  const modules = new Map([
    ['low/a.ts', "import type { B } from './b';"],
    ['low/b.ts', "import type { A } from './a';"],
  ]);
  const imports = allImports(modules);
  expect(importCycles(modules, imports)).toHaveLength(1);
  expect(importCycles(modules, imports, ['low'])).toEqual([]);
});

test('a long file needs a reason, and a reason needs a long file', () => {
  const modules = new Map([
    ['long.ts', '\n'.repeat(400) + 'x'],
    ['short.ts', 'x'],
  ]);
  expect(oversizedFiles(modules, {})).toEqual([expect.stringContaining('long.ts: 401 lines')]);
  expect(oversizedFiles(modules, { 'long.ts': 'one table' })).toEqual([]);
  expect(oversizedFiles(modules, { 'long.ts': 'one table', 'short.ts': '-', 'gone.ts': '-' })).toEqual([
    expect.stringContaining('short.ts: 1 lines; take it out'),
    expect.stringContaining('gone.ts: does not exist'),
  ]);
});

test('notes to oneself are reported with their line', () => {
  const modules = new Map([['a.ts', `\n// ${'TO' + 'DO'}: later\nconst todo = 1;`]]);
  expect(leftoverNotes(modules)).toEqual([expect.stringContaining('a.ts:2:')]);
});

test('finding files by pattern is reported outside its door', () => {
  const text = "import.meta.glob('./*')";
  const modules = new Map([
    ['catalog.ts', text],
    ['other.ts', text],
    ['other.test.ts', text],
  ]);
  expect(globImports(modules, 'catalog')).toEqual([expect.stringContaining('other.ts:1:')]);
});

describe('shelves', () => {
  const shelf = { folder: 'shelf', shared: ['tools'], types: ['types'] };
  const full = new Map([
    ['shelf/index.ts', "import { a } from './a'; export const list = [a, () => import('./b')];"],
    ['shelf/a.ts', ''],
    ['shelf/a.test.ts', ''],
    ['shelf/b/index.ts', ''],
    ['shelf/b/parse.test.ts', ''],
    ['shelf/types.ts', ''],
    ['shelf/tools.ts', ''],
    ['shelf/tools.test.ts', ''],
  ]);
  const without = (gone: string): Map<string, string> => new Map([...full].filter(([file]) => file !== gone));

  test('a complete shelf, or none at all, is fine', () => {
    expect(shelfFaults(full, shelf)).toEqual([]);
    expect(shelfFaults(new Map(), shelf)).toEqual([]);
  });

  test.each([
    ['a list', without('shelf/index.ts'), 'shelf: has no index.ts that lists its members'],
    ['a test', without('shelf/a.test.ts'), 'shelf/a: has no test beside it'],
    ['a test of a folder', without('shelf/b/parse.test.ts'), 'shelf/b: has no test beside it'],
    ['a test of a shared part', without('shelf/tools.test.ts'), 'shelf/tools: has no test beside it'],
    [
      'its line in the list',
      new Map([...full, ['shelf/c.ts', ''], ['shelf/c.test.ts', '']]),
      'shelf/c: is not named in shelf/index.ts',
    ],
  ])('a shelf that lacks %s is reported', (_, modules, complaint) => {
    expect(shelfFaults(modules, shelf)).toEqual([complaint]);
  });
});

describe('languages', () => {
  const en = { hop: { one: 'a hop', many: 'to {{place}}' } };

  test('the same keys are fine, and plural forms count as one', () => {
    expect(localeFaults({ en, zh: { hop: { one: '一跳', many: '到{{place}}' } } })).toEqual([]);
    expect(
      localeFaults({
        en: { n_one: '{{count}} hop', n_other: '{{count}} hops' },
        zh: { n_other: '{{count}}跳' },
      }),
    ).toEqual([]);
  });

  test.each([
    ['a missing key', { hop: { one: '一跳' } }, "zh: 'hop.many' is missing"],
    ['a missing group', {}, "zh: 'hop.one' is missing"],
    ['an empty text', { hop: { one: ' ', many: '到{{place}}' } }, "zh: 'hop.one' is empty"],
    ['another parameter', { hop: { one: '一跳', many: '到{{where}}' } }, "'hop.many' has other parameters"],
  ])('%s is reported', (_, zh, complaint) => {
    expect(localeFaults({ en, zh })).toContainEqual(expect.stringContaining(complaint));
  });
});
