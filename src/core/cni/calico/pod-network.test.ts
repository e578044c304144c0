import { describe, expect, test } from 'vitest';
import { createSimulation } from '../../simulator';
import { ipv4 } from '../../wire/addr';
import { hostSysctls, podRoutes, podSysctls } from './pod-network';

// Reference section 2.
describe('podRoutes', () => {
  test('a pod with one address of its own accepts them in this order', () => {
    const simulation = createSimulation(1);
    simulation.applyFabric({ kind: 'machine.add', name: 'pod', role: 'host' });
    simulation.apply('pod', { kind: 'link.add', name: 'eth0', spec: { kind: 'dummy' } });
    simulation.apply('pod', { kind: 'link.set', name: 'eth0', set: { up: true } });
    simulation.apply('pod', {
      kind: 'addr.add',
      dev: 'eth0',
      addr: { addr: ipv4('10.244.166.130'), len: 32 },
    });
    const refused = podRoutes('eth0').map((route) => simulation.apply('pod', { kind: 'route.add', route }));
    expect(refused).toEqual([null, null]);
  });
});

test('the node answers for the gateway, and the pod forwards only if it may', () => {
  expect(Object.fromEntries(hostSysctls('cali1'))).toMatchObject({
    'net.ipv4.conf.cali1.proxy_arp': '1',
    'net.ipv4.neigh.cali1.proxy_delay': '0',
  });
  expect(podSysctls(false)).toEqual([['net.ipv4.ip_forward', '0']]);
  expect(podSysctls(true)).toEqual([['net.ipv4.ip_forward', '1']]);
});
