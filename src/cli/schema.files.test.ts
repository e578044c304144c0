import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  MAX_ALIASES,
  MAX_COMMAND_CHARS,
  MAX_COMMANDS,
  MAX_DEPTH,
  MAX_FILE_CHARS,
} from '../core/scenario/limits';
import { MANUAL_PATH, manualText, SCHEMA_PATH, schemaText } from './schema.files';

// When these fail, the schema of the Lab document has changed: run `npm run schema` and commit what it writes.

test('the published JSON Schema is up to date: npm run schema', () =>
  expect(readFileSync(SCHEMA_PATH, 'utf8')).toBe(schemaText()));

test("the manual's tables are up to date: npm run schema", () => {
  const manual = readFileSync(MANUAL_PATH, 'utf8');
  expect(manual).toBe(manualText(manual));
});

test('a manual without markers is refused', () => expect(() => manualText('# Manual')).toThrow('markers'));

test('the manual names the bounds that hold', () => {
  const manual = readFileSync(MANUAL_PATH, 'utf8');
  for (const bound of [MAX_FILE_CHARS, MAX_DEPTH, MAX_COMMANDS, MAX_COMMAND_CHARS, MAX_ALIASES]) {
    expect(manual).toContain(` ${bound.toLocaleString('en-US')} `);
  }
});
