/** Node: written by the kubelet of its machine, never from a manifest. */
import type { FieldError } from './fields';
import { forbidden } from './fields';
import type { ResourceKind } from './kind';
import { objectMeta } from './meta';
import { subdomainFaults } from './names';
import { any, flag, list, struct, text, unread } from './schema';

export const node: ResourceKind = {
  kind: 'Node',
  apiVersion: 'v1',
  plural: 'nodes',
  shortNames: ['no'],
  namespaced: false,
  schema: struct('Node', {
    apiVersion: text,
    kind: text,
    metadata: objectMeta,
    spec: struct('NodeSpec', {
      podCIDR: text,
      podCIDRs: list(text),
      providerID: text,
      unschedulable: flag,
      ...unread('taints', 'configSource', 'externalID'),
    }),
    status: any,
  }),
  defaults: (object) => ({ ...object, spec: object.spec ?? {} }),
  nameFaults: subdomainFaults,
  validate: () => [],
  /** Source: ValidateNodeUpdate: a range is given once. */
  validateUpdate(next, before): readonly FieldError[] {
    const was = before.spec?.['podCIDR'];
    return was !== undefined && next.spec?.['podCIDR'] !== was
      ? [forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid')]
      : [];
  },
  indexes: () => ['Node'],
  newStatus: {},
};
