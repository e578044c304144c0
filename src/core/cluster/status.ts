/** Refusals of the API server. Source: apimachinery pkg/api/errors/errors.go. */
import type { FieldError } from './objects/fields';
import { fieldText } from './objects/fields';
import type { ResourceKind } from './objects/kind';
import { qualifiedKind, resourceName } from './objects/kind';

/** A `Status` object with `status: Failure`, as far as anybody looks at it. */
export interface ApiStatus {
  readonly code: number;
  readonly reason: 'NotFound' | 'AlreadyExists' | 'Conflict' | 'Invalid' | 'BadRequest' | 'Forbidden';
  readonly message: string;
  /** The fields that are to blame. */
  readonly causes: readonly FieldError[];
}

const quoted = (text: string): string => JSON.stringify(text);

export function noSuchKind(apiVersion: string, kind: string): ApiStatus {
  const message = `no matches for kind ${quoted(kind)} in version ${quoted(apiVersion)}`;
  return { code: 404, reason: 'NotFound', message, causes: [] };
}

export function notFound(kind: ResourceKind, name: string): ApiStatus {
  const message = `${resourceName(kind)} ${quoted(name)} not found`;
  return { code: 404, reason: 'NotFound', message, causes: [] };
}

export function alreadyExists(kind: ResourceKind, name: string): ApiStatus {
  const message = `${resourceName(kind)} ${quoted(name)} already exists`;
  return { code: 409, reason: 'AlreadyExists', message, causes: [] };
}

export function conflict(kind: ResourceKind, name: string): ApiStatus {
  const message = `Operation cannot be fulfilled on ${resourceName(kind)} ${quoted(name)}: the object has been modified; please apply your changes to the latest version and try again`;
  return { code: 409, reason: 'Conflict', message, causes: [] };
}

/** The same code for another reason than a newer version. */
export function conflictBecause(kind: ResourceKind, name: string, why: string): ApiStatus {
  const message = `Operation cannot be fulfilled on ${resourceName(kind)} ${quoted(name)}: ${why}`;
  return { code: 409, reason: 'Conflict', message, causes: [] };
}

export function forbidden(kind: ResourceKind, name: string, why: string): ApiStatus {
  const message = `${resourceName(kind)} ${quoted(name)} is forbidden: ${why}`;
  return { code: 403, reason: 'Forbidden', message, causes: [] };
}

export function badRequest(message: string): ApiStatus {
  return { code: 400, reason: 'BadRequest', message, causes: [] };
}

/** One fault stands alone, several in brackets (apimachinery pkg/util/errors NewAggregate). */
export function invalidObject(kind: ResourceKind, name: string, causes: readonly FieldError[]): ApiStatus {
  const texts = [...new Set(causes.map(fieldText))];
  const faults = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  const message = `${qualifiedKind(kind)} ${quoted(name)} is invalid: ${faults}`;
  return { code: 422, reason: 'Invalid', message, causes };
}
