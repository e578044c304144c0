/** For tests of a comparison: every copy of a value with one leaf changed, and where. */
import type { Json } from './json';
import { isList, isObject } from './json';

export interface Spoiled {
  readonly path: string;
  readonly value: Json;
}

export function* spoiled(value: Json, path = ''): Generator<Spoiled> {
  if (isObject(value)) {
    for (const [key, child] of Object.entries(value)) {
      for (const it of spoiled(child ?? null, `${path}.${key}`))
        yield { path: it.path, value: { ...value, [key]: it.value } };
    }
  } else if (isList(value)) {
    yield { path: `${path}[+]`, value: [...value, 'x'] };
    for (const [i, child] of value.entries()) {
      for (const it of spoiled(child, `${path}[${String(i)}]`))
        yield { path: it.path, value: value.map((other, j) => (i === j ? it.value : other)) };
    }
  } else if (typeof value === 'number') yield { path, value: value + 1 };
  else if (typeof value === 'boolean') yield { path, value: !value };
  else yield { path, value: `${String(value)}x` };
}
