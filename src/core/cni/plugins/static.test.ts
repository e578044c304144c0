import { expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { pluginStage } from '../../testing/plugins';

const conf = (ipam: JsonObject, more: JsonObject = {}): JsonObject => ({
  cniVersion: '1.0.0',
  name: 'st',
  type: 'bridge',
  ipam: { type: 'static', ...ipam },
  ...more,
});

it.each<[string, JsonObject, string, unknown]>([
  [
    'the configuration',
    conf({ addresses: [{ address: '10.10.0.1/24', gateway: '10.10.0.254' }] }),
    '',
    [{ address: '10.10.0.1/24', gateway: '10.10.0.254' }],
  ],
  [
    'CNI_ARGS',
    conf({}),
    'IP=10.10.0.1/24,11.11.0.1/24;GATEWAY=11.11.0.254',
    [{ address: '10.10.0.1/24' }, { address: '11.11.0.1/24', gateway: '11.11.0.254' }],
  ],
  [
    'the runtime',
    conf({ addresses: [{ address: '10.10.0.1/24' }] }, { runtimeConfig: { ips: ['10.10.0.9/24'] } }),
    '',
    [{ address: '10.10.0.9/24' }],
  ],
])('addresses from %s', (_what, configuration, args, ips) => {
  expect(pluginStage().call('static', 'ADD', 'a', configuration, { args })).toMatchObject({ ips });
});

it.each<[JsonObject, string, string]>([
  [{ cniVersion: '1.0.0', name: 'st', type: 'x' }, '', "IPAM config missing 'ipam' key"],
  [
    conf({ addresses: [{ address: '10.10.0.1' }] }),
    '',
    "the 'address' field is expected to be in CIDR notation, got: '10.10.0.1'",
  ],
  [conf({}), 'IP=10.10.0.1', "the 'ip' field is expected to be in CIDR notation, got: '10.10.0.1'"],
  [conf({}), 'IP=10.10.0.1/24;GATEWAY=here', 'invalid gateway address: here'],
  [
    conf({}, { runtimeConfig: { ips: ['x'] } }),
    '',
    "an entry in the 'ips' field is NOT in CIDR notation, got: 'x'",
  ],
])('%j is refused', (configuration, args, words) => {
  expect(pluginStage().call('static', 'ADD', 'a', configuration, { args })).toBe(words);
});

it('has nothing to free, and checks the gateway', () => {
  const stage = pluginStage();
  const own = conf({ addresses: [{ address: '10.10.0.1/24', gateway: '10.10.0.254' }] });
  const prevResult = stage.call('static', 'ADD', 'a', own) as JsonObject;
  expect(stage.call('static', 'DEL', 'a', own)).toBeNull();
  expect(stage.call('static', 'CHECK', 'a', { ...own, prevResult })).toBeNull();
  const other = { cniVersion: '1.0.0', ips: [{ address: '10.10.0.1/24', gateway: '10.10.0.253' }] };
  expect(stage.call('static', 'CHECK', 'a', { ...own, prevResult: other })).toBe(
    'static: Failed to match addr 10.10.0.1 on interface eth0',
  );
});
