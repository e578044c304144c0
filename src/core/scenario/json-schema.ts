/**
 * The Lab document as a JSON Schema (draft-07, which editors of YAML read best). It is made from the schema that
 * validation uses, so that editors, the author's manual and the program never tell different things.
 */
import { toJsonSchema } from '@valibot/to-json-schema';
import { API_VERSION, LabDocument } from './schema';
import { LANGUAGE } from './schema.parts';

/** What the schemas here use of JSON Schema draft-07. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly version?: string;
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
  readonly const?: string | number | boolean | null;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** File name of the published schema; the number is the version of the format. */
export const SCHEMA_FILE = `lab.${API_VERSION.replace(/^.*\//, '')}.json`;

/** The schema that is published as {@link SCHEMA_FILE}. */
export function labJsonSchema(): JsonSchema {
  const { $schema: _, ...schema } = toJsonSchema(LabDocument, {
    target: 'draft-07',
    // What JSON Schema cannot say is left out: the schema then accepts more than validation does, never less.
    overrideAction: ({ valibotAction, jsonSchema, errors }) => {
      if (valibotAction.type === 'trim') return { ...jsonSchema, pattern: '\\S' };
      const { message } = valibotAction as { readonly message?: unknown };
      if (valibotAction.type === 'check' && message === 'language') {
        return { ...jsonSchema, propertyNames: { pattern: LANGUAGE.source } };
      }
      return errors === undefined ? undefined : jsonSchema;
    },
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `urn:packetwalk:schema:${SCHEMA_FILE.replace(/\.json$/, '')}`,
    title: `Packetwalk lab (${API_VERSION})`,
    description:
      'The Lab document of a scenario file. Real Kubernetes manifests may stand beside it, as documents of their own.',
    version: API_VERSION,
    ...(schema as JsonSchema),
  };
}
