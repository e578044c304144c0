/** Goal: the author's manual names every field and check there is, in the words of the schemas. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkKinds } from './checks';
import { DIRECTIVES } from './directives';
import { manualOf } from './manual';
import { parseLesson } from './parse';

const manual = readFileSync(path.join(import.meta.dirname, '../../../docs/write-a-lesson.md'), 'utf8');

/** Columns of a table may be as wide as the formatter likes. */
const narrow = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');

test('is what npm run schema prints', () => expect(narrow(manualOf(manual))).toBe(narrow(manual)));

test('names all checks and directives', () => {
  for (const { kind } of checkKinds) expect(manual).toContain(`### \`${kind}\``);
  for (const name of DIRECTIVES) expect(manual).toContain(name);
});

test('its example is a lesson', () => {
  const example = /```text\n([\s\S]*?)\n```/.exec(manual)?.[1] ?? '';
  expect(parseLesson('example', 'en', example)).toMatchObject({
    ok: true,
    value: { steps: [{ id: 'bridge' }] },
  });
});
