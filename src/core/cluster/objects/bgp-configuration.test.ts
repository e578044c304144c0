import { expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { faultsOf, readManifest } from '../manifest';
import { bgpConfiguration } from './bgp-configuration';

function fault(name: string, spec: JsonObject): string | null {
  const apiVersion = 'projectcalico.org/v3';
  const manifest = readManifest({ apiVersion, kind: 'BGPConfiguration', metadata: { name }, spec });
  return (manifest.ok ? faultsOf(bgpConfiguration, manifest.value.object) : manifest.error)?.message ?? null;
}

it.each<[string, JsonObject, RegExp | null]>([
  ['default', { asNumber: 64513, nodeToNodeMeshEnabled: false, logSeverityScreen: 'Info' }, null],
  ['node.node-1', { listenPort: 1790 }, null],
  [
    'node.node-1',
    { nodeToNodeMeshEnabled: false },
    /BGPConfiguration.Spec.NodeToNodeMeshEnabled: .*Cannot set nodeToNodeMeshEnabled on a non default BGP Configuration\./,
  ],
  [
    'other',
    { asNumber: 1, serviceClusterIPs: [] },
    /Cannot set ASNumber on a non default BGP Configuration\./,
  ],
  ['default', { listenPort: 65536 }, /spec.listenPort in body should be less than or equal to 65535/],
  [
    'default',
    { logSeverityScreen: 'loud' },
    /failed to validate Field: LogSeverityScreen because of Tag: logLevel/,
  ],
  ['default', { asNumber: -1 }, /invalid AS Number format \(-1\)/],
  ['default', { bindMode: 'Any' }, /Unsupported value: "Any": supported values: "None", "NodeIP"/],
  ['default', { nodeToNodeMeshEnabled: 'no' }, /cannot unmarshal string/],
  ['default', { asNumber: null, communities: 5, ignoredInterfaces: null }, null],
])('%s %j', (name, spec, words) => {
  if (words === null) expect(fault(name, spec)).toBeNull();
  else expect(fault(name, spec)).toMatch(words);
});
