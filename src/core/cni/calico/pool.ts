/** The pools of a cluster. Source: calico api/pkg/apis/projectcalico/v3/ippool.go. */
import type { ApiObject } from '../../model/cluster';
import { parseCidr4, type Cidr4 } from '../../wire/addr';

export type PoolMode = 'Always' | 'CrossSubnet' | 'Never';

export interface Pool {
  readonly name: string;
  readonly cidr: Cidr4;
  readonly vxlanMode: PoolMode;
  readonly natOutgoing: boolean;
  readonly blockSize: number;
  /** What has an address keeps it; nobody gets a new one. */
  readonly disabled: boolean;
}

interface RawPool {
  readonly cidr: string;
  readonly vxlanMode: PoolMode;
  readonly natOutgoing?: boolean;
  readonly blockSize: number;
  readonly disabled?: boolean;
}

/** By name. */
export function readPools(objects: readonly ApiObject[]): readonly Pool[] {
  const pools = objects.flatMap(({ metadata, spec }): readonly Pool[] => {
    const { cidr, vxlanMode, natOutgoing = false, blockSize, disabled = false } = spec as unknown as RawPool;
    const range = parseCidr4(cidr);
    return range.ok
      ? [{ name: metadata.name, cidr: range.value, vxlanMode, natOutgoing, blockSize, disabled }]
      : [];
  });
  return pools.sort((a, b) => (a.name < b.name ? -1 : 1));
}
