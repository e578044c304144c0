/** What felix's fixed chains depend on. Source: calico felix/rules/rule_defs.go Config, felix/config/config_params.go. */
import { ACCEPT, DROP, type Action } from './action';
import type { RuleMarks } from './mark-bits';

export interface HostPort {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

export interface StaticConfig {
  readonly family: 4 | 6;
  readonly marks: RuleMarks;
  /** Devices of workloads begin with one of these. */
  readonly workloadPrefixes: readonly string[];
  readonly ipip: boolean;
  readonly vxlan: boolean;
  readonly wireguard: boolean;
  /** UDP ports. */
  readonly vxlanPort: number;
  readonly wireguardPort: number;
  /** Devices of tunnels that have an address of their own. */
  readonly tunnelDevices: readonly string[];
  /** What pods may do with their own node, once their policies let them: FelixConfiguration defaultEndpointToHostAction. */
  readonly endpointToHostAction: Action;
  readonly denyAction: Action;
  readonly filterAllowAction: Action;
  readonly mangleAllowAction: Action;
  readonly failsafeInbound: readonly HostPort[];
  readonly failsafeOutbound: readonly HostPort[];
}

const tcp = (port: number): HostPort => ({ protocol: 'tcp', port });
const udp = (port: number): HostPort => ({ protocol: 'udp', port });

/** BGP, etcd, Typha, the API server, etcd of old: what keeps a node in its cluster. */
const CLUSTER_PORTS = [179, 2379, 2380, 5473, 6443, 6666, 6667].map(tcp);

/** ssh and DHCP in, DNS and DHCP out. */
export const FAILSAFE_INBOUND: readonly HostPort[] = [tcp(22), udp(68), ...CLUSTER_PORTS];
export const FAILSAFE_OUTBOUND: readonly HostPort[] = [udp(53), udp(67), ...CLUSTER_PORTS];

/** Felix's own defaults; a cluster set up by the manifest accepts what pods send to their node. */
export function staticConfig(marks: RuleMarks): StaticConfig {
  return {
    family: 4,
    marks,
    workloadPrefixes: ['cali'],
    ipip: false,
    vxlan: false,
    wireguard: false,
    vxlanPort: 4789,
    wireguardPort: 51820,
    tunnelDevices: [],
    endpointToHostAction: DROP,
    denyAction: DROP,
    filterAllowAction: ACCEPT,
    mangleAllowAction: ACCEPT,
    failsafeInbound: FAILSAFE_INBOUND,
    failsafeOutbound: FAILSAFE_OUTBOUND,
  };
}
