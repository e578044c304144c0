/**
 * Goal: the architecture that the documents describe is the one that the sources have.
 * Method: read every source file as text and compare it with architecture.table.ts. That each rule catches a
 * planted violation is shown in tools/architecture/rules.test.ts.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { importCycles } from '../tools/architecture/cycles';
import { forbiddenImports, strayModules } from '../tools/architecture/edges';
import { allImports } from '../tools/architecture/imports';
import { localeFaults } from '../tools/architecture/locales';
import type { Catalogue } from '../tools/architecture/locales';
import { readModules } from '../tools/architecture/modules';
import { shelfFaults } from '../tools/architecture/shelves';
import { globImports, leftoverNotes, oversizedFiles } from '../tools/architecture/tidy';
import {
  AREAS,
  GLOB_DOOR,
  LIBRARY_DOORS,
  RECURSIVE_TYPES,
  SHELVES,
  TESTS_ALSO_IMPORT,
} from './architecture.table';

const src = import.meta.dirname;
const modules = readModules(src);
const imports = allImports(modules);

/** Folders whose files are held to the same tidiness as src, by their paths in the repository. */
const everything = new Map(
  ['src', 'tools', 'e2e'].flatMap((folder) =>
    [...readModules(path.join(src, '..', folder))].map(([file, text]) => [`${folder}/${file}`, text]),
  ) as [string, string][],
);

test('there are modules and imports to check', () => {
  expect(modules.size).toBeGreaterThan(0);
  expect(imports.length).toBeGreaterThan(0);
});

describe('imports', () => {
  test('every module is in an area', () => expect(strayModules(modules, AREAS)).toEqual([]));

  test('every import is in the table', () => {
    const table = { areas: AREAS, testsAlso: TESTS_ALSO_IMPORT, doors: LIBRARY_DOORS };
    expect(forbiddenImports(modules, imports, table)).toEqual([]);
  });

  test('no import leads in a circle', () =>
    expect(importCycles(modules, imports, RECURSIVE_TYPES)).toEqual([]));

  test('files are found by pattern in one place', () => expect(globImports(modules, GLOB_DOOR)).toEqual([]));
});

describe('tidiness', () => {
  test('no file outgrows what can be read at one sitting', () => {
    const reasons = readFileSync(path.join(src, '../tools/oversize.json'), 'utf8');
    expect(oversizedFiles(everything, JSON.parse(reasons) as Record<string, string>)).toEqual([]);
  });

  test('nothing is left as a note to oneself', () => expect(leftoverNotes(everything)).toEqual([]));
});

describe('shelves', () => {
  test.each(SHELVES)('$folder: each member is listed and tested', (shelf) =>
    expect(shelfFaults(modules, shelf)).toEqual([]),
  );
});

test('both languages say the same things', async () => {
  const files = import.meta.glob<Catalogue>(['./i18n/{en,zh-CN}.ts', './i18n/{en,zh-CN}/index.ts'], {
    import: 'default',
  });
  const catalogues: Record<string, Catalogue> = {};
  for (const [file, load] of Object.entries(files)) {
    catalogues[file.includes('zh-CN') ? 'zh-CN' : 'en'] = await load();
  }
  const hasLanguages = [...modules.keys()].some((file) => file.startsWith('i18n/'));
  expect(Object.keys(catalogues).sort()).toEqual(hasLanguages ? ['en', 'zh-CN'] : []);
  expect(localeFaults(catalogues)).toEqual([]);
});
