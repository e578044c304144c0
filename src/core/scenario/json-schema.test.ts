/**
 * Goal: the published JSON Schema and validation tell the same.
 * Method: a validator of JSON Schema that is not ours reads every lab that is shipped, the manual's example, and that
 * example spoilt in one place at a time.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import type { JsonSchema } from './json-schema';
import { labJsonSchema } from './json-schema';
import { readDocuments } from './documents';
import { parseLab } from './parse';

const ROOT = path.join(import.meta.dirname, '../../..');
const accepts = new Ajv().compile(labJsonSchema());

/** The Lab document of a file, as plain data. */
function labOf(text: string): unknown {
  const documents = readDocuments('lab.yaml', text);
  if (!documents.ok) throw new Error(JSON.stringify(documents.error));
  return documents.value.find(({ value }) => (value as { kind?: unknown }).kind === 'Lab')?.value;
}

const folders = readdirSync(path.join(ROOT, 'scenarios'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test.each(folders)('accepts the lab %s', (folder) => {
  const text = readFileSync(path.join(ROOT, 'scenarios', folder, 'scenario.yaml'), 'utf8');
  accepts(labOf(text));
  expect(accepts.errors ?? []).toEqual([]);
});

const manual = readFileSync(path.join(ROOT, 'docs/lab-format.md'), 'utf8');
const EXAMPLE = /```yaml\n(apiVersion: packetwalk[^]*?)```/.exec(manual)?.[1] ?? '';

test("accepts the manual's example, and so does validation", () => {
  expect(accepts(labOf(EXAMPLE))).toBe(true);
  expect(parseLab('lab.yaml', EXAMPLE).ok).toBe(true);
});

describe('refuses what validation refuses', () => {
  test.each([
    ['a misspelt field', '    - name: left', '    - nmae: left'],
    ['a field nobody knows', 'spec:', 'spec:\n  colour: red'],
    ['a field nobody knows at the top', 'spec:', 'status: {}\nspec:'],
    ['a missing field', '  name: my-lab', '  {}'],
    ['a field without its mapping', 'metadata:\n  name: my-lab', 'metadata: my-lab'],
    ['a text that is a number', 'name: left', 'name: 12'],
    ['a number that is a text', 'spec:', 'spec:\n  seed: seven'],
    ['a fraction', 'spec:', 'spec:\n  seed: 7.5'],
    ['a number below its range', 'spec:', 'spec:\n  seed: -1'],
    ['a number above its range', 'spec:', 'spec:\n  seed: 4294967296'],
    ['a list that is a text', '  cables:\n    - [left/eth0, right/eth0]', '  cables: none'],
    ['what is not one of the choices', 'role: host', 'role: hots'],
    ['a name with a capital', 'name: my-lab', 'name: My-Lab'],
    ['an empty command', 'run: ping -c 1 10.0.0.2', "run: ' '"],
    ['a cable with one end', '[left/eth0, right/eth0]', '[left/eth0]'],
    ['a language that is none', 'en: Ping right', 'en: Ping right\n        Chinese: x'],
    ['a lab without English', '    en: One host pings the other.', '    zh-CN: x'],
    ['a text that is too long', 'One host pings the other.', 'x'.repeat(2001)],
    ['a later version', 'packetwalk/v1', 'packetwalk/v9'],
    ['a key of the language of this program', 'spec:', 'spec:\n  __proto__: { seed: 1 }'],
    ['another such key', 'spec:', 'spec:\n  constructor: 1'],
  ])('%s', (_, good, bad) => {
    expect(EXAMPLE).toContain(good);
    const text = EXAMPLE.replace(good, () => bad);
    expect(parseLab('lab.yaml', text).ok).toBe(false);
    expect(accepts(labOf(text))).toBe(false);
  });
});

/** Every field of a schema with its path. */
function fieldsOf(schema: JsonSchema, at: string): [string, JsonSchema][] {
  const named = Object.entries(schema.properties ?? {});
  const inside = schema.items ? [...fieldsOf(schema.items, `${at}[]`)] : [];
  const more = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => fieldsOf(one, at));
  return [
    ...named.flatMap(([name, field]): [string, JsonSchema][] => [
      [`${at}.${name}`, field],
      ...fieldsOf(field, `${at}.${name}`),
    ]),
    ...inside,
    ...more,
  ];
}

test('every field is explained', () => {
  const fields = fieldsOf(labJsonSchema(), 'Lab');
  const silent = fields.filter(([, { description = '' }]) => description === '').map(([at]) => at);
  // The two frames that every document of Kubernetes has.
  expect(silent).toEqual(['Lab.metadata', 'Lab.spec']);
});
