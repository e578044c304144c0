/**
 * npm run bench -- [--only core|clusters|calico|bgp|page]
 *
 * Measures the core (hops, look-ups, time travel, clusters; `calico` and `bgp` by themselves with their largest sizes as well) and the built page (first load, step to paint). Prints tables, and
 * writes the numbers to bench/latest.json.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import type * as Core from './bench/core';
import { benchPage } from './bench/page';
import type { Group } from './bench/report';
import { tableOf } from './bench/report';
import { projectPath } from './project';

const DIST = projectPath('dist');
const FOLDER = projectPath('bench');

const groups: Group[] = [];

function report(group: Group): void {
  groups.push(group);
  console.log(`${tableOf(group)}\n`);
}

async function core(only: Core.CorePart | null): Promise<void> {
  const entry = projectPath('src', 'cli', 'bench', 'core.ts');
  const outDir = projectPath('.cache', 'bench');
  const output = { entryFileNames: 'core.mjs' };
  await build({
    logLevel: 'error',
    configFile: false,
    build: { ssr: entry, outDir, target: 'es2023', emptyOutDir: true, rolldownOptions: { output } },
  });
  const built = (await import(pathToFileURL(`${outDir}/core.mjs`).href)) as typeof Core;
  await built.benchCore(report, only);
}

async function page(): Promise<void> {
  if (!existsSync(`${DIST}/index.html`)) {
    console.log('The page is not built, so it is left out: npm run build\n');
  } else if (!existsSync(projectPath('.cache', 'browser.json'))) {
    console.log('No browser is set up, so the page is not run: node tools/bootstrap.mjs --browser\n');
  } else await benchPage(report);
}

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const parts: readonly Core.CorePart[] = ['clusters', 'calico', 'bgp'];
if (!['core', 'page', undefined, ...parts].includes(values.only)) {
  console.error(`--only takes core, clusters, calico, bgp or page, not ${String(values.only)}`);
  process.exit(2);
}
if (values.only !== 'page') await core(parts.find((part) => part === values.only) ?? null);
if (values.only === undefined || values.only === 'page') await page();

mkdirSync(FOLDER, { recursive: true });
const file = `${FOLDER}/latest.json`;
const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown' };
writeFileSync(file, `${JSON.stringify({ machine, groups }, null, 1)}\n`);
console.log(`Written to ${file}`);
