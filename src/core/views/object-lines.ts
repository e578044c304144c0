/** An object of the API server before and after, line by line as YAML: what stayed is skipped, but for where it stands. */
import type { Json, JsonObject } from '../base/json';
import type { ObjectLine } from './contract.config';

/** The API server's own count of writes changes with every one of them. */
const COUNTED = new Set(['metadata.resourceVersion', 'metadata.generation']);

/** Lists whose items are known by one of their fields (the merge keys of the Kubernetes API). */
const ITEM_NAMES = ['type', 'name', 'key', 'ip', 'uid'] as const;

/** `undefined` for an object that is not there. */
export function objectLines(before: JsonObject | undefined, after: JsonObject | undefined): ObjectLine[] {
  if (before === undefined || after === undefined) {
    const sign = before === undefined ? 'new' : 'gone';
    return linesOf(after ?? before ?? {}, 0).map((text) => ({ sign, text }));
  }
  return joined(membersDiff(before, after, 0, ''));
}

/** Several skipped lines in a row are one. */
function joined(lines: readonly ObjectLine[]): ObjectLine[] {
  return lines.filter((line, i) => line.sign !== 'skipped' || lines[i - 1]?.sign !== 'skipped');
}

const SKIPPED: ObjectLine = { sign: 'skipped', text: '' };

function membersDiff(before: JsonObject, after: JsonObject, depth: number, path: string): ObjectLine[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const at = path === '' ? key : `${path}.${key}`;
    if (COUNTED.has(at)) return [SKIPPED];
    return valueDiff(before[key], after[key], depth, `${scalar(key)}:`, at);
  });
}

/** `lead`: what stands before the value on its line, `name:` or `-`. */
function valueDiff(
  before: Json | undefined,
  after: Json | undefined,
  depth: number,
  lead: string,
  path: string,
): ObjectLine[] {
  if (equal(before, after)) return [IDENTITY.has(path) ? line('same', depth, lead, after) : SKIPPED].flat();
  if (isMap(before) && isMap(after)) {
    return [head(depth, lead), ...membersDiff(before, after, depth + 1, path)];
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return [head(depth, lead), ...itemsDiff(before as Json[], after as Json[], depth + 1, path)];
  }
  return [
    ...(before === undefined ? [] : line('gone', depth, lead, before)),
    ...(after === undefined ? [] : line('new', depth, lead, after)),
  ];
}

/** Unchanged, but it says what one looks at. */
const IDENTITY = new Set(['kind', 'metadata.name', 'metadata.namespace']);

function itemsDiff(
  before: readonly Json[],
  after: readonly Json[],
  depth: number,
  path: string,
): ObjectLine[] {
  const names = [...new Set([...before, ...after].map((item, i) => itemName(item, i)))];
  const find = (list: readonly Json[], name: string): Json | undefined =>
    list.find((item, i) => itemName(item, i) === name);
  return names.flatMap((name) => {
    const was = find(before, name);
    const is = find(after, name);
    if (isMap(was) && isMap(is) && !equal(was, is)) {
      return [
        { sign: 'same' as const, text: `${pad(depth)}- ${name}` },
        ...membersDiff(was, is, depth + 1, `${path}[]`),
      ];
    }
    return valueDiff(was, is, depth, '-', `${path}[]`);
  });
}

function itemName(item: Json, index: number): string {
  if (isMap(item)) {
    for (const key of ITEM_NAMES) {
      const value = item[key];
      if (typeof value === 'string') return `${key}: ${scalar(value)}`;
    }
    return String(index);
  }
  return JSON.stringify(item);
}

function head(depth: number, lead: string): ObjectLine {
  return { sign: 'same', text: pad(depth) + lead };
}

function line(sign: ObjectLine['sign'], depth: number, lead: string, value: Json | undefined): ObjectLine[] {
  if (value === undefined) return [];
  return textsOf(value, depth, lead).map((text) => ({ sign, text }));
}

function textsOf(value: Json, depth: number, lead: string): string[] {
  if (isMap(value) && Object.keys(value).length > 0) {
    const inner = linesOf(value, depth + 1);
    if (lead !== '-') return [pad(depth) + lead, ...inner];
    // The first member stands on the line of the dash.
    return [`${pad(depth)}- ${(inner[0] ?? '').trimStart()}`, ...inner.slice(1)];
  }
  if (Array.isArray(value) && value.length > 0) {
    return [pad(depth) + lead, ...(value as Json[]).flatMap((item) => textsOf(item, depth + 1, '-'))];
  }
  return [`${pad(depth)}${lead} ${scalar(value)}`];
}

function linesOf(object: JsonObject, depth: number): string[] {
  return Object.entries(object).flatMap(([key, value]) =>
    value === undefined ? [] : textsOf(value, depth, `${scalar(key)}:`),
  );
}

const pad = (depth: number): string => '  '.repeat(depth);

/** Texts that YAML would read as something else, or not at all, are quoted as in JSON. */
function scalar(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const plain = /^[A-Za-z_./][\w./:@+-]*(?: [\w./:@+-]+)*$/.test(value) && !/: |:$| #/.test(value);
  const word = /^(?:true|false|null|yes|no|on|off|~)$/i.test(value);
  return (plain && !word) || /^\d+(?:\.\d+){3}(?:\/\d+)?$/.test(value) ? value : JSON.stringify(value);
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function equal(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
