import { expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { pluginStage } from '../../testing/plugins';

const conf = (more: JsonObject): JsonObject => ({
  cniVersion: '1.0.0',
  name: 'mv',
  type: 'macvlan',
  ...more,
});

it.each<[JsonObject, string]>([
  [{ master: 'eth1', mtu: 9000 }, 'invalid MTU 9000, must be [0, master MTU(1500)]'],
  [{ master: 'eth9' }, 'failed to lookup master "eth9": Link not found'],
  [{}, 'no default route interface name found'],
  [{ master: 'eth1', mode: 'tree' }, 'unknown macvlan mode: "tree"'],
  [{ master: 'eth1' }, 'packetwalk: macvlan devices are not in this lab yet'],
])('%j', (more, words) => {
  const stage = pluginStage();
  stage.simulation.apply('node-1', { kind: 'link.add', name: 'eth1', spec: { kind: 'dummy' } });
  expect(stage.call('macvlan', 'ADD', 'pod-a', conf(more))).toBe(words);
});
