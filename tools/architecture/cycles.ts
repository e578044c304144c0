import { matches } from './edges';
import { isRelative, resolve } from './imports';
import type { Import } from './imports';
import type { Modules } from './modules';

/**
 * Circles of imports, each as the path walked: `a.ts → b.ts → a.ts`. One per module that closes one. Inside
 * the areas of `recursiveTypes`, imports of types alone do not count.
 */
export function importCycles(
  modules: Modules,
  imports: readonly Import[],
  recursiveTypes: readonly string[] = [],
): string[] {
  const edges = new Map<string, Set<string>>();
  for (const found of imports) {
    const target = isRelative(found.specifier) ? resolve(modules, found) : undefined;
    if (target === undefined || target === found.from) continue;
    if (found.typeOnly && recursiveTypes.some((area) => matches(area, found.from))) continue;
    edges.set(found.from, (edges.get(found.from) ?? new Set()).add(target));
  }

  const cycles: string[] = [];
  const finished = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(file);
    if (seenAt >= 0) cycles.push([...trail.slice(seenAt), file].join(' → '));
    if (seenAt >= 0 || finished.has(file)) return;
    for (const target of edges.get(file) ?? []) walk(target, [...trail, file]);
    finished.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  return cycles;
}
