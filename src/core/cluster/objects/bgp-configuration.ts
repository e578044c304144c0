/**
 * BGPConfiguration: what holds for the BGP of the whole cluster, by the name `default`, or of a node, by `node.NAME`.
 * Source: calico v3.31 api/pkg/apis/projectcalico/v3/bgpconfig.go; libcalico-go/lib/clientv3/bgpconfig.go.
 */
import type { ApiObject } from '../../model/cluster';
import { textAt } from '../../base/json';
import {
  asNumberFaults,
  CALICO_CRD,
  CALICO_V3,
  durationFaults,
  enumFaults,
  rangeFaults,
  tagFault,
} from './calico';
import type { FieldError } from './fields';
import { invalid } from './fields';
import type { ResourceKind } from './kind';
import { objectMeta } from './meta';
import { subdomainFaults } from './names';
import { any, flag, int32, list, struct, text, unread } from './schema';

const LOG_LEVELS = ['Trace', 'Debug', 'Info', 'Warning', 'Error', 'Fatal'];
/** The object that speaks for the whole cluster. */
const DEFAULT = 'default';
/** What no other object may say, and how its refusal calls it. */
const DEFAULT_ONLY = {
  nodeToNodeMeshEnabled: 'nodeToNodeMeshEnabled',
  asNumber: 'ASNumber',
  serviceLoadBalancerIPs: 'ServiceLoadBalancerIPs',
  serviceExternalIPs: 'ServiceExternalIPs',
  serviceClusterIPs: 'ServiceClusterIPs',
  nodeMeshPassword: 'nodeMeshPassword',
  nodeMeshMaxRestartTime: 'nodeMeshMaxRestartTime',
} as const;

export const bgpConfiguration: ResourceKind = {
  kind: 'BGPConfiguration',
  apiVersion: CALICO_V3,
  alsoServedAs: CALICO_CRD,
  plural: 'bgpconfigurations',
  shortNames: [],
  namespaced: false,
  schema: struct('BGPConfiguration', {
    apiVersion: text,
    kind: text,
    metadata: objectMeta,
    spec: struct('BGPConfigurationSpec', {
      asNumber: any,
      nodeToNodeMeshEnabled: flag,
      logSeverityScreen: text,
      listenPort: int32,
      bindMode: text,
      ignoredInterfaces: list(text),
      nodeMeshMaxRestartTime: text,
      serviceLoadBalancerAggregation: text,
      ...unread('serviceLoadBalancerIPs', 'serviceExternalIPs', 'serviceClusterIPs', 'nodeMeshPassword'),
      ...unread(
        'communities',
        'prefixAdvertisements',
        'localWorkloadPeeringIPV4',
        'localWorkloadPeeringIPV6',
      ),
    }),
  }),
  defaults: (object) => object,
  nameFaults: subdomainFaults,
  validate: (object) => {
    const { spec = {} } = object;
    const level = textAt(spec, 'logSeverityScreen');
    return [
      ...asNumberFaults(spec, 'asNumber'),
      ...(level === '' || LOG_LEVELS.includes(level)
        ? []
        : [tagFault('LogSeverityScreen', level, 'logLevel')]),
      ...rangeFaults(spec, 'listenPort', 1, 65_535),
      ...enumFaults(spec, 'bindMode', ['None', 'NodeIP']),
      ...enumFaults(spec, 'serviceLoadBalancerAggregation', ['Enabled', 'Disabled']),
      ...durationFaults(spec, 'nodeMeshMaxRestartTime'),
      ...defaultOnlyFaults(object),
    ];
  },
  validateUpdate: () => [],
  indexes: () => ['BGPConfiguration'],
  newStatus: null,
};

function defaultOnlyFaults({ metadata, spec = {} }: ApiObject): readonly FieldError[] {
  if (metadata.name === DEFAULT) return [];
  return Object.entries(DEFAULT_ONLY).flatMap(([key, shown]): readonly FieldError[] => {
    const value = spec[key];
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return [];
    const field = `BGPConfiguration.Spec.${shown.charAt(0).toUpperCase()}${shown.slice(1)}`;
    return [invalid(field, null, `Cannot set ${shown} on a non default BGP Configuration.`)];
  });
}
