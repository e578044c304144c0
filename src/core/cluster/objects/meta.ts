/** The metadata all objects have. Source: apimachinery pkg/apis/meta/v1/types.go, pkg/api/validation/objectmeta.go. */
import { utf8Length } from '../../base/bytes';
import type { ObjectMeta } from '../../model/cluster';
import type { FieldError } from './fields';
import { forbidden, invalid, required, tooLong } from './fields';
import { labelFaults, labelKeyFaults, labelValueFaults } from './names';
import type { Schema } from './schema';
import { flag, int64, list, map, struct, text, unread } from './schema';

export const ownerReference: Schema = struct('OwnerReference', {
  apiVersion: text,
  kind: text,
  name: text,
  uid: text,
  controller: flag,
  blockOwnerDeletion: flag,
});

export const objectMeta: Schema = struct('ObjectMeta', {
  name: text,
  generateName: text,
  namespace: text,
  selfLink: text,
  uid: text,
  resourceVersion: text,
  generation: int64,
  creationTimestamp: text,
  deletionTimestamp: text,
  deletionGracePeriodSeconds: int64,
  labels: map(text),
  annotations: map(text),
  ownerReferences: list(ownerReference),
  finalizers: list(text),
  ...unread('managedFields'),
});

const ANNOTATIONS_BYTES_MAX = 256 * 1024;

export function labelErrors(
  labels: Readonly<Record<string, string>> | undefined,
  path: string,
): FieldError[] {
  if (labels === undefined || SOUND_LABELS.has(labels)) return [];
  const errors = Object.entries(labels).flatMap(([key, value]) => [
    ...labelKeyFaults(key).map((fault) => invalid(path, key, fault)),
    ...labelValueFaults(value).map((fault) => invalid(path, value, fault)),
  ]);
  if (errors.length === 0) SOUND_LABELS.add(labels);
  return errors;
}

/**
 * Labels and annotations that nothing is wrong with: pods of one template share them, and keep them. Two sets, for in YAML
 * an anchor makes one thing of both, and what is a fine annotation need be no label.
 */
const SOUND_LABELS = new WeakSet<Readonly<Record<string, string>>>();
const SOUND_ANNOTATIONS = new WeakSet<Readonly<Record<string, string>>>();

export function annotationErrors(
  annotations: Readonly<Record<string, string>> | undefined,
  path: string,
): FieldError[] {
  if (annotations === undefined || SOUND_ANNOTATIONS.has(annotations)) return [];
  const errors = Object.keys(annotations).flatMap((key) =>
    labelKeyFaults(key.toLowerCase()).map((fault) => invalid(path, key, fault)),
  );
  const bytes = Object.entries(annotations).reduce(
    (sum, pair) => sum + pair.reduce((one, word) => one + utf8Length(word), 0),
    0,
  );
  if (bytes > ANNOTATIONS_BYTES_MAX) return [...errors, tooLong(path, ANNOTATIONS_BYTES_MAX)];
  if (errors.length === 0) SOUND_ANNOTATIONS.add(annotations);
  return errors;
}

export function metaErrors(
  meta: ObjectMeta,
  namespaced: boolean,
  nameFaults: (name: string) => readonly string[],
): FieldError[] {
  const errors: FieldError[] = [];
  if (meta.name === '') errors.push(required('metadata.name', 'name or generateName is required'));
  else errors.push(...nameFaults(meta.name).map((fault) => invalid('metadata.name', meta.name, fault)));
  if (namespaced) {
    const namespace = meta.namespace ?? '';
    if (namespace === '') errors.push(required('metadata.namespace'));
    else
      errors.push(...labelFaults(namespace).map((fault) => invalid('metadata.namespace', namespace, fault)));
  } else if (meta.namespace !== undefined) {
    errors.push(forbidden('metadata.namespace', 'not allowed on this type'));
  }
  return [
    ...errors,
    ...labelErrors(meta.labels, 'metadata.labels'),
    ...annotationErrors(meta.annotations, 'metadata.annotations'),
  ];
}
