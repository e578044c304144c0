import { expect, test } from 'vitest';
import en from './en/cli';
import { plainTexts } from './plain';
import zhCN from './zh-CN/cli';

/** Dotted keys with the names that each text asks for. */
function names(catalogue: object, prefix = ''): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string'
        ? [
            [
              prefix + key,
              [...new Set([...value.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? ''))].sort(),
            ],
          ]
        : Object.entries(names(value as object, `${prefix}${key}.`)),
    ),
  );
}

test('the texts of the command line ask for the same in both languages', () => {
  expect(names(zhCN)).toEqual(names(en));
});

test('says texts of the page and of the command line, each in its language', async () => {
  const english = await plainTexts('en');
  const chinese = await plainTexts('zh-CN');
  expect(english.tm({ key: 'decision.route', params: {} })).toBe('Route');
  expect(chinese.tm({ key: 'decision.route', params: {} })).toBe('路由');
  expect(english.t('cli.bytes', { bytes: 98 })).toBe('98 bytes');
  expect(chinese.t('cli.bytes', { bytes: 98 })).toBe('98 字节');
  expect(
    english.tm({ key: 'narrate.bridgeForward.floodUnknown', params: { bridge: 'cni0', mac: 'x', count: 1 } }),
  ).toContain('the only other port');
});
