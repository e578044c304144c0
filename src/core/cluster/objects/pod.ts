/** Pod. Source: kubernetes v1.34 pkg/apis/core/validation/validation.go ValidatePodUpdate, pkg/registry/core/pod. */
import { asJson, jsonEqual } from '../../base/json';
import type { JsonObject } from '../../base/json';
import type { ApiObject } from '../../model/cluster';
import type { FieldError } from './fields';
import { forbidden } from './fields';
import type { ResourceKind } from './kind';
import { objectMeta } from './meta';
import { subdomainFaults } from './names';
import type { RawPodSpec } from './pod-spec';
import { podSpec, podSpecDefaults, podSpecErrors } from './pod-spec';
import { any, struct, text } from './schema';

const MAY_CHANGE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

export const pod: ResourceKind = {
  kind: 'Pod',
  apiVersion: 'v1',
  plural: 'pods',
  shortNames: ['po'],
  namespaced: true,
  schema: struct('Pod', { apiVersion: text, kind: text, metadata: objectMeta, spec: podSpec, status: any }),
  defaults: (object) => ({ ...object, spec: asJson(podSpecDefaults(specOf(object))) }),
  nameFaults: subdomainFaults,
  validate: (object) => podSpecErrors(specOf(object), 'spec'),
  validateUpdate: (next, before): readonly FieldError[] =>
    jsonEqual(withoutChangeable(specOf(next)), withoutChangeable(specOf(before)))
      ? []
      : [forbidden('spec', `pod updates may not change fields other than ${MAY_CHANGE}`)],
  indexes: ({ spec, metadata }) => [
    ...(typeof spec?.['nodeName'] === 'string' ? [`Pod/spec.nodeName=${spec['nodeName']}`] : []),
    ...(metadata.ownerReferences ?? []).map(({ uid }) => `owner=${uid}`),
  ],
  newStatus: { phase: 'Pending', qosClass: 'BestEffort' },
};

function specOf({ spec }: ApiObject): RawPodSpec {
  return spec ?? {};
}

/** Without what may change; the node is not among it: only the scheduler's binding sets that, and once. */
function withoutChangeable(spec: RawPodSpec): JsonObject {
  const { containers = [], ...rest } = spec;
  const { activeDeadlineSeconds: _deadline, tolerations: _tolerations, ...fixed } = asJson(rest);
  return { ...fixed, containers: containers.map(({ image: _image, ...one }) => asJson(one)) };
}
