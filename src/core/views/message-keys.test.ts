import { describe, expect, test } from 'vitest';
import en from '../../i18n/en/trace';
import zh from '../../i18n/zh-CN/trace';
import { DROP_REASONS } from '../trace/drop';
import { messageParams } from './message-keys';

/** Dotted key → text; the two plural forms under their own names. */
function texts(catalogue: object, prefix = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : texts(value as object, `${prefix}${key}.`),
  );
}

const withoutPlural = (key: string): string => key.replace(/_(?:one|other)$/, '');
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');

describe.each([
  ['en', en],
  ['zh-CN', zh],
])('the texts in %s', (_language, catalogue) => {
  const all = texts(catalogue);

  test('are exactly those the views can say', () => {
    const keys = new Set(all.map(([key]) => withoutPlural(key)));
    expect([...keys].sort()).toEqual(Object.keys(messageParams).sort());
  });

  test('use only parameters that their message is given', () => {
    const params: Readonly<Record<string, readonly string[]>> = messageParams;
    const strangers = all.flatMap(([key, text]) =>
      placeholders(text)
        .filter((name) => params[withoutPlural(key)]?.includes(name) !== true)
        .map((name) => `${key}: ${name}`),
    );
    expect(strangers).toEqual([]);
  });

  test('have no broken placeholder', () => {
    const broken = all.filter(([, text]) => /[{}]/.test(text.replace(/\{\{\w+\}\}/g, '')));
    expect(broken).toEqual([]);
  });

  test('have both plural forms, and only where a count is given', () => {
    const keys = all.map(([key]) => key);
    const params: Readonly<Record<string, readonly string[]>> = messageParams;
    for (const key of keys.filter((name) => name.endsWith('_one'))) {
      expect(keys).toContain(key.replace(/_one$/, '_other'));
      expect(params[withoutPlural(key)]).toContain('count');
    }
  });
});

test('each drop reason has a sentence of its own', () => {
  const sentences = DROP_REASONS.map((reason) => en.drop[reason]);
  expect(new Set(sentences).size).toBe(DROP_REASONS.length);
});

test('a sentence of the narration says which place it speaks of', () => {
  const placeless = Object.entries(messageParams)
    .filter(([key]) => key.startsWith('narrate.'))
    .filter(([, params]) => !params.some((name) => ['netns', 'bridge', 'dev'].includes(name)));
  expect(placeless).toEqual([]);
});
