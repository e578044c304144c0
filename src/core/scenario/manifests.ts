/**
 * The documents beside the Lab: real manifests. Each is checked before the lab is built, by the rules of the API server
 * and in its words, and every finding is told with its place in the file.
 */
import type { Json, JsonObject } from '../base/json';
import { isJsonObject, objectAt, textAt } from '../base/json';
import type { Path } from '../base/path';
import { pathFromText, pathText } from '../base/path';
import { faultsOf, readManifest } from '../cluster/manifest';
import { kindNamed, resourceKinds } from '../cluster/objects';
import type { ResourceKind } from '../cluster/objects/kind';
import { decode, fieldsAt } from '../cluster/objects/schema';
import { noSuchKind } from '../cluster/status';
import type { Problem } from '../session.types';
import type { SourceDocument } from './documents';
import type { LabManifest } from './lab';
import { MAX_MANIFESTS, MAX_PROBLEMS } from './limits';
import { keyOfManifest } from './manifest-key';
import { nearest } from './nearest';
import { placeOf, placeOfKey } from './place';
import type { Place } from './problems';
import { problemAt } from './problems';

/** Where the parts of a manifest stand. An option's patch has its own places. */
export interface Spots {
  /** Of a value; of something missing, of what it is missing in. */
  value(path: Path): Place;
  /** Of the key at the end of a path. */
  key(path: Path): Place;
}

export function spotsIn(source: SourceDocument): Spots {
  return { value: (path) => placeOf(source, path), key: (path) => placeOfKey(source, path) };
}

/** The manifests of a file. Whatever is wrong with them goes into `problems`. */
export function readManifests(
  sources: readonly SourceDocument[],
  hasCluster: boolean,
  problems: Problem[],
): readonly LabManifest[] {
  const manifests: LabManifest[] = [];
  const keys = new Map<string, number>();
  for (const source of sources) {
    if (problems.length >= MAX_PROBLEMS) break;
    const spots = spotsIn(source);
    const object = source.value as Json;
    if (!isJsonObject(object) || textAt(object, 'kind') === '') {
      problems.push(problemAt(spots.value([]), 'notADocument'));
      continue;
    }
    const kind = textAt(object, 'kind');
    if (!hasCluster) {
      problems.push(problemAt(spots.value(['kind']), 'manifestNoCluster', { kind }));
      continue;
    }
    const found = manifestProblems(object, spots);
    problems.push(...found);
    if (found.length > 0) continue;
    const key = keyOfManifest(object);
    const first = keys.get(key);
    if (first !== undefined) {
      const params = { kind, name: textAt(objectAt(object, 'metadata'), 'name'), document: first };
      problems.push(problemAt(spots.value(['metadata', 'name']), 'manifestTwice', params));
    }
    keys.set(key, source.index);
    manifests.push({ object, place: spots.value([]) });
  }
  if (manifests.length > MAX_MANIFESTS) {
    const place = manifests[MAX_MANIFESTS]?.place;
    const params = { found: manifests.length, max: MAX_MANIFESTS };
    if (place !== undefined) problems.push(problemAt(place, 'tooManyManifests', params));
  }
  return manifests;
}

/** Everything that the API server has against a manifest by itself. */
export function manifestProblems(object: JsonObject, spots: Spots): readonly Problem[] {
  const apiVersion = textAt(object, 'apiVersion');
  const kindName = textAt(object, 'kind');
  const kind = kindNamed(apiVersion, kindName);
  if (kindName === 'Node') return [problemAt(spots.value(['kind']), 'manifestNode')];
  if (kind === null) return [kindProblem(apiVersion, kindName, spots)];
  const { wrongType, unknown } = decode(kind.schema, object);
  if (wrongType !== null) {
    const field = pathText(wrongType.path);
    return [problemAt(spots.value(wrongType.path), 'manifestType', { field, words: wrongType.words })];
  }
  if (unknown.length > 0) {
    return unknown.slice(0, MAX_PROBLEMS).map((path) => fieldProblem(kind, path, spots));
  }
  const read = readManifest(object);
  if (!read.ok)
    return [
      problemAt(spots.value([]), 'manifestRefused', {
        kind: kindName,
        name: textAt(objectAt(object, 'metadata'), 'name'),
        answer: read.error.message,
      }),
    ];
  const faults = faultsOf(kind, read.value.object);
  return (faults?.causes ?? []).slice(0, MAX_PROBLEMS).map(({ field, body }) => {
    return problemAt(spots.value(pathFromText(field)), 'manifestInvalid', { field, words: body });
  });
}

function kindProblem(apiVersion: string, kindName: string, spots: Spots): Problem {
  const words = noSuchKind(apiVersion, kindName).message;
  const known = resourceKinds.filter(({ kind }) => kind !== 'Node');
  const meant = known.find(({ kind }) => kind === kindName);
  if (meant !== undefined) {
    const params = { words, kind: kindName, apiVersion: meant.apiVersion };
    return problemAt(spots.value(['apiVersion']), 'manifestVersion', params);
  }
  const names = known.map(({ kind }) => kind);
  const close = nearest(kindName, names);
  const params = { words, kind: kindName, kinds: names.join(', ') };
  return close === null
    ? problemAt(spots.value(['kind']), 'manifestKind', params)
    : problemAt(spots.value(['kind']), 'manifestKindNearest', { ...params, nearest: close });
}

function fieldProblem(kind: ResourceKind, path: Path, spots: Spots): Problem {
  const field = pathText(path);
  const fields = fieldsAt(kind.schema, path.slice(0, -1));
  const close = nearest(String(path[path.length - 1] ?? ''), fields);
  const params = { field, fields: fields.join(', '), words: `unknown field "${field}"` };
  return close === null
    ? problemAt(spots.key(path), 'manifestField', params)
    : problemAt(spots.key(path), 'manifestFieldNearest', { ...params, nearest: close });
}
