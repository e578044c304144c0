/**
 * A plugin of the build: `scenario.yaml?read` and `catalog.yaml?read` are what the core's own readers make of these files.
 * A file with a problem ends the build with its place. `scenario.yaml?built` names a file for each form of a lab that is
 * built already; a server for development has none, since what it would build is out of date with the next key press.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { runnerImport } from 'vite';

const ROOT = path.join(import.meta.dirname, '..');
const QUERY = '?read';
const BUILT = '?built';
/** Where the files of built labs wait for the bundler, which gives them their names. */
const FOLDER = path.join(ROOT, '.cache/built');

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

/**
 * @typedef {typeof import('../src/core/session.forms')} Builder
 * @type {Promise<Builder> | null}
 */
let builder = null;

/** @returns {Promise<Builder>} */
async function loadBuilder() {
  const loaded = await runnerImport(path.join(ROOT, 'src/core/session.forms.ts'));
  return /** @type {{ module: Builder }} */ (loaded).module;
}

/**
 * @type {string | null}
 *
 * Digest of everything that decides what a lab is built to: see {@link digestOfCode}.
 */
let code = null;

let building = false;

export const readLabs = {
  name: 'read-labs',
  /** @param {{ command: string }} config */
  configResolved({ command }) {
    building = command === 'build';
  },
  /**
   * @param {string} id
   * @returns {Promise<string | null>}
   */
  async load(id) {
    if (id.endsWith(`.yaml${BUILT}`)) {
      return building ? moduleOfBuilt(id.slice(0, -BUILT.length)) : 'export default null;';
    }
    if (!id.endsWith(`.yaml${QUERY}`)) return null;
    const full = id.slice(0, -QUERY.length);
    const file = path.relative(ROOT, full).replaceAll('\\', '/');
    const value = readScenarioFile(await (readers ??= loadReaders()), file, readFileSync(full, 'utf8'));
    // A string that is parsed is several times faster to load than the same as source.
    return `export default JSON.parse(${JSON.stringify(JSON.stringify(value))});`;
  },
};

/** A digest of the core's sources and of the versions of the libraries they use. */
function digestOfCode() {
  const hash = createHash('sha256');
  const core = path.join(ROOT, 'src/core');
  const sources = readdirSync(core, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => path.join('src/core', file));
  for (const file of [...sources.sort(), 'package-lock.json']) {
    hash.update(`${file}\0`).update(readFileSync(path.join(ROOT, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * A module that names the code and the file of each form of a lab. Files are deflated (RFC 1951): not every server does that
 * with what it sends.
 *
 * @param {string} full
 */
async function moduleOfBuilt(full) {
  const file = path.relative(ROOT, full).replaceAll('\\', '/');
  const lab = (await (readers ??= loadReaders())).parseLab(file, readFileSync(full, 'utf8'));
  if (!lab.ok) throw new Error(`${file}: ${JSON.stringify(lab.error[0])}`);
  const { builtForms } = await (builder ??= loadBuilder());
  code ??= digestOfCode();
  const forms = builtForms(lab.value, code);
  mkdirSync(FOLDER, { recursive: true });
  const lines = forms.map(({ form, text }, index) => {
    const name = [lab.value.info.id, ...(form === '' ? [] : [form.replace(/[^\w-]+/g, '-')])].join('-');
    const written = path.join(FOLDER, `${name}.bin`);
    writeFileSync(written, deflateRawSync(text, { level: 9 }));
    return {
      form,
      import: `import form${index} from ${JSON.stringify(`${written.replaceAll('\\', '/')}?url&no-inline`)};`,
    };
  });
  const entries = lines.map(({ form }, index) => `${JSON.stringify(form)}: form${index}`);
  const named = `{ code: ${JSON.stringify(code)}, forms: { ${entries.join(', ')} } }`;
  return `${lines.map((line) => line.import).join('\n')}\nexport default ${named};`;
}

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
