/**
 * IPAMBlock: some neighbouring addresses that belong to one node, and who has each. Written by Calico's IPAM alone.
 * Source: calico libcalico-go/lib/apis/crd.projectcalico.org/v1/ipam_block.go.
 */
import { textAt } from '../../base/json';
import { CALICO_CRD } from './calico';
import type { ResourceKind } from './kind';
import { objectMeta } from './meta';
import { subdomainFaults } from './names';
import { any, flag, int32, list, map, struct, text } from './schema';

export const ipamBlock: ResourceKind = {
  kind: 'IPAMBlock',
  apiVersion: CALICO_CRD,
  plural: 'ipamblocks',
  shortNames: [],
  namespaced: false,
  schema: struct('IPAMBlock', {
    apiVersion: text,
    kind: text,
    metadata: objectMeta,
    spec: struct('IPAMBlockSpec', {
      cidr: text,
      affinity: text,
      strictAffinity: flag,
      /** For each address the number of its attributes, null for nobody's. */
      allocations: any,
      /** Free addresses by number, in the order in which they are given. */
      unallocated: list(int32),
      attributes: list(struct('AllocationAttribute', { handle_id: text, secondary: map(text) })),
    }),
  }),
  defaults: (object) => object,
  nameFaults: subdomainFaults,
  validate: () => [],
  validateUpdate: () => [],
  indexes: ({ spec }) => ['IPAMBlock', `IPAMBlock/affinity=${textAt(spec ?? {}, 'affinity')}`],
  newStatus: null,
};
