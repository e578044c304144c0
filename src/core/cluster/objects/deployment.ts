/** Deployment, as far as keeping a number of equal pods goes. Source: pkg/apis/apps/validation/validation.go. */
import { asJson, jsonEqual } from '../../base/json';
import type { ApiObject } from '../../model/cluster';
import type { FieldError } from './fields';
import { invalid, required } from './fields';
import type { ResourceKind } from './kind';
import { labelErrors, objectMeta } from './meta';
import { subdomainFaults } from './names';
import type { RawPodSpec } from './pod-spec';
import { podSpec, podSpecDefaults, podSpecErrors } from './pod-spec';
import { any, flag, int32, map, struct, text, unread } from './schema';

const selector = struct('LabelSelector', { matchLabels: map(text), ...unread('matchExpressions') });

export const deployment: ResourceKind = {
  kind: 'Deployment',
  apiVersion: 'apps/v1',
  plural: 'deployments',
  shortNames: ['deploy'],
  namespaced: true,
  schema: struct('Deployment', {
    apiVersion: text,
    kind: text,
    metadata: objectMeta,
    spec: struct('DeploymentSpec', {
      replicas: int32,
      selector,
      template: struct('PodTemplateSpec', { metadata: objectMeta, spec: podSpec }),
      minReadySeconds: int32,
      revisionHistoryLimit: int32,
      paused: flag,
      progressDeadlineSeconds: int32,
      ...unread('strategy'),
    }),
    status: any,
  }),
  defaults(object) {
    const spec = specOf(object);
    const { template } = spec;
    const filled = { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, ...spec };
    if (template === undefined) return { ...object, spec: asJson(filled) };
    return {
      ...object,
      spec: asJson({ ...filled, template: { ...template, spec: podSpecDefaults(template.spec ?? {}) } }),
    };
  },
  nameFaults: subdomainFaults,
  validate(object): readonly FieldError[] {
    const { replicas = 1, selector: chosen, template } = specOf(object);
    const labels = template?.metadata?.labels ?? {};
    const wanted = chosen?.matchLabels ?? {};
    const errors: FieldError[] = [];
    if (replicas < 0) errors.push(invalid('spec.replicas', replicas, 'must be greater than or equal to 0'));
    if (chosen === undefined) errors.push(required('spec.selector'));
    else if (Object.keys(wanted).length === 0) {
      errors.push(invalid('spec.selector', asJson(chosen), 'empty selector is invalid for deployment'));
    } else if (Object.entries(wanted).some(([key, value]) => labels[key] !== value)) {
      const detail = '`selector` does not match template `labels`';
      errors.push(invalid('spec.template.metadata.labels', labels, detail));
    }
    errors.push(...labelErrors(labels, 'spec.template.metadata.labels'));
    return [...errors, ...podSpecErrors(template?.spec ?? {}, 'spec.template.spec')];
  },
  validateUpdate(next, before): readonly FieldError[] {
    const { selector: is = {} } = specOf(next);
    return jsonEqual(asJson(is), asJson(specOf(before).selector ?? {}))
      ? []
      : [invalid('spec.selector', asJson(is), 'field is immutable')];
  },
  indexes: () => ['Deployment'],
  newStatus: {},
};

interface RawSpec {
  readonly replicas?: number;
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly template?: {
    readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
    readonly spec?: RawPodSpec;
  };
}

function specOf({ spec }: ApiObject): RawSpec {
  return spec ?? {};
}
