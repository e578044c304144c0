/**
 * `kubectl apply`, the client's side: create what is not there, else merge what the manifest says, what it said last time
 * and what there is. Source: kubernetes v1.34 kubectl/pkg/cmd/apply/{apply,patcher}.go, kubectl/pkg/util/apply.go.
 */
import type { Json, JsonObject } from '../base/json';
import { isJsonObject, objectAt, textAt } from '../base/json';
import type { Result } from '../base/result';
import { err, ok } from '../base/result';
import type { ApiObject } from '../model/cluster';
import type { ApiCaller } from './apiserver';
import { createObject, getObject, patchObject } from './apiserver';
import { readManifest } from './manifest';
import type { ApiStatus } from './status';

/** Where the manifest of the last time is kept. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export interface Applied {
  readonly outcome: 'created' | 'configured' | 'unchanged';
  readonly object: ApiObject;
  /** It was there, and not made by `apply`. */
  readonly noLastApplied: boolean;
}

export function applyManifest(
  caller: ApiCaller,
  manifest: JsonObject,
  namespace = 'default',
): Result<Applied, ApiStatus> {
  const read = readManifest(manifest, namespace);
  if (!read.ok) return read;
  const { kind, object } = read.value;
  const own = kind.namespaced ? (object.metadata.namespace ?? namespace) : '';
  const given = withNamespace(manifest, own);
  const text = `${compact(given)}\n`;
  const before = getObject(caller.ctx, kind.kind, own, object.metadata.name);
  if (before === null) {
    const created = createObject(caller, annotated(given, text), namespace);
    if (!created.ok) return err(created.error);
    return ok({ outcome: 'created', object: created.value, noLastApplied: false });
  }
  const last = before.metadata.annotations?.[LAST_APPLIED];
  const patch = {
    ...annotated(given, text),
    ...objectOf(dropped(parsed(last), given, annotated(given, text))),
  };
  const at = { kind: kind.kind, namespace: own, name: object.metadata.name };
  const patched = patchObject(caller, at, patch);
  if (!patched.ok) return err(patched.error);
  const same = patched.value.metadata.resourceVersion === before.metadata.resourceVersion;
  return ok({
    outcome: same ? 'unchanged' : 'configured',
    object: patched.value,
    noLastApplied: last === undefined,
  });
}

/** A manifest without what only the server gives, as it is compared: with its namespace and a place for annotations. */
function withNamespace(manifest: JsonObject, namespace: string): JsonObject {
  const { status: _status, ...rest } = manifest;
  const metadata = objectAt(manifest, 'metadata');
  return {
    ...rest,
    metadata: {
      ...metadata,
      annotations: objectAt(metadata, 'annotations'),
      ...(namespace === '' ? {} : { namespace }),
    },
  };
}

function annotated(manifest: JsonObject, text: string): JsonObject {
  const metadata = objectAt(manifest, 'metadata');
  const annotations = { ...objectAt(metadata, 'annotations'), [LAST_APPLIED]: text };
  return { ...manifest, metadata: { ...metadata, annotations } };
}

/** A merge patch: `next`, and null for every member that `last` had and `next` has not. */
function dropped(last: Json | undefined, next: Json | undefined, patch: Json | undefined): Json | undefined {
  if (!isJsonObject(last) || !isJsonObject(next) || !isJsonObject(patch)) return patch;
  const members: [string, Json | undefined][] = Object.entries(patch);
  const merged = new Map(members);
  for (const [key, was] of Object.entries(last)) {
    if (next[key] === undefined) {
      if (patch[key] === undefined) merged.set(key, null);
    } else merged.set(key, dropped(was, next[key], patch[key]));
  }
  return Object.fromEntries(merged);
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** What somebody broke by hand counts as missing. */
function parsed(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** JSON without blanks, keys in order, as encoding/json writes a map. */
function compact(value: Json): string {
  return JSON.stringify(value, (_, member: unknown) => {
    const known = member as Json | undefined;
    if (!isJsonObject(known)) return known;
    return Object.fromEntries(Object.entries(known).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Name of a manifest, for messages. */
export function manifestName(manifest: JsonObject): string {
  return textAt(objectAt(manifest, 'metadata'), 'name');
}
