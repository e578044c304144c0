/** JSON values as the golden files hold them, and reading them without casts. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The objects of a list; empty for anything that is no list. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

/** A member that is an object, or an empty one. */
export function member(value: JsonObject, key: string): JsonObject {
  const found = value[key];
  return isObject(found) ? found : {};
}

/** A member as text; '' when it is missing. */
export function textOf(value: JsonObject, key: string): string {
  const found = value[key];
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}

/** A copy with only the named members that are there. */
export function pick(value: JsonObject, keys: readonly string[]): JsonObject {
  const out: Record<string, Json> = {};
  for (const key of keys) {
    const found = value[key];
    if (found !== undefined) out[key] = found;
  }
  return out;
}

/** A copy without the named members. */
export function omit(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

export function parseJson(text: string): Json {
  return JSON.parse(text) as Json;
}

/** Same text for equal values, whatever the order of their members. */
export function stable(value: Json | undefined): string {
  if (isList(value)) return `[${value.map(stable).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([k, v]) => `${JSON.stringify(k)}:${stable(v)}`).join(',')}}`;
}
