/** A document against a schema: the schema library's findings become problems with places. */
import * as v from 'valibot';
import { pathText, type Path } from '../base/path';
import { err, ok, type Result } from '../base/result';
import type { Problem } from '../session.types';
import type { SourceDocument } from './documents';
import { MAX_FILES, MAX_PROBLEMS } from './limits';
import { nearest } from './nearest';
import { placeOf, placeOfKey } from './place';
import { problemAt, type ProblemCode } from './problems';

type AnySchema = v.GenericSchema;
type Issue = v.BaseIssue<unknown>;

export function validate<S extends AnySchema>(
  source: SourceDocument,
  schema: S,
): Result<v.InferOutput<S>, readonly Problem[]> {
  const parsed = v.safeParse(schema, source.value);
  if (parsed.success) return ok(parsed.output);
  const problems = parsed.issues.map((issue) => problemOf(source, schema, issue));
  return err(withoutEchoes(problems).slice(0, MAX_PROBLEMS));
}

/** A misspelt field is missing as well; that is said once. */
function withoutEchoes(problems: readonly Problem[]): readonly Problem[] {
  const meant = new Set(problems.map(({ problem: { params } }) => `${params['where']} ${params['nearest']}`));
  return problems.filter(
    ({ problem: { key, params } }) =>
      key !== 'problems.missingField.problem' || !meant.has(`${params['where']} ${params['field']}`),
  );
}

/** What a check of our own found, by its message. */
const CHECKS: Readonly<Record<string, ProblemCode>> = {
  name: 'badName',
  language: 'badLanguage',
  cidr: 'badCidr',
  path: 'badPath',
  files: 'tooMany',
  allow: 'badAllow',
};

const TYPES: Readonly<Record<string, ProblemCode>> = {
  string: 'expectedText',
  number: 'expectedNumber',
  array: 'expectedList',
  strict_object: 'expectedMapping',
  object_with_rest: 'expectedMapping',
  picklist: 'expectedChoice',
  literal: 'expectedChoice',
  boolean: 'expectedFlag',
  record: 'expectedMapping',
  loose_object: 'expectedMapping',
  integer: 'expectedNumber',
  non_empty: 'emptyText',
  max_length: 'tooMany',
  min_length: 'emptyText',
  length: 'cableEnds',
  min_value: 'outOfRange',
  max_value: 'outOfRange',
};

function problemOf(source: SourceDocument, schema: AnySchema, issue: Issue): Problem {
  const path: Path = (issue.path ?? []).map((item) => item.key as string | number);
  const field = String(path[path.length - 1] ?? '');
  const parent = pathText(path.slice(0, -1));
  const where = parent === '' ? 'Lab' : parent;
  const isObject =
    issue.type === 'strict_object' || issue.type === 'object_with_rest' || issue.type === 'loose_object';
  if (isObject && issue.expected === 'never') {
    const fields = fieldsAt(schema, path.slice(0, -1));
    const close = nearest(field, fields);
    const params = { field, where, fields: fields.join(', ') };
    return close === null
      ? problemAt(placeOfKey(source, path), 'unknownField', params)
      : problemAt(placeOfKey(source, path), 'unknownFieldNearest', { ...params, nearest: close });
  }
  if (isObject && issue.received === 'undefined') {
    return problemAt(placeOf(source, path), 'missingField', { field, where });
  }
  const text = issue.type === 'max_length' && typeof issue.input === 'string';
  const code = text ? 'tooLong' : (CHECKS[issue.message] ?? TYPES[issue.type] ?? 'expectedMapping');
  return problemAt(placeOf(source, path), code, {
    field,
    found: shortened(issue.input),
    choices: choicesOf(issue),
    max: issue.message === 'files' ? MAX_FILES : limitOf(issue),
  });
}

function shortened(input: unknown): string {
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** `("a" | "b")` → `a, b` */
function choicesOf({ expected }: Issue): string {
  return (expected ?? '').replace(/[()"]/g, '').replaceAll(' | ', ', ');
}

function limitOf({ requirement }: Issue): string | number {
  return typeof requirement === 'number' ? requirement : '';
}

/** Names of the fields that the schema has at a path. */
function fieldsAt(schema: unknown, path: Path): readonly string[] {
  let at = schema as
    Partial<{ entries: Record<string, unknown>; item: unknown; wrapped: unknown }> | undefined;
  for (const step of path) {
    at = unwrapped(at);
    at = (typeof step === 'number' ? at?.item : at?.entries?.[step]) as typeof at;
  }
  return Object.keys(unwrapped(at)?.entries ?? {});
}

function unwrapped<T extends { wrapped?: unknown } | undefined>(schema: T): T {
  return schema?.wrapped === undefined ? schema : unwrapped(schema.wrapped as T);
}
