/** Goal: whoever reads gets a text, in one language at a time. Method: loaders whose answers come when the test wants. */
import { beforeEach, expect, test, vi } from 'vitest';
import type * as Setup from './setup';

const waiting = new Map<string, { give: (texts: object) => void; fail: () => void }>();

function loader(name: string): () => Promise<{ default: object }> {
  return () =>
    new Promise((resolve, reject) => {
      waiting.set(name, {
        give: (texts) => resolve({ default: texts }),
        fail: () => reject(new Error('offline')),
      });
    });
}

vi.mock('./loaders', () => ({
  NEAR: { en: loader('near en'), 'zh-CN': loader('near zh') },
  LATE: { en: loader('late en'), 'zh-CN': loader('late zh') },
}));

let setup: typeof Setup;

beforeEach(async () => {
  waiting.clear();
  vi.resetModules();
  setup = await import('./setup');
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
async function give(name: string, texts: object): Promise<void> {
  waiting.get(name)?.give(texts);
  await settled();
}
const said = (key: string): string => setup.present().tm({ key, params: {} });

test('a text of the second chunk is nothing until it has come, and fetched when it is asked for', async () => {
  const shown = setup.showLanguage('en');
  await give('near en', { ui: { near: 'Near' } });
  await shown;
  expect([said('ui.near'), waiting.has('late en')]).toEqual(['Near', false]);
  expect([said('kernel.late'), waiting.has('late en')]).toEqual(['', true]);
  const before = setup.present();
  await give('late en', { kernel: { late: 'Late' } });
  expect(setup.present()).not.toBe(before);
  expect([said('kernel.late'), said('no.such.text')]).toEqual(['Late', 'no.such.text']);
});

test('where the second chunk does not come, its texts are called by their names, and asked for again', async () => {
  const shown = setup.showLanguage('en');
  await give('near en', {});
  await shown;
  expect(said('kernel.late')).toBe('');
  waiting.get('late en')?.fail();
  await settled();
  expect(said('kernel.late')).toBe('kernel.late');
  const again = setup.fetchLateTexts();
  await give('late en', { kernel: { late: 'Late' } });
  await again;
  expect(said('kernel.late')).toBe('Late');
});

test('the language that was asked for last is shown, whichever comes first', async () => {
  const english = setup.showLanguage('en');
  const chinese = setup.showLanguage('zh-CN');
  await give('near zh', { ui: { near: '近' } });
  await give('near en', { ui: { near: 'Near' } });
  await Promise.all([english, chinese]);
  expect([setup.present().language, said('ui.near')]).toEqual(['zh-CN', '近']);
});

test('who has all texts changes to a language when all of it is there, or not at all', async () => {
  const shown = setup.showLanguage('en');
  await give('near en', { ui: { near: 'Near' } });
  await shown;
  const late = setup.fetchLateTexts();
  await give('late en', { kernel: { late: 'Late' } });
  await late;
  const chinese = setup.showLanguage('zh-CN');
  const refused = expect(chinese).rejects.toThrow('did not come');
  await give('near zh', { ui: { near: '近' } });
  waiting.get('late zh')?.fail();
  await refused;
  expect([setup.present().language, said('kernel.late')]).toEqual(['en', 'Late']);
});
