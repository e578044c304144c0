/**
 * Reading a manifest into a kind, strictly: a value of the wrong type or a field nobody knows is refused in the words of
 * the API server (Go's encoding/json and `fieldValidation=Strict`). Fields the simulator does not act on are known too,
 * so that a manifest from a real cluster is accepted as it is.
 */
import type { Json, JsonObject } from '../../base/json';
import { isJsonList, isJsonObject } from '../../base/json';
import type { Path } from '../../base/path';

export type Schema =
  | { readonly is: 'text' | 'flag' | 'int32' | 'int64' | 'any' }
  | { readonly is: 'list'; readonly of: Schema }
  | { readonly is: 'map'; readonly of: Schema }
  | {
      readonly is: 'struct';
      readonly name: string;
      readonly fields: Readonly<Record<string, Schema>>;
      /** Values found to fit, where the same value is read many times. */
      readonly fitting?: WeakSet<JsonObject>;
    };

export const text: Schema = { is: 'text' };
export const flag: Schema = { is: 'flag' };
export const int32: Schema = { is: 'int32' };
export const int64: Schema = { is: 'int64' };
/** Accepted without a look inside: nothing here acts on it. */
export const any: Schema = { is: 'any' };
export const list = (of: Schema): Schema => ({ is: 'list', of });
export const map = (of: Schema): Schema => ({ is: 'map', of });
/** `name` is the Go type: it stands in messages. */
export const struct = (name: string, fields: Readonly<Record<string, Schema>>): Schema => ({
  is: 'struct',
  name,
  fields,
});

/** A struct whose values are read again and again: a pod's spec in a template. */
export const often = (name: string, fields: Readonly<Record<string, Schema>>): Schema => ({
  is: 'struct',
  name,
  fields,
  fitting: new WeakSet(),
});

/** Fields accepted without a look inside, from their names. */
export const unread = (...names: readonly string[]): Readonly<Record<string, Schema>> =>
  Object.fromEntries(names.map((name) => [name, any]));

export interface Decoded {
  /** The first value of a wrong type, as encoding/json puts it; null when all fit. */
  readonly wrongType: { readonly words: string; readonly path: Path } | null;
  /** Fields the kind does not have. */
  readonly unknown: readonly Path[];
}

/** Reads `value`. */
export function decode(schema: Schema, value: Json): Decoded {
  const state: State = { wrongType: null, unknown: [] };
  walk(schema, value, { path: [], plain: '', owner: '' }, state);
  return state;
}

/** Names of the fields that a schema has at a path. */
export function fieldsAt(schema: Schema, path: Path): readonly string[] {
  let at: Schema | undefined = schema;
  for (const step of path) {
    if (at?.is === 'list' || at?.is === 'map') at = at.of;
    else at = at?.is === 'struct' ? at.fields[step] : undefined;
  }
  return at?.is === 'struct' ? Object.keys(at.fields) : [];
}

interface State {
  wrongType: Decoded['wrongType'];
  readonly unknown: Path[];
}

interface Place {
  readonly path: Path;
  /** The path as encoding/json writes it: without list indexes. */
  readonly plain: string;
  /** Go type of the struct whose field this is. */
  readonly owner: string;
}

function walk(schema: Schema, value: Json, at: Place, state: State): void {
  // null means that the field is not given.
  if (value === null || schema.is === 'any') return;
  if (!hasType(schema, value)) {
    const words = `json: cannot unmarshal ${jsonType(schema, value)} into Go struct field ${at.owner}.${at.plain} of type ${goType(schema)}`;
    state.wrongType ??= { words, path: at.path };
    return;
  }
  if (schema.is === 'list' && isJsonList(value)) {
    value.forEach((item, index) => walk(schema.of, item, { ...at, path: [...at.path, index] }, state));
  } else if (schema.is === 'map' && isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (item !== undefined) walk(schema.of, item, { ...at, path: [...at.path, key] }, state);
    }
  } else if (schema.is === 'struct' && isJsonObject(value)) {
    if (schema.fitting?.has(value) === true) return;
    for (const [key, item] of Object.entries(value)) {
      const field = Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined;
      const path = [...at.path, key];
      const plain = at.plain === '' ? key : `${at.plain}.${key}`;
      if (field === undefined) state.unknown.push(path);
      else if (item !== undefined) walk(field, item, { path, plain, owner: schema.name }, state);
    }
    if (state.wrongType === null && state.unknown.length === 0) schema.fitting?.add(value);
  }
}

function hasType(schema: Schema, value: Json): boolean {
  switch (schema.is) {
    case 'text':
      return typeof value === 'string';
    case 'flag':
      return typeof value === 'boolean';
    case 'int32':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 0x7fff_ffff;
    case 'int64':
      return typeof value === 'number' && Number.isSafeInteger(value);
    case 'list':
      return isJsonList(value);
    case 'map':
    case 'struct':
      return isJsonObject(value);
    case 'any':
      return true;
  }
}

/** A number that is no integer, or too large, is named with its value. */
function jsonType(schema: Schema, value: Json): string {
  if (typeof value === 'number') {
    return schema.is === 'int32' || schema.is === 'int64' ? `number ${value}` : 'number';
  }
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return isJsonList(value) ? 'array' : 'object';
}

function goType(schema: Schema): string {
  switch (schema.is) {
    case 'text':
      return 'string';
    case 'flag':
      return 'bool';
    case 'int32':
    case 'int64':
      return schema.is;
    case 'list':
      return `[]${goType(schema.of)}`;
    case 'map':
      return `map[string]${goType(schema.of)}`;
    case 'struct':
      return `v1.${schema.name}`;
    case 'any':
      return 'interface {}';
  }
}
