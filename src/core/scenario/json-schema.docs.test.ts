import { expect, test } from 'vitest';
import type { JsonSchema } from './json-schema';
import { fieldTables } from './json-schema.docs';

const SCHEMA: JsonSchema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', description: 'Its name | not more.' },
    size: { type: 'integer', minimum: 1, maximum: 9, default: 3 },
    ends: { type: 'array', minItems: 2, maxItems: 2, items: { type: 'string' } },
    parts: {
      type: 'array',
      items: { type: 'object', properties: { on: { type: 'boolean' } } },
    },
    mode: { enum: ['a', 'b'] },
  },
};

test('prints a table for the mapping and one for the mappings inside a list', () => {
  expect(fieldTables(SCHEMA, 'Thing')).toBe(
    [
      '### Thing',
      '',
      '| field   | value            | required | what it is            |',
      '| ------- | ---------------- | -------- | --------------------- |',
      '| `name`  | text             | yes      | Its name \\| not more. |',
      '| `size`  | 1 to 9           | no, `3`  |                       |',
      '| `ends`  | list of 2 texts  | no       |                       |',
      '| `parts` | list of mappings | no       |                       |',
      '| `mode`  | `a`, `b`         | no       |                       |',
      '',
      '### `parts[]`',
      '',
      '| field | value           | required | what it is |',
      '| ----- | --------------- | -------- | ---------- |',
      '| `on`  | `true`, `false` | no       |            |',
    ].join('\n'),
  );
});

test('says of a text in several languages only that', () => {
  const localized: JsonSchema = {
    type: 'object',
    properties: { en: { type: 'string' } },
    propertyNames: { pattern: 'x' },
  };
  expect(fieldTables({ properties: { title: localized } }, 'Thing')).toContain('text per language');
  expect(fieldTables({ properties: { title: localized } }, 'Thing')).not.toContain('`en`');
});
