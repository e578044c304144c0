/**
 * A plugin of the build: `scenario.yaml?read` and `catalog.yaml?read` are what the core's own readers make of these files.
 * A file with a problem ends the build with its place.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runnerImport } from 'vite';

const ROOT = path.join(import.meta.dirname, '..');
const QUERY = '?read';

/**
 * @typedef {typeof import('../src/core/scenario')} Readers
 * @type {Promise<Readers> | null}
 *
 * The core's readers, loaded by Vite as it loads the page: with the first file, so that other
 * uses of the configuration wait for nothing.
 */
let readers = null;

/** @returns {Promise<Readers>} */
async function loadReaders() {
  const entry = path.join(ROOT, 'src/core/scenario/index.ts');
  const loaded = await runnerImport(entry);
  return /** @type {{ module: Readers }} */ (loaded).module;
}

export const readLabs = {
  name: 'read-labs',
  /**
   * @param {string} id
   * @returns {Promise<string | null>}
   */
  async load(id) {
    if (!id.endsWith(`.yaml${QUERY}`)) return null;
    const full = id.slice(0, -QUERY.length);
    const file = path.relative(ROOT, full).replaceAll('\\', '/');
    const value = readScenarioFile(await (readers ??= loadReaders()), file, readFileSync(full, 'utf8'));
    // A string that is parsed is several times faster to load than the same as source.
    return `export default JSON.parse(${JSON.stringify(JSON.stringify(value))});`;
  },
};

/**
 * What a file below scenarios/ says. Throws where it is not valid.
 *
 * @param {Readers} readers
 * @param {string} file
 * @param {string} text
 */
function readScenarioFile({ parseCatalog, parseLab, parseLessonList }, file, text) {
  if (path.basename(file) === 'catalog.yaml') {
    const groups = parseCatalog(file, text);
    if (!groups.ok) throw new Error(`${file}: ${JSON.stringify(groups.error[0])}`);
    return {
      labs: groups.value.flatMap(({ labs }) => labs),
      groups: groups.value.map(({ title, labs }) => ({ title, labs: labs.map(({ name }) => name) })),
      lessons: parseLessonList(file, text),
    };
  }
  const lab = parseLab(file, text);
  if (!lab.ok) throw new Error(`${file}: ${JSON.stringify(lab.error[0])}`);
  return lab.value;
}
