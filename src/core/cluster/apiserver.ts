/**
 * The API server: keeps objects, checks requests, counts versions, tells watchers. Nothing of it crosses a wire here:
 * a request is answered at once, a watch delivers some milliseconds later.
 */
import { need } from '../base/assert';
import { rfc3339 } from '../base/instant';
import type { Json, JsonObject } from '../base/json';
import { asJson, changedPaths, isJsonObject, jsonEqual, mergePatch, objectAt } from '../base/json';
import type { Result } from '../base/result';
import { err, ok } from '../base/result';
import type { Ctx } from '../kernel/ctx';
import type { ApiObject, ClusterState, ObjectMeta } from '../model/cluster';
import { keyOf, objectKey } from '../model/cluster';
import type { NetnsId } from '../model/link';
import { uidOf, withName } from './given-names';
import { faultsOf, metaFaultsOf, readManifest } from './manifest';
import { kindOf } from './objects';
import { namespace as namespaceKind } from './objects/namespace';
import type { ResourceKind } from './objects/kind';
import type { ApiStatus } from './status';
import {
  alreadyExists,
  badRequest,
  conflict,
  conflictBecause,
  forbidden,
  invalidObject,
  noSuchKind,
  notFound,
} from './status';
import type { ObjectChange, Watchers } from './watch';
import { notifyWatchers } from './watch';
import { clusterOf, nextVersion, putIndex, putObject } from './write';

/** Who asks, and from where. */
export interface ApiCaller {
  readonly ctx: Ctx;
  readonly watchers: Watchers;
  /** Where the caller runs: the place the records name. */
  readonly netns: NetnsId;
  /** `kubectl`, `node-1/kubelet`. */
  readonly by: string;
}

export type ApiResult = Result<ApiObject, ApiStatus>;

// ------------------------------------------------------------------------------------------------------ reading

/** An object by name, null when there is none. `namespace` is empty for objects of the cluster as a whole. */
export function getObject(
  ctx: Pick<Ctx, 'world'>,
  kind: string,
  namespace: string,
  name: string,
): ApiObject | null {
  return ctx.world.cluster?.objects.entries.get(objectKey(kind, namespace, name)) ?? null;
}

/** All objects of a kind, by key; in one namespace when it is given. */
export function listObjects(
  ctx: Pick<Ctx, 'world'>,
  kind: string,
  namespace: string | null = null,
): ApiObject[] {
  const prefix = namespace === null ? `${kind}/` : `${kind}/${namespace}/`;
  const found: [string, ApiObject][] = [];
  for (const entry of ctx.world.cluster?.objects.entries ?? [])
    if (entry[0].startsWith(prefix)) found.push(entry);
  return found.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

/** Objects found under an index key (see objects/): `Node`, `Pod/spec.nodeName=node-1`, `owner=<uid>`. */
export function findObjects(ctx: Pick<Ctx, 'world'>, index: string): ApiObject[] {
  return objectsIn(ctx.world.cluster, index);
}

/** The same of a cluster as it is now. */
export function objectsIn(cluster: ClusterState | null, index: string): ApiObject[] {
  const found: ApiObject[] = [];
  for (const key of cluster?.index.entries.get(index)?.entries.keys() ?? []) {
    const object = cluster?.objects.entries.get(key);
    if (object !== undefined) found.push(object);
  }
  return found;
}

/** How many objects are under an index key. */
export function countObjects(ctx: Pick<Ctx, 'world'>, index: string): number {
  return ctx.world.cluster?.index.entries.get(index)?.entries.size ?? 0;
}

// ------------------------------------------------------------------------------------------------------ writing

/** Creates an object from a manifest. */
export function createObject(caller: ApiCaller, manifest: Json, namespace?: string): ApiResult {
  const read = readManifest(manifest, namespace);
  if (!read.ok) return refuse(caller, manifestKey(manifest), read.error);
  const { kind } = read.value;
  const object = withName(caller.ctx, read.value.object);
  const key = keyOf(object);
  const own = object.metadata.namespace;
  const fault =
    faultsOf(kind, object) ??
    (own === undefined || !kind.namespaced
      ? null
      : namespaceFault(caller.ctx, kind, object.metadata.name, own)) ??
    (clusterOf(caller.ctx).objects.entries.has(key) ? alreadyExists(kind, object.metadata.name) : null) ??
    quotaFault(caller.ctx, kind, object.metadata.name);
  if (fault !== null) return refuse(caller, key, fault);
  const dated: ObjectMeta = {
    ...object.metadata,
    uid: uidOf(caller.ctx, key),
    creationTimestamp: rfc3339(caller.ctx.world.nowNs),
  };
  const metadata = kind.kind === 'Deployment' ? { ...dated, generation: 1 } : dated;
  const created =
    kind.newStatus === null ? { ...object, metadata } : { ...object, metadata, status: kind.newStatus };
  return ok(store(caller, kind, null, created));
}

/**
 * Merges `patch` (RFC 7386) into an object. A patch of the status changes status and metadata only, any other leaves the
 * status alone, as the two endpoints of a real API server do.
 */
export function patchObject(
  caller: ApiCaller,
  at: { readonly kind: string; readonly namespace: string; readonly name: string; readonly status?: boolean },
  patch: JsonObject,
): ApiResult {
  const { kind: kindName, namespace, name } = at;
  const key = objectKey(kindName, namespace, name);
  const kind = kindOf(kindName);
  if (kind === null) return refuse(caller, key, noSuchKind('v1', kindName));
  const before = clusterOf(caller.ctx).objects.entries.get(key);
  if (before === undefined) return refuse(caller, key, notFound(kind, name));
  const { metadata, status, ...rest } = patch;
  const kept = at.status === true ? { metadata, status } : { ...rest, metadata };
  const merged = mergePatch(asJson(before), kept);
  if (!isJsonObject(merged)) return refuse(caller, key, badRequest('no object'));
  return at.status === true
    ? replaceStatus(caller, kind, before, merged)
    : replace(caller, kind, before, merged);
}

/** Replaces an object by what a manifest says, keeping its status. A resourceVersion in it must be the present one. */
export function updateObject(caller: ApiCaller, manifest: JsonObject, namespace?: string): ApiResult {
  const read = readManifest(manifest, namespace);
  if (!read.ok) return refuse(caller, manifestKey(manifest), read.error);
  const { kind, object } = read.value;
  const key = keyOf(object);
  const before = clusterOf(caller.ctx).objects.entries.get(key);
  if (before === undefined) return refuse(caller, key, notFound(kind, object.metadata.name));
  const version = objectAt(manifest, 'metadata')['resourceVersion'];
  if (version !== undefined && version !== before.metadata.resourceVersion) {
    return refuse(caller, key, conflict(kind, object.metadata.name));
  }
  const { status } = before;
  return replace(caller, kind, before, asJson(status === undefined ? object : { ...object, status }));
}

/**
 * Deletes an object. A pod on a node is only marked: its kubelet stops it and then asks with a grace period of 0. Null
 * leaves the grace period to the object.
 */
export function deleteObject(
  caller: ApiCaller,
  at: { readonly kind: string; readonly namespace: string; readonly name: string },
  graceSeconds: number | null = null,
): ApiResult {
  const key = objectKey(at.kind, at.namespace, at.name);
  const kind = kindOf(at.kind);
  if (kind === null) return refuse(caller, key, noSuchKind('v1', at.kind));
  const before = clusterOf(caller.ctx).objects.entries.get(key);
  if (before === undefined) return refuse(caller, key, notFound(kind, at.name));
  if (kind.kind === 'Namespace') return deleteNamespace(caller, kind, before);
  const waitsFor = kind.kind === 'Pod' && typeof before.spec?.['nodeName'] === 'string';
  const own = before.spec?.['terminationGracePeriodSeconds'];
  const grace = graceSeconds ?? (typeof own === 'number' ? own : 0);
  if (!waitsFor || grace === 0) return ok(remove(caller, kind, before));
  if (before.metadata.deletionTimestamp !== undefined) return ok(before);
  const metadata: ObjectMeta = {
    ...before.metadata,
    deletionTimestamp: rfc3339(caller.ctx.world.nowNs + grace * 1e9),
    deletionGracePeriodSeconds: grace,
  };
  return ok(store(caller, kind, before, { ...before, metadata }));
}

/** A namespace goes when nothing is in it any more; until then it takes nothing new. */
function deleteNamespace(caller: ApiCaller, kind: ResourceKind, before: ApiObject): ApiResult {
  if (namespaceIsEmpty(caller.ctx, before.metadata.name)) return ok(remove(caller, kind, before));
  if (before.metadata.deletionTimestamp !== undefined) return ok(before);
  const metadata = { ...before.metadata, deletionTimestamp: rfc3339(caller.ctx.world.nowNs) };
  return ok(store(caller, kind, before, { ...before, metadata, status: { phase: 'Terminating' } }));
}

/** Whether no object is in a namespace. */
export function namespaceIsEmpty(ctx: Pick<Ctx, 'world'>, name: string): boolean {
  for (const { metadata } of ctx.world.cluster?.objects.entries.values() ?? []) {
    if (metadata.namespace === name) return false;
  }
  return true;
}

/** The binding of a pod: the scheduler's word, given once. Source: pkg/registry/core/pod/storage assignPod. */
export function bindPod(
  caller: ApiCaller,
  pod: { readonly namespace: string; readonly name: string },
  node: string,
): ApiResult {
  const kind = need(kindOf('Pod'), 'Pod');
  const key = objectKey('Pod', pod.namespace, pod.name);
  const before = clusterOf(caller.ctx).objects.entries.get(key);
  if (before === undefined) return refuse(caller, key, notFound(kind, pod.name));
  const bound = before.spec?.['nodeName'];
  if (typeof bound === 'string' && bound !== '') {
    return refuse(
      caller,
      key,
      conflictBecause(kind, pod.name, `pod ${pod.name} is already assigned to node "${bound}"`),
    );
  }
  const spec = boundSpec(before.spec ?? NO_MEMBERS, node);
  const status = boundStatus(before.status ?? NO_MEMBERS, rfc3339(caller.ctx.world.nowNs));
  return ok(store(caller, kind, before, { ...before, spec, status }));
}

const NO_MEMBERS: JsonObject = {};

/** Pods of one template have one spec, and those of them that go to one node again. */
function boundSpec(spec: JsonObject, nodeName: string): JsonObject {
  let nodes = SPECS.get(spec);
  if (nodes === undefined) {
    nodes = new Map();
    SPECS.set(spec, nodes);
  }
  const known = nodes.get(nodeName);
  if (known !== undefined) return known;
  const bound = { ...spec, nodeName };
  nodes.set(nodeName, bound);
  return bound;
}

const SPECS = new WeakMap<JsonObject, Map<string, JsonObject>>();

/** So have those that are bound in the same second one status. */
function boundStatus(status: JsonObject, lastTransitionTime: string): JsonObject {
  const known = STATUSES.get(status);
  if (known?.at === lastTransitionTime) return known.bound;
  const bound = { ...status, conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime }] };
  STATUSES.set(status, { at: lastTransitionTime, bound });
  return bound;
}

const STATUSES = new WeakMap<JsonObject, { readonly at: string; readonly bound: JsonObject }>();

/** Changes what is there to `next`, whose metadata may only change in labels, annotations and owners. */
function replace(caller: ApiCaller, kind: ResourceKind, before: ApiObject, next: JsonObject): ApiResult {
  const metadata = nextMeta(before.metadata, objectAt(next, 'metadata'));
  const object = kind.defaults({ ...next, apiVersion: kind.apiVersion, kind: kind.kind, metadata });
  const errors = kind.validateUpdate(object, before);
  const fault = errors.length > 0 ? invalidObject(kind, metadata.name, errors) : faultsOf(kind, object);
  if (fault !== null) return refuse(caller, keyOf(before), fault);
  return ok(store(caller, kind, before, object));
}

/** The same where spec and data stay as they are: what is in them was looked at when it came. */
function replaceStatus(
  caller: ApiCaller,
  kind: ResourceKind,
  before: ApiObject,
  next: JsonObject,
): ApiResult {
  const given = objectAt(next, 'metadata');
  const metadata = given === asJson(before.metadata) ? before.metadata : nextMeta(before.metadata, given);
  const fault = metadata === before.metadata ? null : metaFaultsOf(kind, metadata);
  if (fault !== null) return refuse(caller, keyOf(before), fault);
  const { status } = next;
  return ok(
    store(
      caller,
      kind,
      before,
      isJsonObject(status) ? { ...before, metadata, status } : { ...before, metadata },
    ),
  );
}

function nextMeta(before: ObjectMeta, given: JsonObject): ObjectMeta {
  const { labels, annotations, ownerReferences } = given as Partial<ObjectMeta>;
  const { labels: _l, annotations: _a, ownerReferences: _o, ...fixed } = before;
  return {
    ...fixed,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(ownerReferences === undefined ? {} : { ownerReferences }),
  };
}

/** Writes a new version, unless nothing changed. */
function store(caller: ApiCaller, kind: ResourceKind, before: ApiObject | null, next: ApiObject): ApiObject {
  const { ctx, netns } = caller;
  if (before !== null && jsonEqual(asJson(before), asJson(next))) return before;
  const key = keyOf(next);
  const { generation } = next.metadata;
  const specChanged =
    generation !== undefined && before !== null && !jsonEqual(before.spec ?? null, next.spec ?? null);
  const versioned = { ...next.metadata, resourceVersion: String(nextVersion(ctx, netns)) };
  const metadata =
    generation !== undefined && specChanged ? { ...versioned, generation: generation + 1 } : versioned;
  const object: ApiObject = { ...next, metadata };
  putObject(ctx, netns, key, object);
  if (before === null || isFoundElsewhere(before, object)) {
    const was = before === null ? [] : kind.indexes(before);
    const is = kind.indexes(object);
    for (const index of was) if (!is.includes(index)) putIndex(ctx, netns, index, key, false);
    for (const index of is) if (!was.includes(index)) addToIndex(caller, index, key);
  }
  const verdict = before === null ? 'added' : 'modified';
  if (ctx.trace.on) {
    const fields = before === null ? [] : changedPaths(asJson(before), asJson(object)).filter(isTold);
    ctx.emit('api.change', verdict, netns, 0, null, { key, by: caller.by, fields, message: null });
  }
  const change: ObjectChange = before === null ? ADDED : { reason: 'modified', before };
  notifyWatchers(ctx, caller.watchers, change, object, key);
  return object;
}

const ADDED: ObjectChange = { reason: 'added' };
const DELETED: ObjectChange = { reason: 'deleted' };

/** Whether what indexes are made of has changed. */
function isFoundElsewhere(before: ApiObject, after: ApiObject): boolean {
  return before.spec !== after.spec || before.metadata.ownerReferences !== after.metadata.ownerReferences;
}

/** What changes with every version is not worth telling. */
function isTold(path: string): boolean {
  return path !== 'metadata.resourceVersion' && path !== 'metadata.generation';
}

function remove(caller: ApiCaller, kind: ResourceKind, object: ApiObject): ApiObject {
  const { ctx, netns } = caller;
  const key = keyOf(object);
  const version = String(nextVersion(ctx, netns));
  putObject(ctx, netns, key, undefined);
  for (const index of kind.indexes(object)) putIndex(ctx, netns, index, key, false);
  const last = { ...object, metadata: { ...object.metadata, resourceVersion: version } };
  if (ctx.trace.on) {
    ctx.emit('api.change', 'deleted', netns, 0, null, { key, by: caller.by, fields: [], message: null });
  }
  notifyWatchers(ctx, caller.watchers, DELETED, last, key);
  return last;
}

function refuse(caller: ApiCaller, key: string, status: ApiStatus): ApiResult {
  const { ctx, netns, by } = caller;
  if (ctx.trace.on) {
    ctx.emit('api.change', 'refused', netns, 0, null, { key, by, fields: [], message: status.message });
  }
  return err(status);
}

// ------------------------------------------------------------------------------------------------------ details

/** Adds an entry to an index. */
export function addToIndex(caller: Pick<ApiCaller, 'ctx' | 'netns'>, index: string, entry: string): void {
  putIndex(caller.ctx, caller.netns, index, entry, true);
}

/** Why a namespace takes no new object; null when it does. */
function namespaceFault(ctx: Ctx, kind: ResourceKind, name: string, namespace: string): ApiStatus | null {
  const found = getObject(ctx, 'Namespace', '', namespace);
  if (found === null) return notFound(namespaceKind, namespace);
  if (found.metadata.deletionTimestamp === undefined) return null;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  return forbidden(kind, name, why);
}

/** What a lab keeps: enough for every node to be full twice over, and little enough to stay within reason. */
const OBJECTS_MAX = 2000;
const OBJECTS_PER_NODE_MAX = 250;

/** A refusal once there are too many objects, in the words of a ResourceQuota. Source: plugin/pkg/admission/resourcequota. */
function quotaFault(ctx: Ctx, kind: ResourceKind, name: string): ApiStatus | null {
  const { objects, index } = clusterOf(ctx);
  const used = objects.entries.size;
  const most = OBJECTS_MAX + OBJECTS_PER_NODE_MAX * (index.entries.get('Node')?.entries.size ?? 0);
  if (used < most || kind.kind === 'Node') return null;
  const why = `exceeded quota: lab, requested: count/objects=1, used: count/objects=${used}, limited: count/objects=${most}`;
  return forbidden(kind, name, why);
}

/** Where a manifest that cannot be read would have gone. */
function manifestKey(manifest: Json): string {
  const raw: JsonObject = isJsonObject(manifest) ? manifest : {};
  const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
  const meta = objectAt(raw, 'metadata');
  return objectKey(text(raw['kind']), text(meta['namespace']), text(meta['name']));
}
