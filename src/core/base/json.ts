/** JSON values: what manifests, plugin configurations and their results are made of. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The text of a member; '' when it is missing or no text. */
export function textAt(value: JsonObject, key: string): string {
  const found = value[key];
  return typeof found === 'string' ? found : '';
}

/** A member that is an object, or an empty one. */
export function objectAt(value: JsonObject, key: string): JsonObject {
  const found = value[key];
  return isJsonObject(found) ? found : {};
}

/** A member that is a list, or an empty one. */
export function listAt(value: JsonObject, key: string): readonly Json[] {
  const found = value[key];
  return isJsonList(found) ? found : [];
}

/** Whether two values say the same, whatever the order of their members. A missing member equals undefined. */
export function jsonEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isJsonList(a) && isJsonList(b)) {
    return a.length === b.length && a.every((item, index) => jsonEqual(item, b[index]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  // A member that is undefined is as good as none.
  for (const key of Object.keys(a)) if (!jsonEqual(a[key], b[key])) return false;
  for (const key of Object.keys(b)) if (b[key] !== undefined && a[key] === undefined) return false;
  return true;
}

/**
 * RFC 7386: members of `patch` replace those of `target`, null removes one, objects are merged. What the patch does not
 * touch is in the answer as it was, not a copy.
 */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const merged: { [key: string]: Json | undefined } = isJsonObject(target) ? { ...target } : {};
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    if (value === undefined) continue;
    const present = Object.hasOwn(merged, key) ? merged[key] : undefined;
    if (value === null) Reflect.deleteProperty(merged, key);
    else setMember(merged, key, mergePatch(present, value));
  }
  return merged;
}

/** Sets a member, whatever it is called: assigned to, `__proto__` would be none. */
function setMember(object: { [key: string]: Json | undefined }, key: string, value: Json): void {
  if (key !== '__proto__') object[key] = value;
  else {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  }
}

/** Paths at which two values differ, `spec.nodeName`, `status.conditions[0].status`, in order of appearance. */
export function changedPaths(before: Json | undefined, after: Json | undefined, path = ''): string[] {
  if (jsonEqual(before, after)) return [];
  if (isJsonObject(before) && isJsonObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      changedPaths(before[key], after[key], path === '' ? key : `${path}.${key}`),
    );
  }
  if (isJsonList(before) && isJsonList(after) && before.length === after.length) {
    return before.flatMap((item, index) => changedPaths(item, after[index], `${path}[${index}]`));
  }
  return [path];
}

/** Typed plain data seen as JSON: an interface has no index signature, though nothing else is in it. */
export function asJson(value: object): JsonObject {
  return value as JsonObject;
}
