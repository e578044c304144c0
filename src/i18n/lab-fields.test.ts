import { expect, test } from 'vitest';
import type { JsonSchema } from '../core/scenario/json-schema';
import { labJsonSchema } from '../core/scenario/json-schema';
import { fieldTexts } from './lab-fields';
import zhCN from './zh-CN/lab-fields';

/** All descriptions of fields in a schema. */
function descriptionsOf(schema: JsonSchema): string[] {
  const fields = Object.values(schema.properties ?? {});
  const inside = [
    schema.items,
    schema.additionalProperties,
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
  ];
  return [
    ...fields.flatMap(({ description }) => description ?? []),
    ...[...fields, ...inside].flatMap((one) => (typeof one === 'object' ? descriptionsOf(one) : [])),
  ];
}

test('every field of the Lab document is explained in Chinese, and no text is left over', () =>
  expect(Object.keys(zhCN).sort()).toEqual([...new Set(descriptionsOf(labJsonSchema()))].sort()));

test('gives the text of the language, and the original where there is none', async () => {
  expect((await fieldTexts('zh-CN'))('Cables between machines.')).toBe('机器之间的网线。');
  expect((await fieldTexts('zh-CN'))('constructor')).toBe('constructor');
  expect((await fieldTexts('en'))('Cables between machines.')).toBe('Cables between machines.');
});
