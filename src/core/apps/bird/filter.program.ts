/** A filter with the functions that it may come to call: where two machines have the same, what it makes of a route is the same. */
import { rememberedText } from '../../base/remember';
import type { BirdConfig, Filter } from '../../model/bird.config';

type Functions = BirdConfig['functions'];

/** Equal programs are one value, as long as they are remembered. */
export type Program = object;

/** Nodes have their own blocks in some of their filters. */
const PROGRAMS_MAX = 512;

const programs = rememberedText(PROGRAMS_MAX, (): Program => ({}));

const known = new WeakMap<Filter, { readonly functions: Functions; readonly program: Program }>();

export function programOf(filter: Filter, functions: Functions): Program {
  const before = known.get(filter);
  if (before?.functions === functions) return before.program;
  const program = programs(JSON.stringify([filter, calledBy(filter, functions)]));
  known.set(filter, { functions, program });
  return program;
}

/** Functions are read before they are named, so none leads back to itself. */
function calledBy(filter: Filter, functions: Functions): readonly unknown[] {
  const names = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if ('kind' in part && part.kind === 'call' && 'name' in part) add(String(part.name));
    for (const inner of Object.values(part)) visit(inner);
  };
  const add = (name: string): void => {
    if (names.has(name) || !Object.hasOwn(functions, name)) return;
    names.add(name);
    visit(functions[name]);
  };
  visit(filter);
  return [...names].sort().map((name) => functions[name]);
}
