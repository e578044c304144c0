/** A manifest → an object the API server may let in, filled in and checked, or what is wrong with it. */
import type { Json, JsonObject } from '../base/json';
import { isJsonObject, objectAt, textAt } from '../base/json';
import { pathText } from '../base/path';
import type { Result } from '../base/result';
import { err, ok } from '../base/result';
import type { ApiObject, ObjectMeta } from '../model/cluster';
import { kindNamed } from './objects';
import type { FieldError } from './objects/fields';
import type { ResourceKind } from './objects/kind';
import { metaErrors } from './objects/meta';
import { decode } from './objects/schema';
import type { ApiStatus } from './status';
import { badRequest, invalidObject, noSuchKind } from './status';

export interface ReadManifest {
  readonly kind: ResourceKind;
  /** Without what only the server gives: uid, resourceVersion, times. */
  readonly object: ApiObject;
}

const DEFAULT_NAMESPACE = 'default';

/** Reads a manifest strictly and fills in defaults. Names are not generated yet. */
export function readManifest(manifest: Json, namespace = DEFAULT_NAMESPACE): Result<ReadManifest, ApiStatus> {
  if (!isJsonObject(manifest)) return readOnce(manifest, namespace);
  // A Deployment makes its thousands of pods of one manifest.
  const known = READ.get(manifest);
  if (known?.namespace === namespace) return known.read;
  const read = readOnce(manifest, namespace);
  READ.set(manifest, { namespace, read });
  return read;
}

const READ = new WeakMap<
  JsonObject,
  { readonly namespace: string; readonly read: Result<ReadManifest, ApiStatus> }
>();

function readOnce(manifest: Json, namespace: string): Result<ReadManifest, ApiStatus> {
  const raw: JsonObject = isJsonObject(manifest) ? manifest : {};
  const apiVersion = textAt(raw, 'apiVersion');
  const kindName = textAt(raw, 'kind');
  if (kindName === '') return err(badRequest("Object 'Kind' is missing in the manifest"));
  const kind = kindNamed(apiVersion, kindName);
  if (kind === null) return err(noSuchKind(apiVersion, kindName));
  const { wrongType, unknown } = decode(kind.schema, raw);
  const handled = `${kind.kind} in version ${JSON.stringify(versionOf(apiVersion))} cannot be handled as a ${kind.kind}`;
  if (wrongType !== null) return err(badRequest(`${handled}: ${wrongType.words}`));
  if (unknown.length > 0) {
    const fields = unknown.map((path) => `unknown field ${JSON.stringify(pathText(path))}`).join(', ');
    return err(badRequest(`${handled}: strict decoding error: ${fields}`));
  }
  return ok({ kind, object: kind.defaults(withMeta(raw, kind, namespace)) });
}

/** What is wrong with an object before it is created; null when nothing is. */
export function faultsOf(kind: ResourceKind, object: ApiObject): ApiStatus | null {
  return faultsIn(kind, object.metadata, kind.validate(object));
}

/** What is wrong with the metadata of an object whose other parts are as they were. */
export function metaFaultsOf(kind: ResourceKind, metadata: ObjectMeta): ApiStatus | null {
  return faultsIn(kind, metadata, []);
}

function faultsIn(kind: ResourceKind, metadata: ObjectMeta, others: readonly FieldError[]): ApiStatus | null {
  const own = metaErrors(metadata, kind.namespaced, (name) => kind.nameFaults(name));
  if (own.length === 0 && others.length === 0) return null;
  const errors = [...own, ...others];
  const name = metadata.name === '' ? (metadata.generateName ?? '') : metadata.name;
  return invalidObject(kind, name, errors);
}

/** `apps/v1` → `v1` */
function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.lastIndexOf('/') + 1);
}

function withMeta(raw: JsonObject, kind: ResourceKind, namespace: string): ApiObject {
  const given = objectAt(raw, 'metadata') as Partial<ObjectMeta>;
  const kept =
    'uid' in given || 'resourceVersion' in given || 'creationTimestamp' in given ? own(given) : given;
  const place = given.namespace ?? (kind.namespaced ? namespace : undefined);
  const fresh = { ...kept, name: given.name ?? '', uid: '', resourceVersion: '', creationTimestamp: '' };
  const metadata: ObjectMeta = place === undefined ? fresh : { ...fresh, namespace: place };
  return {
    ...('status' in raw ? withoutStatus(raw) : raw),
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    metadata,
  };
}

/** Metadata without what only the server gives. To leave members out is slow, and hardly any manifest has them. */
function own(given: Partial<ObjectMeta>): Partial<ObjectMeta> {
  const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, ...kept } = given;
  return kept;
}

function withoutStatus(raw: JsonObject): JsonObject {
  const { status: _status, ...rest } = raw;
  return rest;
}
