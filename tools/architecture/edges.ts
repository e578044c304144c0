import type { AreaRule } from '../../src/architecture.table';
import { isRelative, packageOf, resolve } from './imports';
import type { Import } from './imports';
import { isTest, withoutExtension } from './modules';
import type { Modules } from './modules';

export interface EdgeTable {
  readonly areas: readonly AreaRule[];
  readonly testsAlso: readonly string[];
  readonly doors: Readonly<Record<string, readonly string[]>>;
}

/** Imports that the table does not allow, one sentence each. */
export function forbiddenImports(modules: Modules, imports: readonly Import[], table: EdgeTable): string[] {
  const faults: string[] = [];
  for (const found of imports) {
    const area = areaOf(table.areas, found.from);
    if (!area || isAboveAreas(found.from)) continue;
    const fault = isRelative(found.specifier)
      ? edgeFault(modules, table, area, found)
      : doorFault(table, found);
    if (fault) faults.push(`${found.from}:${found.line}: ${fault}`);
  }
  return faults;
}

/** Modules that the table forgot. */
export function strayModules(modules: Modules, areas: readonly AreaRule[]): string[] {
  return [...modules.keys()]
    .filter((file) => !areaOf(areas, file) && !isAboveAreas(file))
    .map((file) => `${file}: is in no area of architecture.table.ts`);
}

/** The rule's own test and table stand above all areas. */
const isAboveAreas = (file: string): boolean => file.startsWith('architecture.');

/** The row for a module: of those that fit, the one that fits the most of its path. */
export function areaOf(areas: readonly AreaRule[], file: string): AreaRule | undefined {
  const fits = areas.filter((rule) => matches(rule.area, file));
  return fits.sort((a, b) => b.area.length - a.area.length)[0];
}

/** Whether an area, or an entry of its imports, covers a file. `*` stands for any name. */
export function matches(area: string, file: string): boolean {
  const pattern = area.replaceAll('*', '[^/]*');
  return new RegExp(`^${pattern}(/|$)`).test(subject(file));
}

/** `core/base/bytes.test.ts` is in the area of `core/base/bytes`. */
const subject = (file: string): string => withoutExtension(file).replace(/\.test$/, '');

function edgeFault(modules: Modules, table: EdgeTable, area: AreaRule, found: Import): string | undefined {
  const target = resolve(modules, found);
  if (target === undefined) return `imports '${found.specifier}', which does not exist`;
  if (sameArea(area.area, found.from, target)) return undefined;
  const allowed = isTest(found.from) ? [...area.imports, ...table.testsAlso] : area.imports;
  if (allowed.some((entry) => matches(entry, target))) return undefined;
  return `${area.area} may not import ${target}`;
}

/** An area with a star covers many panels, which are strangers to one another. */
function sameArea(area: string, from: string, target: string): boolean {
  if (!matches(area, target)) return false;
  if (!area.endsWith('/*')) return true;
  const depth = area.split('/').length;
  const room = (file: string): string => file.split('/').slice(0, depth).join('/');
  return room(from) === room(target);
}

function doorFault(table: EdgeTable, found: Import): string | undefined {
  const name = packageOf(found.specifier);
  const doors = table.doors[name];
  if (!doors) return `imports the library '${name}', which has no door`;
  const open = doors.some((door) => (door === ':test' ? isTest(found.from) : matches(door, found.from)));
  if (open) return undefined;
  return `imports the library '${name}', which may only come in through ${doors.join(', ')}`;
}
