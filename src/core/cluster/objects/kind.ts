/** What a kind of object is to the API server: how it is named, read, filled in, checked and searched for. */
import type { JsonObject } from '../../base/json';
import type { ApiObject } from '../../model/cluster';
import type { FieldError } from './fields';
import type { Schema } from './schema';

export interface ResourceKind {
  readonly kind: string;
  readonly apiVersion: string;
  /** Another group in which the same objects are served. */
  readonly alsoServedAs?: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly schema: Schema;
  /** Fills in what was left out. */
  defaults(object: ApiObject): ApiObject;
  /** Rules about names differ between kinds. */
  nameFaults(name: string): readonly string[];
  /** What is wrong with spec and data. */
  validate(object: ApiObject): readonly FieldError[];
  /** What must not change. */
  validateUpdate(next: ApiObject, before: ApiObject): readonly FieldError[];
  /** Keys under which it can be found besides its name. */
  indexes(object: ApiObject): readonly string[];
  /** Status of a new object; whoever creates one cannot choose it. */
  readonly newStatus: JsonObject | null;
}

/** `deployments.apps` */
export function resourceName({ plural, apiVersion }: ResourceKind): string {
  const group = groupOf(apiVersion);
  return group === '' ? plural : `${plural}.${group}`;
}

/** `Deployment.apps` */
export function qualifiedKind({ kind, apiVersion }: ResourceKind): string {
  const group = groupOf(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
}

/** `apps/v1` → `apps`; `v1` → the core group, which has no name. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
