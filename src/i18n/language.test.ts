import { expect, test } from 'vitest';
import { localized, preferredLanguage } from './language';

test('takes the first wish it can fulfil', () => {
  expect(preferredLanguage(['fr', 'zh-TW', 'en'])).toBe('zh-CN');
  expect(preferredLanguage(['en-GB', 'zh'])).toBe('en');
  expect(preferredLanguage(['fr', 'zhu'])).toBe('en');
  expect(preferredLanguage([])).toBe('en');
});

test('a text that a lab lacks in a language is shown in English', () => {
  expect(localized({ en: 'Bridge', 'zh-CN': '网桥' }, 'zh-CN')).toBe('网桥');
  expect(localized({ en: 'Bridge' }, 'zh-CN')).toBe('Bridge');
});
