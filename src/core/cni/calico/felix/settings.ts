/**
 * What FelixConfiguration says of what is here: `default` for all, `node.NAME` before it. Environment variables of the
 * manifest come before both, so defaultEndpointToHostAction and the MTUs are the manifest's.
 * Source: calico felix/config/config_params.go; manifests/calico.yaml.
 */
import type { JsonObject } from '../../../base/json';
import { textAt } from '../../../base/json';
import type { ApiDoor } from '../../../cluster/api-door';
import { readDuration } from '../../../cluster/objects/calico';
import { parseIpv4 } from '../../../wire/addr';
import { parsePolicyPort } from '../policy-ports';
import { ACCEPT, DROP, REJECT, RETURN, type Action } from './action';
import type { ChainInsertMode } from './hooks';
import type { NatOutgoingConfig } from './nat';

export interface WireguardSettings {
  readonly enabled: boolean;
  /** UDP port of every node. */
  readonly port: number;
  /** Null: as the card leaves it. */
  readonly mtu: number | null;
  /** Preference of the rule that leads to its routes. */
  readonly rulePriority: number;
}

export interface FelixSettings {
  readonly denyAction: Action;
  readonly filterAllowAction: Action;
  readonly mangleAllowAction: Action;
  readonly insertMode: ChainInsertMode;
  readonly natOutgoing: NatOutgoingConfig;
  /** UDP port and network of vxlan.calico. */
  readonly vxlanPort: number;
  readonly vxlanVni: number;
  readonly allowVxlanFromWorkloads: boolean;
  readonly allowIpipFromWorkloads: boolean;
  readonly disableConntrackInvalid: boolean;
  /** Null: as the pools need it. */
  readonly ipipEnabled: boolean | null;
  readonly vxlanEnabled: boolean | null;
  readonly wireguard: WireguardSettings;
  /** Whether routes of others on pods' devices are taken away. */
  readonly removeExternalRoutes: boolean;
  /** After how many seconds what is in the kernel is compared with what ought to be; 0 for never. */
  readonly refreshSec: Readonly<Record<RefreshKind, number>>;
}

const VXLAN_PORT = 4789;
const WIREGUARD_PORT = 51_820;
const WIREGUARD_PRIORITY = 99;
const PRIORITY_MAX = 32_765;
const MTU_MAX = 65_535;
const VNI = 4096;
const PORT_MAX = 65_535;
const VNI_MAX = 0xff_ffff;
/** What felix looks after by itself, and how often unless it is told. Source: felix/config/config_params.go. */
export type RefreshKind = 'iptables' | 'ipsets' | 'routes';
export const REFRESH_KINDS: readonly RefreshKind[] = ['iptables', 'ipsets', 'routes'];
const REFRESH_SEC: Readonly<Record<RefreshKind, number>> = { iptables: 180, ipsets: 90, routes: 90 };
const REFRESH_FIELD: Readonly<Record<RefreshKind, string>> = {
  iptables: 'iptablesRefreshInterval',
  ipsets: 'ipsetsRefreshInterval',
  routes: 'routeRefreshInterval',
};
/** Once a day is hardly ever; what is larger is nobody's wish. */
const REFRESH_MAX_SEC = 86_400;

function refreshOf(spec: JsonObject, kind: RefreshKind): number {
  const seconds = readDuration(textAt(spec, REFRESH_FIELD[kind]));
  return seconds === null ? REFRESH_SEC[kind] : Math.min(Math.max(seconds, 0), REFRESH_MAX_SEC);
}

const lower = (spec: JsonObject, key: string): string => textAt(spec, key).toLowerCase();
const flagAt = (spec: JsonObject, key: string): boolean | null => {
  const value = spec[key];
  return typeof value === 'boolean' ? value : null;
};
const within = (spec: JsonObject, key: string, max: number, otherwise: number): number => {
  const value = spec[key];
  return typeof value === 'number' && value >= 1 && value <= max ? value : otherwise;
};

function natOutgoing(spec: JsonObject): NatOutgoingConfig {
  const address = textAt(spec, 'natOutgoingAddress');
  const device = textAt(spec, 'iptablesNATOutgoingInterfaceFilter');
  const written = spec['natPortRange'];
  const ports = parsePolicyPort(typeof written === 'number' ? String(written) : textAt(spec, 'natPortRange'));
  return {
    exclusions:
      textAt(spec, 'natOutgoingExclusions') === 'IPPoolsAndHostIPs' ? 'IPPoolsAndHostIPs' : 'IPPoolsOnly',
    ...(parseIpv4(address).ok ? { address } : {}),
    ...(ports.ok && 'first' in ports.value && ports.value.last > 0 ? { portRange: ports.value } : {}),
    ...(/^[\w.+-]{1,15}$/.test(device) ? { outInterface: device } : {}),
  };
}

export function readSettings(spec: JsonObject): FelixSettings {
  const allow = (key: string): Action => (lower(spec, key) === 'return' ? RETURN : ACCEPT);
  return {
    denyAction: lower(spec, 'iptablesFilterDenyAction') === 'reject' ? REJECT : DROP,
    filterAllowAction: allow('iptablesFilterAllowAction'),
    mangleAllowAction: allow('iptablesMangleAllowAction'),
    insertMode: lower(spec, 'chainInsertMode') === 'append' ? 'Append' : 'Insert',
    natOutgoing: natOutgoing(spec),
    vxlanPort: within(spec, 'vxlanPort', PORT_MAX, VXLAN_PORT),
    vxlanVni: within(spec, 'vxlanVNI', VNI_MAX, VNI),
    allowVxlanFromWorkloads: flagAt(spec, 'allowVXLANPacketsFromWorkloads') ?? false,
    allowIpipFromWorkloads: flagAt(spec, 'allowIPIPPacketsFromWorkloads') ?? false,
    disableConntrackInvalid: flagAt(spec, 'disableConntrackInvalidCheck') ?? false,
    ipipEnabled: flagAt(spec, 'ipipEnabled'),
    vxlanEnabled: flagAt(spec, 'vxlanEnabled'),
    wireguard: {
      enabled: flagAt(spec, 'wireguardEnabled') ?? false,
      port: within(spec, 'wireguardListeningPort', PORT_MAX, WIREGUARD_PORT),
      mtu: within(spec, 'wireguardMTU', MTU_MAX, 0) || null,
      rulePriority: within(spec, 'wireguardRoutingRulePriority', PRIORITY_MAX, WIREGUARD_PRIORITY),
    },
    removeExternalRoutes: flagAt(spec, 'removeExternalRoutes') ?? true,
    refreshSec: {
      iptables: refreshOf(spec, 'iptables'),
      ipsets: refreshOf(spec, 'ipsets'),
      routes: refreshOf(spec, 'routes'),
    },
  };
}

/** Those of a node. */
export function felixSettings(api: Pick<ApiDoor, 'get'>, node: string): FelixSettings {
  const spec = (name: string): JsonObject => api.get('FelixConfiguration', '', name)?.spec ?? {};
  return readSettings({ ...spec('default'), ...spec(`node.${node}`) });
}
