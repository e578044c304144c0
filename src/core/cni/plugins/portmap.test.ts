import { expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { pluginStage } from '../../testing/plugins';

const prevResult = { cniVersion: '1.0.0', ips: [{ address: '10.0.0.2/24' }], dns: {} };
const conf = (more: JsonObject): JsonObject => ({ cniVersion: '1.0.0', name: 'n', type: 'portmap', ...more });

it('hands the result on when no port is mapped', () => {
  const stage = pluginStage();
  expect(stage.call('portmap', 'ADD', 'pod-a', conf({ prevResult }))).toEqual(prevResult);
  expect(stage.call('portmap', 'CHECK', 'pod-a', conf({ prevResult }))).toBeNull();
  expect(stage.call('portmap', 'DEL', 'pod-a', conf({ prevResult }))).toBeNull();
});

it('refuses mappings by name, and to stand alone', () => {
  const runtimeConfig = { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] };
  expect(pluginStage().call('portmap', 'ADD', 'pod-a', conf({ prevResult, runtimeConfig }))).toBe(
    'packetwalk: hostPort is not in this lab yet',
  );
  expect(pluginStage().call('portmap', 'ADD', 'pod-a', conf({}))).toBe('must be called as chained plugin');
});
