import { expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { narrate } from '../../views/narrate';
import { pluginStage } from '../../testing/plugins';

const prevResult = { cniVersion: '1.0.0', ips: [{ address: '10.0.0.2/24' }], dns: {} };
const conf = (more: JsonObject): JsonObject => ({
  cniVersion: '1.0.0',
  name: 'n',
  type: 'bandwidth',
  prevResult,
  ...more,
});

it('hands the result on, and says that it does nothing', () => {
  const stage = pluginStage();
  expect(stage.call('bandwidth', 'ADD', 'pod-a', conf({ ingressRate: 8e6, ingressBurst: 1e6 }))).toEqual(
    prevResult,
  );
  const last = stage.trace.record(stage.trace.length - 1);
  const scene = { world: stage.simulation.world, outer: false, before: null };
  expect(narrate(last, scene).key).toBe('narrate.cniCall.withoutEffect');
  expect(stage.call('bandwidth', 'DEL', 'pod-a', conf({}))).toBeNull();
  expect(stage.call('bandwidth', 'CHECK', 'pod-a', conf({}))).toBeNull();
});

it.each<[JsonObject, string]>([
  [{ ingressRate: 8e6 }, 'if rate is set, burst must also be set'],
  [{ egressBurst: 8e6 }, 'if burst is set, rate must also be set'],
  [{ runtimeConfig: { bandwidth: { egressRate: 5 } } }, 'if rate is set, burst must also be set'],
])('%j is refused', (more, words) => {
  expect(pluginStage().call('bandwidth', 'ADD', 'pod-a', conf(more))).toBe(words);
});

it('must come after another plugin', () => {
  const { prevResult: _previous, ...alone } = conf({});
  expect(pluginStage().call('bandwidth', 'ADD', 'pod-a', alone)).toBe('must be called as chained plugin');
});
