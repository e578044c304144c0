/** The kinds of Kubernetes objects as JSON Schemas: the fields the API server reads, for completion in an editor. */
import { resourceKinds } from '../cluster/objects/index';
import type { Schema } from '../cluster/objects/schema';
import type { JsonSchema } from './json-schema';
import { labJsonSchema } from './json-schema';

/** The schemas of all documents that a lab's file may hold. */
export function fileJsonSchemas(): readonly JsonSchema[] {
  return [labJsonSchema(), ...manifestJsonSchemas()];
}

/** Every document a lab's file may hold beside the Lab document. */
export function manifestJsonSchemas(): readonly JsonSchema[] {
  return (
    resourceKinds
      // Nodes are described by the machines of the Lab document.
      .filter(({ kind }) => kind !== 'Node')
      .map(({ kind, apiVersion, schema }) => {
        const whole = jsonSchemaOf(schema);
        const { status: _, ...fields } = whole.properties ?? {};
        return {
          ...whole,
          title: kind,
          properties: { ...fields, apiVersion: { const: apiVersion }, kind: { const: kind } },
          required: ['apiVersion', 'kind', 'metadata'],
        };
      })
  );
}

function jsonSchemaOf(schema: Schema): JsonSchema {
  switch (schema.is) {
    case 'text':
      return { type: 'string' };
    case 'flag':
      return { type: 'boolean' };
    case 'int32':
    case 'int64':
      return { type: 'integer' };
    case 'any':
      return {};
    case 'list':
      return { type: 'array', items: jsonSchemaOf(schema.of) };
    case 'map':
      return { type: 'object', additionalProperties: jsonSchemaOf(schema.of) };
    case 'struct':
      return {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(schema.fields).map(([name, field]) => [name, jsonSchemaOf(field)]),
        ),
        additionalProperties: false,
      };
  }
}
