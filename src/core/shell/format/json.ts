/** JSON as iproute2 writes it. Source: lib/json_writer.c: compact, or with `-p` by its own rules of indentation. */

/** `Decimal` keeps the digits behind the point that the tool prints. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | Decimal
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined };

/** A number with two digits behind the point: seconds of a timer. */
export class Decimal {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

const INDENT = '    ';

/** The lines of a list of objects, as `ip -j` prints one. */
export function jsonLines(values: readonly JsonValue[], pretty: boolean): readonly string[] {
  return written(values, pretty, 0).split('\n');
}

function written(value: JsonValue, pretty: boolean, depth: number): string {
  if (value instanceof Decimal) return value.value.toFixed(2);
  if (Array.isArray(value)) {
    const items = (value as readonly JsonValue[]).map((item) => written(item, pretty, depth + 1));
    if (!pretty) return `[${items.join(',')}]`;
    return items.length === 0 ? '[ ]' : `[ ${items.join(',')} ]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).flatMap(([name, field]) =>
    field === undefined ? [] : [`"${name}":${pretty ? ' ' : ''}${written(field, pretty, depth + 1)}`],
  );
  if (!pretty) return `{${fields.join(',')}}`;
  if (fields.length === 0) return '{}';
  const inner = fields.map((field) => `\n${INDENT.repeat(depth + 1)}${field}`).join(',');
  return `{${inner}\n${INDENT.repeat(depth)}}`;
}
