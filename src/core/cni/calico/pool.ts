/** The pools of a cluster. Source: calico api/pkg/apis/projectcalico/v3/ippool.go. */
import { remembered } from '../../base/remember';
import type { ApiDoor } from '../../cluster/api-door';
import type { ApiObject } from '../../model/cluster';
import { parseCidr4, type Cidr4 } from '../../wire/addr';
import { selects } from './selector';
import { parseSelector } from './selector.parse';

export type PoolMode = 'Always' | 'CrossSubnet' | 'Never';

export interface Pool {
  readonly name: string;
  readonly cidr: Cidr4;
  readonly ipipMode: PoolMode;
  readonly vxlanMode: PoolMode;
  readonly natOutgoing: boolean;
  readonly blockSize: number;
  /** What has an address keeps it; nobody gets a new one. */
  readonly disabled: boolean;
  readonly disableBgpExport: boolean;
  /** Which nodes' pods get addresses of it. */
  readonly nodeSelector: string;
  readonly allowsWorkloads: boolean;
  readonly allowsTunnels: boolean;
}

interface RawPool {
  readonly cidr: string;
  readonly ipipMode?: PoolMode;
  readonly vxlanMode?: PoolMode;
  readonly natOutgoing?: boolean;
  readonly blockSize: number;
  readonly disabled?: boolean;
  readonly disableBGPExport?: boolean;
  readonly nodeSelector?: string;
  readonly allowedUses?: readonly string[] | null;
}

/** By name. */
export function readPools(objects: readonly ApiObject[]): readonly Pool[] {
  return objects.flatMap((object) => readPool(object) ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Every pod's plugin asks for them. */
const readPool = remembered(({ metadata, spec }: ApiObject): Pool | null => {
  const raw = spec as unknown as RawPool;
  const range = parseCidr4(raw.cidr);
  const uses = raw.allowedUses ?? ['Workload', 'Tunnel'];
  if (!range.ok) return null;
  return {
    name: metadata.name,
    cidr: range.value,
    ipipMode: raw.ipipMode ?? 'Never',
    vxlanMode: raw.vxlanMode ?? 'Never',
    natOutgoing: raw.natOutgoing ?? false,
    blockSize: raw.blockSize,
    disabled: raw.disabled ?? false,
    disableBgpExport: raw.disableBGPExport ?? false,
    nodeSelector: raw.nodeSelector ?? '',
    allowsWorkloads: uses.includes('Workload'),
    allowsTunnels: uses.includes('Tunnel'),
  };
});

/** Those whose selector has the node; a selector that cannot be read has none. Source: libcalico-go/lib/ipam/pools.go. */
export function poolsFor(pools: readonly Pool[], api: Pick<ApiDoor, 'get'>, node: string): readonly Pool[] {
  const labels = new Map(Object.entries(api.get('Node', '', node)?.metadata.labels ?? {}));
  return pools.filter(({ nodeSelector }) => {
    if (nodeSelector === '' || nodeSelector === 'all()') return true;
    const parsed = parseSelector(nodeSelector);
    return parsed.ok && selects(parsed.value, labels);
  });
}
