/**
 * BGPPeer: with whom a node, some nodes or all of them speak BGP.
 * Source: calico v3.31 api/pkg/apis/projectcalico/v3/bgppeer.go; libcalico-go/lib/validator/v3 validateBGPPeerSpec.
 */
import type { JsonObject } from '../../base/json';
import { textAt } from '../../base/json';
import {
  asNumberFaults,
  CALICO_CRD,
  CALICO_V3,
  durationFaults,
  enumFaults,
  rangeFaults,
  readAsNumber,
  readPeerIp,
  tagFault,
} from './calico';
import type { FieldError } from './fields';
import { invalid } from './fields';
import type { ResourceKind } from './kind';
import { objectMeta } from './meta';
import { subdomainFaults } from './names';
import { any, flag, int32, list, struct, text, unread } from './schema';

const NEXT_HOP_MODES = ['Auto', 'Self', 'Keep'];
const SOURCE_ADDRESS = /^(UseNodeIP|None)$/;

export const bgpPeer: ResourceKind = {
  kind: 'BGPPeer',
  apiVersion: CALICO_V3,
  alsoServedAs: CALICO_CRD,
  plural: 'bgppeers',
  shortNames: [],
  namespaced: false,
  schema: struct('BGPPeer', {
    apiVersion: text,
    kind: text,
    metadata: objectMeta,
    spec: struct('BGPPeerSpec', {
      node: text,
      nodeSelector: text,
      peerIP: text,
      peerSelector: text,
      asNumber: any,
      localASNumber: any,
      keepOriginalNextHop: flag,
      nextHopMode: text,
      sourceAddress: text,
      maxRestartTime: text,
      numAllowedLocalASNumbers: int32,
      ttlSecurity: int32,
      reachableBy: text,
      reversePeering: text,
      filters: list(text),
      localWorkloadSelector: text,
      ...unread('password'),
    }),
  }),
  defaults: (object) => object,
  nameFaults: subdomainFaults,
  validate: ({ spec = {} }) => [
    ...asNumberFaults(spec, 'asNumber'),
    ...asNumberFaults(spec, 'localASNumber'),
    ...enumFaults(spec, 'nextHopMode', NEXT_HOP_MODES),
    ...enumFaults(spec, 'reversePeering', ['Auto', 'Manual']),
    ...rangeFaults(spec, 'ttlSecurity', 0, 255),
    ...durationFaults(spec, 'maxRestartTime'),
    ...tagFaults(spec),
    ...fieldsTogether(spec),
    ...reachableByFaults(spec),
  ],
  validateUpdate: () => [],
  indexes: () => ['BGPPeer'],
  newStatus: null,
};

function tagFaults(spec: JsonObject): readonly FieldError[] {
  const [peerIp, source] = [textAt(spec, 'peerIP'), textAt(spec, 'sourceAddress')];
  return [
    ...(peerIp === '' || readPeerIp(peerIp) !== null ? [] : [tagFault('PeerIP', peerIp, 'IP:port')]),
    ...(source === '' || SOURCE_ADDRESS.test(source)
      ? []
      : [tagFault('SourceAddress', source, 'sourceAddress')]),
  ];
}

function fieldsTogether(spec: JsonObject): readonly FieldError[] {
  const value = (key: string): string => textAt(spec, key);
  const asNumber = readAsNumber(spec['asNumber']) ?? 0;
  const [workloads, peers] = [value('localWorkloadSelector') !== '', value('peerSelector') !== ''];
  const emptyWith = (field: string, other: string): string =>
    `${field} field must be empty when ${other} is specified`;
  const errors: FieldError[] = [];
  if (value('node') !== '' && value('nodeSelector') !== '') {
    errors.push(invalid('Node', value('node'), emptyWith('Node', 'NodeSelector')));
  }
  if (value('peerIP') !== '' && peers) {
    errors.push(invalid('PeerIP', value('peerIP'), emptyWith('PeerIP', 'PeerSelector')));
  }
  if (asNumber !== 0 && peers) {
    errors.push(invalid('ASNumber', asNumber, emptyWith('ASNumber', 'PeerSelector')));
  }
  if (asNumber === 0 && workloads) {
    const why = 'ASNumber field must NOT be empty when LocalWorkloadSelector is specified';
    errors.push(invalid('ASNumber', asNumber, why));
  }
  if (value('peerIP') !== '' && workloads) {
    errors.push(invalid('PeerIP', value('peerIP'), emptyWith('PeerIP', 'LocalWorkloadSelector')));
  }
  if (peers && workloads) {
    errors.push(invalid('PeerSelector', value('peerIP'), emptyWith('PeerSelector', 'LocalWorkloadSelector')));
  }
  if (spec['keepOriginalNextHop'] === true && value('nextHopMode') !== '') {
    const why =
      'The KeepOriginalNextHop field is deprecated. It must not be set to true when NextHopMode is configured.';
    errors.push(invalid('KeepOriginalNextHop', value('peerIP'), why));
  }
  return errors;
}

function reachableByFaults(spec: JsonObject): readonly FieldError[] {
  const [reachableBy, peerIp] = [textAt(spec, 'reachableBy'), textAt(spec, 'peerIP')];
  const fault = (why: string): readonly FieldError[] => [invalid('ReachableBy', reachableBy, why)];
  if (reachableBy === '') return [];
  if (peerIp === '') return fault('ReachablyBy field must be empty when PeerIP is empty');
  const gateway = readPeerIp(reachableBy);
  if (gateway?.port !== 0) return fault('ReachableBy is invalid address');
  const isIpv6 = (address: string): boolean => address.includes(':');
  const peer = readPeerIp(peerIp);
  return peer === null || isIpv6(peer.ip) === isIpv6(gateway.ip)
    ? []
    : fault('ReachableBy address family does not match PeerIP');
}
