import { yamlLanguage } from '@codemirror/lang-yaml';
import { expect, test } from 'vitest';
import { tooDeepToColour } from './nesting';

test('what a lab may hold is coloured', () => {
  expect(tooDeepToColour('a: [{b: [1, 2]}]\n'.repeat(1000))).toBe(false);
  expect(tooDeepToColour('['.repeat(64))).toBe(false);
});

test('what ends the parser is not', () => {
  expect(tooDeepToColour('['.repeat(30_000))).toBe(true);
  expect(tooDeepToColour('{'.repeat(100_000))).toBe(true);
});

test('whatever is coloured the parser can read', () => {
  const text = `${'['.repeat(1000)}\n`;
  expect(tooDeepToColour(text)).toBe(false);
  expect(yamlLanguage.parser.parse(text).length).toBe(text.length);
});

test('closing what was never opened takes nothing off', () => {
  expect(tooDeepToColour(`${']'.repeat(5000)}${'['.repeat(1001)}`)).toBe(true);
});
