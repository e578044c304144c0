/**
 * A plugin of the build. `catalog.yaml?read` is what the core's own reader makes of the catalogue; `scenario.yaml?lab` is the file's
 * text, what the reader makes of it, and where the forms of the lab are that come built. A server for development has none built,
 * since what it would build is out of date with the next key press. A file with a problem ends the build with its place.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { runnerImport } from 'vite';

const ROOT = path.join(import.meta.dirname, '..');
const LIST = '?read';
const LAB = '?lab';
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
    if (id.endsWith(`.yaml${LAB}`)) return moduleOfLab(await source(id.slice(0, -LAB.length)));
    return id.endsWith(`.yaml${LIST}`) ? moduleOfList(await source(id.slice(0, -LIST.length))) : null;
  },
};

/** @param {string} full */
async function source(full) {
  readers ??= loadReaders();
  return {
    ...(await readers),
    file: path.relative(ROOT, full).replaceAll('\\', '/'),
    text: readFileSync(full, 'utf8'),
  };
}

/** @typedef {Readers & { file: string, text: string }} Source */

/**
 * A string that is parsed is several times faster to load than the same as source.
 *
 * @param {unknown} value
 */
const parsed = (value) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;

/** @param {Source} source */
function moduleOfList({ parseCatalog, parseLessonList, file, text }) {
  const groups = parseCatalog(file, text);
  if (!groups.ok) throw new Error(`${file}: ${JSON.stringify(groups.error[0])}`);
  const list = {
    labs: groups.value.flatMap(({ labs }) => labs),
    groups: groups.value.map(({ title, labs }) => ({ title, labs: labs.map(({ name }) => name) })),
    lessons: parseLessonList(file, text),
  };
  return `export default ${parsed(list)};`;
}

/** @param {Source} source */
async function moduleOfLab({ parseLab, file, text }) {
  const lab = parseLab(file, text);
  if (!lab.ok) throw new Error(`${file}: ${JSON.stringify(lab.error[0])}`);
  const { imports, files } = building ? await builtFiles(lab.value) : { imports: '', files: 'null' };
  return `${imports}export default { ...${parsed({ text, lab: lab.value })}, built: ${files} };`;
}

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
 * Builds each form of a lab. Answers the imports of their files' addresses, and an expression for all of them. Files are deflated
 * (RFC 1951): not every server does that with what it sends.
 *
 * @param {import('../src/core/scenario').Lab} lab
 */
async function builtFiles(lab) {
  const { builtForms } = await (builder ??= loadBuilder());
  code ??= digestOfCode();
  mkdirSync(FOLDER, { recursive: true });
  const forms = builtForms(lab, code).map(({ form, text }, index) => {
    const name = [lab.info.id, ...(form === '' ? [] : [form.replace(/[^\w-]+/g, '-')])].join('-');
    const written = path.join(FOLDER, `${name}.bin`);
    writeFileSync(written, deflateRawSync(text, { level: 9 }));
    const address = JSON.stringify(`${written.replaceAll('\\', '/')}?url&no-inline`);
    return { form, name: `form${index}`, line: `import form${index} from ${address};\n` };
  });
  const entries = forms.map(({ form, name }) => `${JSON.stringify(form)}: ${name}`);
  return {
    imports: forms.map(({ line }) => line).join(''),
    files: `{ code: ${JSON.stringify(code)}, forms: { ${entries.join(', ')} } }`,
  };
}
