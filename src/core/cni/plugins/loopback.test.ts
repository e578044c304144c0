import { expect, it } from 'vitest';
import { pluginStage } from '../../testing/plugins';

const CONF = { cniVersion: '1.0.0', name: 'cni-loopback', type: 'loopback' };

it('brings lo up, whatever interface it is called for, and down again', () => {
  const stage = pluginStage();
  expect(stage.call('loopback', 'CHECK', 'pod-a', CONF, { ifname: 'lo' })).toBe('loopback interface is down');
  expect(stage.call('loopback', 'ADD', 'pod-a', CONF)).toEqual({
    cniVersion: '1.0.0',
    interfaces: [{ name: 'lo', mac: '00:00:00:00:00:00', sandbox: '/var/run/netns/pod-a' }],
    ips: [{ interface: 0, address: '127.0.0.1/8' }],
    dns: {},
  });
  expect(stage.call('loopback', 'CHECK', 'pod-a', CONF, { ifname: 'lo' })).toBeNull();
  expect(stage.call('loopback', 'DEL', 'pod-a', CONF)).toBeNull();
  expect(stage.call('loopback', 'DEL', 'pod-x', CONF)).toBeNull();
  expect(stage.call('loopback', 'CHECK', 'pod-a', CONF, { ifname: 'lo' })).toBe('loopback interface is down');
});

it('hands on what a plugin before it has done', () => {
  const prevResult = { cniVersion: '1.0.0', ips: [{ address: '10.0.0.2/24' }], dns: {} };
  expect(pluginStage().call('loopback', 'ADD', 'pod-a', { ...CONF, prevResult })).toEqual(prevResult);
});
