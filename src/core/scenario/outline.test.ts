/** Goal: half-written YAML is understood. Method: texts with `|` where the cursor stands (`‖` where a bar is meant). */
import { describe, expect, test } from 'vitest';
import { pathText } from '../base/path';
import { outlineAt, writingAt } from './outline';

/** What is being written, as `key spec.machines[0] "ro" {taken}`. */
function written(marked: string): string {
  const offset = marked.indexOf('|');
  const text = (marked.slice(0, offset) + marked.slice(offset + 1)).replaceAll('‖', '|');
  const writing = writingAt(text, offset);
  if (writing === null) return 'nothing';
  const { what, path, word, taken, from } = writing;
  expect(text.slice(from, offset)).toBe(word);
  return [what, pathText(path), `"${word}"`, ...(what === 'key' ? [taken.join(',')] : [])].join(' ').trim();
}

describe('keys', () => {
  test.each([
    ['in an empty text', '|', 'key  ""'],
    ['at the top', 'kind: Lab\nspe|', 'key  "spe" kind'],
    ['between others', 'a: 1\n|\nb: 2', 'key  "" a,b'],
    ['of a mapping', 'spec:\n  title:\n    en: x\n  su|\n  seed: 1', 'key spec "su" title,seed'],
    ['below an empty field', 'spec:\n  title:\n    |', 'key spec.title ""'],
    ['at the first column, behind deeper ones', 'spec:\n  seed: 1\n|', 'key  "" spec'],
    ['of a list item', 'm:\n  - name: a\n    ro|\n  - name: b', 'key m[0] "ro" name'],
    ['that begins a list item', 'm:\n  - name: a\n  - |\n    role: x', 'key m[1] "" role'],
    ['of an item as far left as its list', 'm:\n- name: a\n- na|\nn: 1', 'key m[1] "na"'],
    ['behind such a list', 'm:\n- name: a\n|', 'key  "" m'],
    ['of the second document', 'a: 1\n---\nb: 2\n|\n---\nc: 3', 'key  "" b'],
    ['in braces', 'spec:\n  title: { en: x, zh| }', 'key spec.title "zh" en'],
    ['behind a block of text', 'm:\n  setup: ‖\n    ip link\n\n  |', 'key m "" setup'],
    ['behind a comment', '# a: 1\nb: 2\n|', 'key  "" b'],
  ])('%s', (_, marked, expected) => expect(written(marked)).toBe(expected));
});

describe('values', () => {
  test.each([
    ['of a field', 'spec:\n  role: n|', 'value spec.role "n"'],
    ['of a field with nothing yet', 'spec:\n  role: |', 'value spec.role ""'],
    ['of a field of a list item', 'm:\n  - name: a\n    role: |', 'value m[0].role ""'],
    ['in brackets', 'c:\n  - [a/eth0, b|]', 'value c[0][1] "b"'],
    ['in braces', 'c: { role: no| }', 'value c.role "no"'],
    ['of a quoted key', '"a b": x|', 'value a b "x"'],
  ])('%s', (_, marked, expected) => expect(written(marked)).toBe(expected));
});

describe('nothing', () => {
  test.each([
    ['in a comment', 'a: 1 # no|'],
    ['in a block of text', 'setup: ‖\n  ip li|'],
    ['in the block of a list item', '- ‖\n  te|'],
    ['deep in brackets', 'a: { b: { c|'],
    ['behind a text of several words', 'a:\n  some words|'],
  ])('%s', (_, marked) => expect(written(marked)).toBe('nothing'));
});

test('names the document and all its keys', () => {
  const text = 'apiVersion: v1\nkind: "Pod"\n---\nkind: Lab # one\nspec:\n  machines:\n    - name: a\n';
  const outline = outlineAt(text, text.indexOf('machines'));
  expect([outline.kind, outline.apiVersion]).toEqual(['Lab', '']);
  expect(outline.keys.map(({ path, value }) => `${pathText(path)}=${value}`)).toEqual([
    'kind=Lab',
    'spec=',
    'spec.machines=',
    'spec.machines[0].name=a',
  ]);
  for (const { path, from, to } of outline.keys) expect(text.slice(from, to)).toBe(path.at(-1));
  expect(outlineAt(text, 3).kind).toBe('Pod');
});

test('a text as long as a file may be is read within a moment', () => {
  const text = `m:\n${'  - name: a\n    role: b\n'.repeat(10_000)}`;
  expect(writingAt(text, text.length)).toMatchObject({ what: 'key' });
});
