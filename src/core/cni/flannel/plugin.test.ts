/** Goal: the flannel plugin hands over to bridge, remembers what it asked for, and takes back exactly that. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json';
import { writeFile } from '../../kernel/ops/file';
import { plugins } from '../plugins';
import { pluginStage, type PluginStage } from '../../testing/plugins';
import { flannelPlugin } from './plugin';
import { SUBNET_FILE } from './subnet-env';

const CONF: JsonObject = {
  cniVersion: '0.3.1',
  name: 'cbr0',
  type: 'flannel',
  delegate: { hairpinMode: true, isDefaultGateway: true },
};
const ENV =
  'FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.1.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n';

function stage(env: string | undefined = ENV): PluginStage {
  const made = pluginStage(['pod-a'], {
    ...plugins,
    byType: { get: (type) => (type === flannelPlugin.kind ? flannelPlugin : plugins.byType.get(type)) },
  });
  writeFile(made.simulation.ctx, made.simulation.engine.own(0), SUBNET_FILE, env);
  return made;
}

test('ADD: bridge and host-local do the work, with the range of subnet.env', () => {
  const node = stage();
  expect(node.call('flannel', 'ADD', 'pod-a', CONF)).toMatchObject({
    ips: [{ version: '4', address: '10.244.1.2/24', gateway: '10.244.1.1' }],
    routes: [{ dst: '10.244.0.0/16' }, { dst: '0.0.0.0/0', gw: '10.244.1.1' }],
  });
  expect(JSON.parse(node.files('/var/lib/cni/flannel')['id-pod-a'] ?? '')).toEqual({
    cniVersion: '0.3.1',
    hairpinMode: true,
    ipMasq: false,
    ipam: {
      ranges: [[{ subnet: '10.244.1.0/24' }]],
      routes: [{ dst: '10.244.0.0/16' }],
      type: 'host-local',
    },
    isDefaultGateway: true,
    isGateway: true,
    mtu: 1450,
    name: 'cbr0',
    type: 'bridge',
  });
});

test('DEL uses what ADD wrote down, even when subnet.env is gone; a second DEL has nothing to do', () => {
  const node = stage();
  node.call('flannel', 'ADD', 'pod-a', CONF);
  writeFile(node.simulation.ctx, node.simulation.engine.own(0), SUBNET_FILE, undefined);
  expect(node.call('flannel', 'DEL', 'pod-a', CONF)).toBeNull();
  expect(node.files('/var/lib/cni/flannel')).toEqual({});
  expect(node.typed('node-1', 'ip link').join('\n')).not.toContain('veth');
  expect(node.call('flannel', 'DEL', 'pod-a', CONF)).toBeNull();
});

test('DEL leaves a file it cannot read, as upstream does, and is content', () => {
  const node = stage();
  writeFile(node.simulation.ctx, node.simulation.engine.own(0), '/var/lib/cni/flannel/id-pod-a', '{');
  expect(node.call('flannel', 'DEL', 'pod-a', CONF)).toBeNull();
  expect(node.files('/var/lib/cni/flannel')).toEqual({ 'id-pod-a': '{' });
});

test('ADD fails with the words of the delegate, or its own', () => {
  expect(stage('').call('flannel', 'ADD', 'pod-a', CONF)).toContain(
    "failed to load flannel 'subnet.env' file: /run/flannel/subnet.env is missing FLANNEL_NETWORK",
  );
  const full = stage(ENV.replace('10.244.1.1/24', '10.244.1.1/30'));
  expect(full.call('flannel', 'ADD', 'pod-a', CONF, { ifname: 'eth0' })).toMatchObject({ ips: [{}] });
  expect(full.call('flannel', 'ADD', 'pod-a', CONF, { id: 'other', ifname: 'eth1' })).toBe(
    'failed to delegate add: failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.2',
  );
});

test('CHECK checks nothing', () => {
  expect(stage().call('flannel', 'CHECK', 'pod-a', { ...CONF, cniVersion: '1.0.0' })).toBeNull();
});
