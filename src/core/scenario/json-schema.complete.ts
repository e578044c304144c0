/**
 * What may be written at a place of a lab's file, and what stands there: completion and tooltips of the editor, out of
 * the schemas of the Lab document and of manifests.
 */
import type { Path } from '../base/path';
import { pathText } from '../base/path';
import type { JsonSchema } from './json-schema';
import { namesIn } from './names';
import type { Writing } from './outline';
import { outlineAt, writingAt } from './outline';

/** One thing that may be written. */
export interface Completion {
  readonly label: string;
  readonly kind: 'field' | 'value' | 'name';
  readonly description: string;
  /** What is put in, with `\n` and indentation where further lines follow. */
  readonly insert: string;
  /** A field that must be there. */
  readonly required: boolean;
}

export interface Completions {
  /** Offset of the begun word. */
  readonly from: number;
  readonly options: readonly Completion[];
}

/** What a tooltip says of a key. */
export interface FieldHelp {
  readonly from: number;
  readonly to: number;
  /** `spec.machines[0].role` */
  readonly path: string;
  readonly description: string;
  /** What may be written there, when it is a choice. */
  readonly choices: readonly string[];
}

/** What can be written at `offset`; null where nothing is known. `schemas` are those of the documents of a file. */
export function completionsAt(
  schemas: readonly JsonSchema[],
  text: string,
  offset: number,
): Completions | null {
  const writing = writingAt(text, offset);
  if (writing === null) return null;
  const { kind, apiVersion } = outlineAt(text, offset);
  const fitting = schemasOf(schemas, kind, apiVersion).flatMap((schema) => schemaAt(schema, writing.path));
  const options =
    writing.what === 'key' ? keys(fitting, writing) : [...values(fitting), ...names(writing, text, kind)];
  const unique = options.filter(
    (option, index) => options.findIndex(({ label }) => label === option.label) === index,
  );
  return unique.length === 0 ? null : { from: writing.from, options: unique };
}

/** What the key at `offset` means; null elsewhere. */
export function fieldHelpAt(schemas: readonly JsonSchema[], text: string, offset: number): FieldHelp | null {
  const { kind, apiVersion, keys: all } = outlineAt(text, offset);
  const key = all.find(({ from, to }) => offset >= from && offset <= to);
  if (key === undefined) return null;
  const [schema] = schemasOf(schemas, kind, apiVersion).flatMap((one) => schemaAt(one, key.path));
  if (schema === undefined) return null;
  return {
    from: key.from,
    to: key.to,
    path: pathText(key.path),
    description: schema.description ?? '',
    choices: values([schema]).map(({ label }) => label),
  };
}

/** The schemas a document may follow: those of its kind, or all that its first lines leave open. */
function schemasOf(schemas: readonly JsonSchema[], kind: string, apiVersion: string): readonly JsonSchema[] {
  const constant = (schema: JsonSchema, field: string) => String(schema.properties?.[field]?.const ?? '');
  const ofKind = schemas.filter((schema) => constant(schema, 'kind') === kind);
  if (ofKind.length > 0) return ofKind;
  const ofVersion = schemas.filter((schema) => constant(schema, 'apiVersion') === apiVersion);
  return (ofVersion.length > 0 ? ofVersion : schemas).map(({ properties = {}, ...schema }) => ({
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties).filter(([name]) => ['apiVersion', 'kind', 'metadata'].includes(name)),
    ),
  }));
}

/** The schemas that hold at a path. */
function schemaAt(schema: JsonSchema, path: Path): readonly JsonSchema[] {
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (choices.length > 0) {
    const found = choices.flatMap((choice) => schemaAt(choice, path));
    return path.length === 0
      ? found.map((one) => ({ ...one, description: one.description ?? schema.description ?? '' }))
      : found;
  }
  const [step, ...rest] = path;
  if (step === undefined) return [schema];
  if (typeof step === 'number') return schema.items === undefined ? [] : schemaAt(schema.items, rest);
  const named = Object.entries(schema.properties ?? {}).find(([name]) => name === step)?.[1];
  if (named !== undefined) return schemaAt(named, rest);
  const { additionalProperties } = schema;
  return typeof additionalProperties === 'object' ? schemaAt(additionalProperties, rest) : [];
}

function keys(schemas: readonly JsonSchema[], { taken, column, flow }: Writing): Completion[] {
  return schemas.flatMap((schema) => {
    const required = schema.required ?? [];
    const options = Object.entries(schema.properties ?? {})
      .filter(([name]) => !taken.includes(name))
      .map(([name, field]): Completion => ({
        label: name,
        kind: 'field',
        description: field.description ?? '',
        insert: `${name}:${flow ? ' ' : begun(field, column)}`,
        required: required.includes(name),
      }));
    // What must be there comes first.
    return [...options.filter((one) => one.required), ...options.filter((one) => !one.required)];
  });
}

/** What follows the colon of a new field. */
function begun(field: JsonSchema, column: number): string {
  const inner = `\n${' '.repeat(column + 2)}`;
  if (field.type === 'array') return `${inner}- `;
  const isMapping = field.type === 'object' || field.properties !== undefined;
  if (isMapping) return inner;
  return field.const === undefined ? ' ' : ` ${String(field.const)}`;
}

function values(schemas: readonly JsonSchema[]): Completion[] {
  return schemas.flatMap((schema) => {
    const choices = schema.const === undefined ? (schema.enum ?? []) : [schema.const];
    const all = schema.type === 'boolean' ? [true, false] : choices;
    return all.map((choice): Completion => ({
      label: String(choice),
      kind: 'value',
      description: choice === schema.default ? '' : (schema.description ?? ''),
      insert: String(choice),
      required: false,
    }));
  });
}

/** Names that the file itself has given, where a field asks for one. */
function names({ path }: Writing, text: string, kind: string): Completion[] {
  if (kind !== 'Lab') return [];
  const [, list, , field] = path;
  const { machines, netns } = namesIn(text);
  const offered = (all: readonly string[], end: string) =>
    all.map((label): Completion => ({
      label,
      kind: 'name',
      description: '',
      insert: label + end,
      required: false,
    }));
  if (field === 'netns') return offered([...machines, ...netns], '');
  return list === 'cables' && path.length === 4 ? offered(machines, '/') : [];
}
