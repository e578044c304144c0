/** The fields of a JSON Schema as Markdown tables, for the author's manual. */
import type { JsonSchema } from './json-schema';

/** One table for each mapping with fields of its own, outermost first, each under a heading with its path. */
export function fieldTables(schema: JsonSchema, root: string): string {
  return sections(schema, '')
    .map(({ path, fields }) => `### ${path === '' ? root : `\`${path}\``}\n\n${table(fields)}`)
    .join('\n\n');
}

interface Section {
  readonly path: string;
  readonly fields: JsonSchema;
}

function sections(schema: JsonSchema, path: string): Section[] {
  const named = Object.entries(schema.properties ?? {});
  const below = named.flatMap(([name, field]) => insideOf(field, path === '' ? name : `${path}.${name}`));
  // A text per language is told in one word.
  return named.length === 0 || isLocalized(schema) ? [] : [{ path, fields: schema }, ...below];
}

function insideOf(field: JsonSchema, path: string): Section[] {
  if (field.items !== undefined) return insideOf(field.items, `${path}[]`);
  const choices = [...(field.anyOf ?? []), ...(field.oneOf ?? [])];
  if (choices.length > 0) return choices.flatMap((choice) => insideOf(choice, path));
  if (typeof field.additionalProperties === 'object' && field.properties === undefined) {
    return insideOf(field.additionalProperties, `${path}.*`);
  }
  return sections(field, path);
}

function isLocalized({ properties, propertyNames }: JsonSchema): boolean {
  return propertyNames !== undefined && properties?.['en'] !== undefined;
}

function table({ properties = {}, required = [] }: JsonSchema): string {
  const rows = Object.entries(properties).map(([name, field]) => [
    `\`${name}\``,
    valueOf(field),
    required.includes(name) ? 'yes' : defaultOf(field),
    escaped(field.description ?? ''),
  ]);
  const all = [['field', 'value', 'required', 'what it is'], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [...all.slice(0, 1), widths.map((width) => '-'.repeat(width)), ...all.slice(1)].map(line).join('\n');
}

function defaultOf({ default: value }: JsonSchema): string {
  const silent = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return silent ? 'no' : `no, \`${JSON.stringify(value)}\``;
}

/** What may stand there, in a few words. */
function valueOf(field: JsonSchema): string {
  const choices = [...(field.anyOf ?? []), ...(field.oneOf ?? [])];
  if (choices.length > 0) return [...new Set(choices.map(valueOf))].join(' or ');
  if (field.const !== undefined) return `\`${String(field.const)}\``;
  if (field.enum) return field.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (isLocalized(field)) return 'text per language';
  switch (field.type) {
    case 'array': {
      const least = field.minItems === undefined ? '' : `${field.minItems} `;
      if (least !== '' && field.minItems === field.maxItems) return `list of ${least}${manyOf(field.items)}`;
      const most = field.maxItems === undefined ? '' : `, at most ${field.maxItems}`;
      return `list of ${manyOf(field.items)}${most}`;
    }
    case 'object':
      return 'mapping';
    case 'string':
      return 'text';
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
    case 'number': {
      const bounds = [field.minimum, field.maximum].filter((bound) => bound !== undefined);
      return bounds.length === 2 ? `${bounds[0]} to ${bounds[1]}` : 'number';
    }
    default:
      return 'anything';
  }
}

function manyOf(items: JsonSchema | undefined): string {
  const one = items === undefined ? 'anything' : valueOf(items);
  return one === 'text' || one === 'mapping' ? `${one}s` : one.replace(/^list of/, 'lists of');
}

/** A bar would end the cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
