import { describe, expect, test } from 'vitest';
import { catalogFile, loadLab } from '../catalog';
import { parseCatalog } from '../core/scenario';
import { catalogText, labFile } from './labFiles';

const groups = parseCatalog('catalog.yaml', catalogText());
const ids = groups.ok ? groups.value.flatMap(({ labs }) => labs.map(({ name }) => name)) : [];

test('there are labs', () => expect(ids).toContain('flannel-vxlan'));

describe('the page and the command line read the same', () => {
  test('catalogue', () => expect(catalogFile.text).toBe(catalogText()));

  test.each(ids)('%s', async (id) => expect(await loadLab(id)).toEqual(labFile(id)));
});

test.each(['nope', '..', '../scenarios/flannel-vxlan', ''])("no lab is named '%s'", async (id) => {
  expect(labFile(id)).toBeNull();
  expect(await loadLab(id)).toBeNull();
});
