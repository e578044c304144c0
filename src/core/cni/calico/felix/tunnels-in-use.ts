/** Which tunnels there are in a cluster, and by which device a node sends into each. */
import type { Pool } from '../pool';
import type { FelixSettings } from './settings';

export type TunnelKind = 'ipip' | 'vxlan';

export const TUNNEL_KINDS: readonly TunnelKind[] = ['ipip', 'vxlan'];
export const TUNNEL_DEVICE: Readonly<Record<TunnelKind, string>> = { ipip: 'tunl0', vxlan: 'vxlan.calico' };

export const WIREGUARD_DEVICE = 'wireguard.cali';

export function wraps(kind: TunnelKind, pool: Pick<Pool, 'ipipMode' | 'vxlanMode'>): boolean {
  return (kind === 'ipip' ? pool.ipipMode : pool.vxlanMode) !== 'Never';
}

/** Those of the pools, unless FelixConfiguration knows better. */
export function tunnelsInUse(
  pools: readonly Pick<Pool, 'ipipMode' | 'vxlanMode'>[],
  { ipipEnabled, vxlanEnabled }: Pick<FelixSettings, 'ipipEnabled' | 'vxlanEnabled'>,
): readonly TunnelKind[] {
  const said = { ipip: ipipEnabled, vxlan: vxlanEnabled };
  return TUNNEL_KINDS.filter((kind) => said[kind] ?? pools.some((pool) => wraps(kind, pool)));
}
