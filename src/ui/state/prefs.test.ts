import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Prefs } from './prefs';
import { DEFAULT_PREFS, readPrefs, SPEEDS, THEME_CHOICES, writePrefs } from './prefs';

test('what was written is read', () => {
  const prefs: Prefs = {
    ...{ theme: 'projector', language: 'zh-CN', speed: 2 },
    ...{ terminalHeight: 240, terminalReader: true },
  };
  expect(readPrefs(writePrefs(prefs))).toEqual(prefs);
});

test('each field that makes no sense falls back by itself', () => {
  const stored = '"theme":"pink","language":"zh-CN","speed":9,"terminalHeight":-3,"terminalReader":"yes"';
  expect(readPrefs(`{"version":1,${stored}}`)).toEqual({ ...DEFAULT_PREFS, language: 'zh-CN' });
});

test('another version, garbage and nothing give the defaults', () => {
  for (const stored of [null, '', 'null', '7', '[', '{"version":99,"theme":"dark"}']) {
    expect(readPrefs(stored)).toEqual(DEFAULT_PREFS);
  }
});

test('no stored text makes it throw or gives a value outside the lists', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => `{"version":1,"theme":${json}}`),
      ),
      (stored) => {
        const prefs = readPrefs(stored);
        expect(THEME_CHOICES).toContain(prefs.theme);
        expect(SPEEDS).toContain(prefs.speed);
        expect([null, 'en', 'zh-CN']).toContain(prefs.language);
      },
    ),
    { seed: 7 },
  );
});
