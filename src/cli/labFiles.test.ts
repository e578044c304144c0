import { describe, expect, test } from 'vitest';
import { loadCatalog, loadLab } from '../catalog';
import { parseCatalog, parseLab, parseLessonList } from '../core/scenario';
import { catalogText, labFile } from './labFiles';

const groups = parseCatalog('catalog.yaml', catalogText());
const ids = groups.ok ? groups.value.flatMap(({ labs }) => labs.map(({ name }) => name)) : [];

test('there are labs', () => expect(ids).toContain('flannel-vxlan'));

describe('the page has been given what the command line reads', () => {
  test('catalogue', async () => {
    const catalog = await loadCatalog();
    expect(catalog.labs.map(({ name }) => name)).toEqual(ids);
    expect(catalog.lessons).toEqual(parseLessonList('catalog.yaml', catalogText()));
  });

  test.each(ids)('%s', async (id) => {
    const { file, text } = labFile(id) ?? { file: '', text: '' };
    const lab = parseLab(file, text);
    expect(await loadLab(id)).toEqual({ file, text, lab: lab.ok && lab.value, built: null });
  });
});

test.each(['nope', '..', '../scenarios/flannel-vxlan', ''])("no lab is named '%s'", async (id) => {
  expect(labFile(id)).toBeNull();
  expect(await loadLab(id)).toBeNull();
});
