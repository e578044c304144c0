/** Values a plugin or the kernel chose: `<mac1>`, `<veth2>` stand for the same value wherever they stand. */
import type { Json } from '../json';
import { isList, isObject } from '../json';

const NAME = /<[a-z]+\d+>/g;

export type Bindings = Map<string, string>;

/** Notes what the placeholders of `expected` stand for in `got`. */
export function bind(expected: Json | undefined, got: Json | undefined, bindings: Bindings): void {
  if (typeof expected === 'string' && typeof got === 'string') {
    if (/^<[a-z]+\d+>$/.test(expected) && !bindings.has(expected)) bindings.set(expected, got);
  } else if (isList(expected) && isList(got)) {
    expected.forEach((item, index) => bind(item, got[index], bindings));
  } else if (isObject(expected) && isObject(got)) {
    for (const key of Object.keys(expected)) bind(expected[key], got[key], bindings);
  }
}

/** A copy with the values put in. */
export function filled(value: Json, bindings: Bindings): Json {
  if (typeof value === 'string') return value.replace(NAME, (name) => bindings.get(name) ?? name);
  if (isList(value)) return value.map((item) => filled(item, bindings));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [[key, filled(item, bindings)] as const],
  );
  return Object.fromEntries(entries);
}
