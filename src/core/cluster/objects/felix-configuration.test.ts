import { expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { faultsOf, readManifest } from '../manifest';
import { felixConfiguration } from './felix-configuration';

function fault(spec: JsonObject): string | null {
  const apiVersion = 'projectcalico.org/v3';
  const manifest = readManifest({
    apiVersion,
    kind: 'FelixConfiguration',
    metadata: { name: 'default' },
    spec,
  });
  return (
    (manifest.ok ? faultsOf(felixConfiguration, manifest.value.object) : manifest.error)?.message ?? null
  );
}

// Patterns of the custom resource definition.
it.each<[JsonObject, RegExp | null]>([
  [{ chainInsertMode: 'append', iptablesRefreshInterval: '60s', ipipMTU: 1440 }, null],
  [{ failsafeInboundHostPorts: null, natPortRange: '1024:2048', bpfLogLevel: 'x' }, null],
  [
    { chainInsertMode: 'Middle' },
    /spec.chainInsertMode: Invalid value: "Middle": spec.chainInsertMode in body should match '\^\(\?i\)\(Insert\|Append\)\?\$'/,
  ],
  [{ iptablesRefreshInterval: 'often' }, /spec.iptablesRefreshInterval in body should match/],
  [{ natOutgoingExclusions: 'All' }, /Unsupported value: "All": supported values: "IPPoolsOnly"/],
  [{ ipipMTU: '1440' }, /cannot unmarshal string/],
  [{ ipipMtu: 1440 }, /unknown field "spec.ipipMtu"/],
])('%j', (spec, words) => {
  if (words === null) expect(fault(spec)).toBeNull();
  else expect(fault(spec)).toMatch(words);
});
