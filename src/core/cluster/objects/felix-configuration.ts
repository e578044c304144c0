/**
 * FelixConfiguration: settings of felix, of all of them by the name `default`, of one by `node.NAME`.
 * Source: calico v3.31 libcalico-go/config/crd/crd.projectcalico.org_felixconfigurations.yaml.
 */
import type { JsonObject } from '../../base/json';
import { CALICO_CRD, CALICO_V3, enumFaults, patternFaults } from './calico';
import type { FieldError } from './fields';
import type { ResourceKind } from './kind';
import { objectMeta } from './meta';
import { subdomainFaults } from './names';
import { any, flag, int32, struct, text, type Schema } from './schema';

const named = (names: string, schema: Schema): Readonly<Record<string, Schema>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, schema]));

const FLAGS =
  'allowIPIPPacketsFromWorkloads allowVXLANPacketsFromWorkloads bpfEnabled disableConntrackInvalidCheck genericXDPEnabled healthEnabled ipipEnabled ipv6Support removeExternalRoutes routeSyncDisabled useInternalDataplaneDriver usageReportingEnabled vxlanEnabled wireguardEnabled wireguardEnabledV6 wireguardHostEncryptionEnabled xdpEnabled';
const NUMBERS =
  'deviceRouteProtocol healthPort iptablesMarkMask ipipMTU maxIpsetSize prometheusMetricsPort vxlanMTU vxlanMTUV6 vxlanPort vxlanVNI wireguardListeningPort wireguardMTU wireguardRoutingRulePriority';
const TEXTS =
  'awsSrcDstCheck chainInsertMode dataplaneDriver defaultEndpointToHostAction deviceRouteSourceAddress featureDetectOverride floatingIPs interfaceExclude interfacePrefix interfaceRefreshInterval ipForwarding ipsetsRefreshInterval iptablesBackend iptablesFilterAllowAction iptablesFilterDenyAction iptablesMangleAllowAction iptablesNATOutgoingInterfaceFilter iptablesPostWriteCheckInterval iptablesRefreshInterval logPrefix logSeverityFile logSeverityScreen logSeveritySys mtuIfacePattern natOutgoingAddress natOutgoingExclusions netlinkTimeout nftablesMode nftablesRefreshInterval programClusterRoutes reportingInterval reportingTTL routeRefreshInterval routeSource serviceLoopPrevention wireguardInterfaceName wireguardKeepAlive workloadSourceSpoofing';
/** Taken as they are: nothing here acts on them. */
const UNREAD =
  'bpfAttachType bpfConnectTimeLoadBalancing bpfDataIfacePattern bpfDisableUnprivileged bpfEnforceRPF bpfExternalServiceMode bpfHostConntrackBypass bpfKubeProxyIptablesCleanupEnabled bpfLogLevel bpfMapSizeConntrack bpfMapSizeIPSets bpfMapSizeNATBackend bpfMapSizeNATFrontend bpfMapSizeRoute bpfPSNATPorts bpfPolicyDebugEnabled endpointReportingEnabled externalNodesList failsafeInboundHostPorts failsafeOutboundHostPorts featureGates flowLogsFlushInterval flowLogsGoldmaneServer kubeNodePortRanges natPortRange prometheusMetricsEnabled prometheusGoMetricsEnabled prometheusMetricsHost prometheusProcessMetricsEnabled routeTableRange routeTableRanges windowsManageFirewallRules';

const INTERVAL = /^([0-9]+(\\.[0-9]+)?(ms|s|m|h))*$/;
const SHOWN_INTERVAL = String.raw`^([0-9]+(\\.[0-9]+)?(ms|s|m|h))*$`;
const INTERVALS = [
  'interfaceRefreshInterval',
  'ipsetsRefreshInterval',
  'iptablesRefreshInterval',
  'routeRefreshInterval',
];
/** Words that stand in any case. */
const WORDS: Readonly<Record<string, string>> = {
  chainInsertMode: 'Insert|Append',
  defaultEndpointToHostAction: 'Drop|Accept|Return',
  iptablesBackend: 'Auto|Legacy|NFT',
  iptablesFilterAllowAction: 'Accept|Return',
  iptablesFilterDenyAction: 'Drop|Reject',
  iptablesMangleAllowAction: 'Accept|Return',
  logSeverityScreen: 'Trace|Debug|Info|Warning|Error|Fatal',
  routeSource: 'WorkloadIPs|CalicoIPAM',
  serviceLoopPrevention: 'Drop|Reject|Disabled',
  workloadSourceSpoofing: 'Disabled|Any',
};
const ENUMS: Readonly<Record<string, readonly string[]>> = {
  awsSrcDstCheck: ['DoNothing', 'Enable', 'Disable'],
  floatingIPs: ['Enabled', 'Disabled'],
  ipForwarding: ['Enabled', 'Disabled'],
  natOutgoingExclusions: ['IPPoolsOnly', 'IPPoolsAndHostIPs'],
  nftablesMode: ['Disabled', 'Enabled', 'Auto'],
  programClusterRoutes: ['Enabled', 'Disabled'],
};

export const felixConfiguration: ResourceKind = {
  kind: 'FelixConfiguration',
  apiVersion: CALICO_V3,
  alsoServedAs: CALICO_CRD,
  plural: 'felixconfigurations',
  shortNames: [],
  namespaced: false,
  schema: struct('FelixConfiguration', {
    apiVersion: text,
    kind: text,
    metadata: objectMeta,
    spec: struct('FelixConfigurationSpec', {
      ...named(FLAGS, flag),
      ...named(NUMBERS, int32),
      ...named(TEXTS, text),
      ...named(UNREAD, any),
    }),
  }),
  defaults: (object) => object,
  nameFaults: subdomainFaults,
  validate: ({ spec = {} }) => specFaults(spec),
  validateUpdate: () => [],
  indexes: () => ['FelixConfiguration'],
  newStatus: null,
};

function specFaults(spec: JsonObject): readonly FieldError[] {
  return [
    ...INTERVALS.flatMap((key) => patternFaults(spec, key, INTERVAL, SHOWN_INTERVAL)),
    ...Object.entries(WORDS).flatMap(([key, words]) =>
      patternFaults(spec, key, new RegExp(`^(${words})?$`, 'i'), `^(?i)(${words})?$`),
    ),
    ...Object.entries(ENUMS).flatMap(([key, allowed]) => enumFaults(spec, key, allowed)),
  ];
}
