/**
 * BlockAffinity: which node a block of addresses belongs to. Written by Calico's IPAM alone.
 * Source: calico v3.31 libcalico-go/config/crd, lib/backend/k8s/resources/ipam_affinity.go.
 */
import { textAt } from '../../base/json';
import { CALICO_CRD } from './calico';
import { required } from './fields';
import type { ResourceKind } from './kind';
import { objectMeta } from './meta';
import { subdomainFaults } from './names';
import { struct, text } from './schema';

const REQUIRED = ['cidr', 'deleted', 'node', 'state'];

export const blockAffinity: ResourceKind = {
  kind: 'BlockAffinity',
  apiVersion: CALICO_CRD,
  plural: 'blockaffinities',
  shortNames: [],
  namespaced: false,
  schema: struct('BlockAffinity', {
    apiVersion: text,
    kind: text,
    metadata: objectMeta,
    spec: struct('BlockAffinitySpec', { cidr: text, deleted: text, node: text, state: text, type: text }),
  }),
  defaults: (object) => object,
  nameFaults: subdomainFaults,
  validate: ({ spec }) =>
    spec === undefined
      ? []
      : REQUIRED.flatMap((key) => (typeof spec[key] === 'string' ? [] : [required(`spec.${key}`)])),
  validateUpdate: () => [],
  indexes: ({ spec }) => ['BlockAffinity', `BlockAffinity/node=${textAt(spec ?? {}, 'node')}`],
  newStatus: null,
};
