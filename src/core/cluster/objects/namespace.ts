/** Namespace. */
import type { ResourceKind } from './kind';
import { objectMeta } from './meta';
import { labelFaults } from './names';
import { any, list, struct, text } from './schema';

export const namespace: ResourceKind = {
  kind: 'Namespace',
  apiVersion: 'v1',
  plural: 'namespaces',
  shortNames: ['ns'],
  namespaced: false,
  schema: struct('Namespace', {
    apiVersion: text,
    kind: text,
    metadata: objectMeta,
    spec: struct('NamespaceSpec', { finalizers: list(text) }),
    status: any,
  }),
  /** Every namespace carries its own name as a label (NamespaceDefaultLabelName). */
  defaults: (object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name },
    },
    spec: { finalizers: ['kubernetes'], ...object.spec },
  }),
  nameFaults: labelFaults,
  validate: () => [],
  validateUpdate: () => [],
  indexes: () => ['Namespace'],
  newStatus: { phase: 'Active' },
};
