/**
 * IPPool: a range that Calico gives pods addresses from, and how their packets cross the network between nodes.
 * Source: calico v3.31 api/pkg/apis/projectcalico/v3/ippool.go; libcalico-go/lib/clientv3/ippool.go, lib/validator/v3.
 */
import { networkOf, parseCidr4 } from '../../wire/addr';
import type { ApiObject } from '../../model/cluster';
import { CALICO_CRD, CALICO_V3 } from './calico';
import type { FieldError } from './fields';
import { invalid, notSupported } from './fields';
import type { ResourceKind } from './kind';
import { objectMeta } from './meta';
import { subdomainFaults } from './names';
import { flag, int32, list, struct, text } from './schema';

const MODES = ['Always', 'CrossSubnet', 'Never'];
const DEFAULT_BLOCK_SIZE = 26;
/** Fewest and most bits of a block of IPv4 addresses. */
const BLOCK_SIZE = { min: 20, max: 32 } as const;

export const ipPool: ResourceKind = {
  kind: 'IPPool',
  apiVersion: CALICO_V3,
  alsoServedAs: CALICO_CRD,
  plural: 'ippools',
  shortNames: [],
  namespaced: false,
  schema: struct('IPPool', {
    apiVersion: text,
    kind: text,
    metadata: objectMeta,
    spec: struct('IPPoolSpec', {
      cidr: text,
      vxlanMode: text,
      ipipMode: text,
      natOutgoing: flag,
      disabled: flag,
      disableBGPExport: flag,
      blockSize: int32,
      nodeSelector: text,
      allowedUses: list(text),
      assignmentMode: text,
    }),
  }),
  defaults: (object) => ({
    ...object,
    spec: {
      vxlanMode: 'Never',
      ipipMode: 'Never',
      nodeSelector: 'all()',
      allowedUses: ['Workload', 'Tunnel'],
      assignmentMode: 'Automatic',
      blockSize: DEFAULT_BLOCK_SIZE,
      ...object.spec,
    },
  }),
  nameFaults: subdomainFaults,
  validate({ spec }): readonly FieldError[] {
    const { cidr: written = '', blockSize = DEFAULT_BLOCK_SIZE, vxlanMode, ipipMode } = specOf(spec);
    const errors: FieldError[] = [];
    const cidr = parseCidr4(written);
    if (!cidr.ok || networkOf(cidr.value.addr, cidr.value.len) !== cidr.value.addr) {
      errors.push(invalid('IPpool.CIDR', written, 'invalid CIDR'));
    } else if (cidr.value.len > blockSize) {
      errors.push(
        invalid(
          'IPpool.CIDR',
          written,
          'IP pool size is too small for use with Calico IPAM. It must be equal to or greater than the block size.',
        ),
      );
    }
    if (blockSize < BLOCK_SIZE.min || blockSize > BLOCK_SIZE.max) {
      errors.push(invalid('IPpool.BlockSize', blockSize, 'invalid BlockSize: must be between 20 and 32'));
    }
    for (const [field, mode] of [
      ['spec.vxlanMode', vxlanMode],
      ['spec.ipipMode', ipipMode],
    ] as const) {
      if (mode !== undefined && !MODES.includes(mode)) errors.push(notSupported(field, mode, MODES));
    }
    if (vxlanMode !== undefined && vxlanMode !== 'Never' && ipipMode !== undefined && ipipMode !== 'Never') {
      errors.push(
        invalid(
          'IPpool.VXLANMode',
          vxlanMode,
          'IPIPMode and VXLANMode cannot both be enabled on the same IP pool',
        ),
      );
    }
    return errors;
  },
  validateUpdate: (next, before): readonly FieldError[] => {
    const [is, was] = [specOf(next.spec), specOf(before.spec)];
    return [
      ...(is.cidr === was.cidr
        ? []
        : [invalid('IPPool.Spec.CIDR', is.cidr ?? '', 'IPPool CIDR cannot be modified')]),
      ...(is.blockSize === was.blockSize
        ? []
        : [invalid('IPPool.Spec.BlockSize', is.blockSize ?? 0, 'IPPool BlockSize cannot be modified')]),
    ];
  },
  indexes: () => ['IPPool'],
  newStatus: null,
};

interface RawSpec {
  readonly cidr?: string;
  readonly blockSize?: number;
  readonly vxlanMode?: string;
  readonly ipipMode?: string;
}

function specOf(spec: ApiObject['spec']): RawSpec {
  return spec ?? {};
}
