/**
 * Filling a Go struct from JSON: keys in any case, unknown ones passed over, null leaves a field as it is, a value of
 * the wrong type is complained about but reading goes on. Source: go src/encoding/json/decode.go object, literalStore.
 */
import type { GoJson } from './go-json';

/** What became of a value: `mismatch` is remembered (the first one counts), `failed` ends the reading. */
export type Stored =
  | { readonly kind: 'stored' }
  | { readonly kind: 'mismatch'; readonly value: string; readonly type: string }
  | { readonly kind: 'failed'; readonly error: string };

export type Store = (value: GoJson) => Stored;

const STORED: Stored = { kind: 'stored' };

export interface GoStruct {
  /** Its name in messages about one field; empty for a struct without a name. */
  readonly name: string;
  /** Its type in messages about the whole. */
  readonly type: string;
  /** By the fields' JSON names. */
  readonly fields: Readonly<Record<string, Store>>;
}

/** Null when everything fitted, else the error of json.Unmarshal. */
export function decodeStruct(json: GoJson, struct: GoStruct): string | null {
  if (json.kind === 'null') return null;
  if (json.kind !== 'object') {
    return `json: cannot unmarshal ${json.kind} into Go value of type ${struct.type}`;
  }
  const byKey = new Map(Object.entries(struct.fields).map(([name, store]) => [fold(name), { name, store }]));
  let first: string | null = null;
  for (const { key, value } of json.members) {
    const field = byKey.get(fold(key));
    if (field === undefined) continue;
    const stored = field.store(value);
    if (stored.kind === 'failed') return stored.error;
    if (stored.kind === 'stored') continue;
    const place = `Go struct field ${struct.name}.${field.name}`;
    first ??= `json: cannot unmarshal ${stored.value} into ${place} of type ${stored.type}`;
  }
  return first;
}

/** Keys that differ in case only are one key; the Kelvin sign is a k, the long s an s. */
function fold(key: string): string {
  return key.toUpperCase().toLowerCase();
}

/** Go's word for what was found is the kind itself. */
function mismatch(json: GoJson, type: string, value: string = json.kind): Stored {
  return json.kind === 'null' ? STORED : { kind: 'mismatch', value, type };
}

export function goBool(put: (value: boolean) => void): Store {
  return (json) => {
    if (json.kind !== 'bool') return mismatch(json, 'bool');
    put(json.value);
    return STORED;
  };
}

export function goString(put: (value: string) => void, type = 'string'): Store {
  return (json) => {
    if (json.kind !== 'string') return mismatch(json, type);
    put(json.value);
    return STORED;
  };
}

/** A whole number between `min` and `max`, written without point and exponent. */
function goInteger(type: string, min: bigint, max: bigint, put: (value: number) => void): Store {
  return (json) => {
    if (json.kind !== 'number') return mismatch(json, type);
    const whole = /^-?\d+$/.test(json.raw) ? BigInt(json.raw) : null;
    if (whole === null || whole < min || whole > max) return mismatch(json, type, `number ${json.raw}`);
    put(Number(whole));
    return STORED;
  };
}

const MAX_INT64 = (1n << 63n) - 1n;

export function goInt(put: (value: number) => void, type = 'int'): Store {
  return goInteger(type, -MAX_INT64 - 1n, MAX_INT64, put);
}

export function goUint(put: (value: number) => void): Store {
  return goInteger('uint', 0n, (1n << 64n) - 1n, put);
}

export function goUint16(put: (value: number) => void): Store {
  return goInteger('uint16', 0n, 0xffffn, put);
}

export function goUint32(put: (value: number) => void): Store {
  return goInteger('uint32', 0n, 0xffff_ffffn, put);
}

/** A type that reads itself (json.Unmarshaler), from the text of the value; null when it could. */
export function goOwn(read: (raw: string) => string | null): Store {
  return (json) => {
    const error = read(json.raw);
    return error === null ? STORED : { kind: 'failed', error };
  };
}

/** Any value, kept as it is (json.RawMessage). */
export function goRaw(put: (value: GoJson) => void): Store {
  return (json) => {
    put(json);
    return STORED;
  };
}
