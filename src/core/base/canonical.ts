/**
 * One text per value of plain data, and its hash. Two Worlds are the same when their texts are the same:
 * whatever order fields or map entries were inserted in does not matter, everything else does.
 *
 * The text is compared and hashed, never parsed. It is JSON except for what JSON lacks:
 * a Map is `<"key":value,…>`, a Uint8Array is `x"hex"`. Fields holding undefined count as absent.
 * What cannot be replayed from data (functions, class instances, Dates, NaN, infinities, holes in arrays) throws.
 */

// The package's export map names its modules with the extension.
import { sha256 } from '@noble/hashes/sha2.js';
import { AssertionError } from './assert';
import { toHex, utf8Encode } from './bytes';

/** Deeper data is taken for a cycle. */
const DEPTH_MAX = 100;

export function canonical(value: unknown): string {
  return write(value, []);
}

/** First 8 bytes of the SHA-256 of the canonical text, as 16 hexadecimal characters. */
export function hashOf(value: unknown): string {
  return toHex(sha256(utf8Encode(canonical(value))).subarray(0, 8));
}

/** `path` is where `value` sits, for the error message. */
function write(value: unknown, path: string[]): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) return refuse(String(value), path);
      return String(value); // also writes -0 as 0: no code may tell them apart
    case 'object':
      return value === null ? 'null' : writeObject(value, path);
    default:
      return refuse(typeof value, path);
  }
}

function writeObject(value: object, path: string[]): string {
  if (path.length > DEPTH_MAX) return refuse('data nested too deep (a cycle?)', path);
  if (Array.isArray(value)) return writeArray(value, path);
  if (value instanceof Uint8Array) return `x"${toHex(value)}"`;
  if (value instanceof Map) return writeMap(value, path);
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null) return refuse('a class instance', path);
  return writeFields(value, path);
}

function writeArray(items: readonly unknown[], path: string[]): string {
  const parts: string[] = [];
  for (let i = 0; i < items.length; i++) parts.push(writeChild(items[i], String(i), path));
  return `[${parts.join(',')}]`;
}

function writeMap(map: ReadonlyMap<unknown, unknown>, path: string[]): string {
  const parts: [key: string, text: string][] = [];
  for (const [key, child] of map) {
    if (typeof key !== 'string' && typeof key !== 'number')
      return refuse(`a map key of type ${typeof key}`, path);
    const keyText = write(key, path);
    parts.push([keyText, `${keyText}:${writeChild(child, keyText, path)}`]);
  }
  parts.sort(([x], [y]) => (x < y ? -1 : 1));
  return `<${parts.map(([, text]) => text).join(',')}>`;
}

function writeFields(fields: object, path: string[]): string {
  const parts: string[] = [];
  const entries: [string, unknown][] = Object.entries(fields);
  entries.sort(([x], [y]) => (x < y ? -1 : 1)); // by UTF-16 unit: the same in every locale
  for (const [key, child] of entries) {
    if (child !== undefined) parts.push(`${JSON.stringify(key)}:${writeChild(child, key, path)}`);
  }
  return `{${parts.join(',')}}`;
}

function writeChild(child: unknown, key: string, path: string[]): string {
  path.push(key);
  const text = write(child, path);
  path.pop();
  return text;
}

function refuse(what: string, path: readonly string[]): never {
  throw new AssertionError(`not plain data at /${path.join('/')}: ${what}`);
}
