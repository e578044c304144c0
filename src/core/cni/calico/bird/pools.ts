/**
 * Lines of BIRD's filters for IP pools: which routes go into the kernel and by which device, and which are told to others.
 * Source: calico v3.32 confd/pkg/backends/calico/bgp_processor.go processIPPools, processIPPool.
 */

export type PoolMode = 'Always' | 'CrossSubnet' | 'Never';

export interface IpPool {
  readonly cidr: string;
  readonly ipipMode: PoolMode;
  readonly vxlanMode: PoolMode;
  readonly disableBgpExport: boolean;
}

export interface PoolFilters {
  readonly kernel: readonly string[];
  /** Asked before all others. */
  readonly exportDisabled: readonly string[];
  readonly exportEnabled: readonly string[];
}

function line(cidr: string, statements: string, comment = ''): string {
  return `if (net ~ ${cidr}) then { ${statements} }${comment === '' ? '' : ` # ${comment}`}`;
}

/** `krt_tunnel` is what Calico's fork of BIRD reads the device from; in the node's own network no tunnel is needed. */
function kernelLine({ cidr, ipipMode, vxlanMode }: IpPool, localSubnet: string): string {
  if (vxlanMode !== 'Never') return line(cidr, 'reject;', 'VXLAN routes are handled by Felix.');
  switch (ipipMode) {
    case 'Always':
      return line(cidr, 'krt_tunnel="tunl0"; accept;');
    case 'CrossSubnet': {
      const direct = `(defined(bgp_next_hop)&&(bgp_next_hop ~ ${localSubnet}))`;
      return line(cidr, `if ${direct} then krt_tunnel=""; else krt_tunnel="tunl0"; accept;`);
    }
    case 'Never':
      return line(cidr, 'accept;');
  }
}

/** `localSubnet` is the network of the node's annotated address. */
export function poolFilters(pools: readonly IpPool[], localSubnet: string): PoolFilters {
  const sorted = (lines: readonly string[]): readonly string[] => [...lines].sort();
  const disabled = pools.filter(({ disableBgpExport }) => disableBgpExport);
  const enabled = pools.filter(({ disableBgpExport }) => !disableBgpExport);
  return {
    kernel: sorted(pools.map((pool) => kernelLine(pool, localSubnet))),
    exportDisabled: sorted(disabled.map(({ cidr }) => line(cidr, 'reject;', 'BGP export is disabled.'))),
    exportEnabled: sorted(enabled.map(({ cidr }) => line(cidr, 'accept;'))),
  };
}
