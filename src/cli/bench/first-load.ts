/** What a first visit downloads before the first packet moves: the entry script and all it imports at once. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Group } from './report';

const KB = 1000;

/** Null when the page has not been built. */
export function benchFirstLoad(dist: string): Group | null {
  const index = join(dist, 'index.html');
  if (!existsSync(index)) return null;
  const scripts = [...firstScripts(dist, readFileSync(index, 'utf8'))];
  const sum = (size: (bytes: Buffer) => number): number =>
    scripts.reduce((total, script) => total + size(readFileSync(join(dist, script))), 0) / KB;
  const bar = 'bar: 300';
  return {
    title: `First load (${String(scripts.length)} scripts: ${scripts.join(', ')})`,
    rows: [
      {
        name: 'JavaScript, gzip',
        value: sum((bytes) => gzipSync(bytes, { level: 9 }).length),
        unit: 'kB',
        bar,
      },
      {
        name: 'JavaScript, brotli',
        value: sum((bytes) => brotliCompressSync(bytes).length),
        unit: 'kB',
        bar,
      },
      { name: 'JavaScript, plain', value: sum((bytes) => bytes.length), unit: 'kB', bar: '' },
    ],
  };
}

/** Scripts named in the page, what they import statically, and the workers they start at once. */
function firstScripts(dist: string, html: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (script: string): void => {
    if (found.has(script) || !existsSync(join(dist, script))) return;
    found.add(script);
    const code = readFileSync(join(dist, script), 'utf8');
    const folder = script.slice(0, script.lastIndexOf('/') + 1);
    // `import x from "./y.js"`, `import "./y.js"`, `export * from "./y.js"`: dynamic imports have a bracket.
    for (const [, name = ''] of code.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g))
      visit(folder + name);
    for (const [, name = ''] of code.matchAll(/["'`](?:\.\/)?(?:assets\/)?(worker-[\w-]+\.js)["'`]/g))
      visit(folder + name);
  };
  for (const [, name = ''] of html.matchAll(/(?:src|href)="\.?\/?([^"]+\.js)"/g)) visit(name);
  return found;
}
