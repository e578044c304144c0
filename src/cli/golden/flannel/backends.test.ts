import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json';
import { backendDevices, hostGwRoutes, vxlanLeaseEvents } from './backends';

const PASSES = { difference: null };

describe('backendDevices', () => {
  it('takes options of the backend', () => {
    const input = { backend: 'vxlan', extIfaceMTU: 1400, options: { VNI: 7, Port: 4789 } };
    const expected = { device: 'flannel.7', linkType: 'vxlan', mtu: 1350, udpPort: 4789 };
    expect(backendDevices({ input, expected })).toEqual(PASSES);
    expect(() => backendDevices({ input: { ...input, backend: 'gre' }, expected })).toThrow('a backend in');
  });
});

describe('hostGwRoutes', () => {
  const event = (type: string, subnet: string, publicIP: string, backendType = 'host-gw'): JsonObject => {
    return { type, subnet, publicIP, backendType };
  };
  const routes = (events: readonly JsonObject[], expected: JsonObject): unknown =>
    hostGwRoutes({ input: { events }, expected });

  it.each([
    ['10.244.1.0/24', '192.168.56.12', '192.168.56.13'],
    ['fc00:0:0:1::/64', 'fe80::2', 'fe80::3'],
  ])('plays leases of %s', (dst, first, second) => {
    const added = [event('added', dst, first), event('added', dst, second)];
    expect(routes(added, { routes: [{ dst, gw: second }] })).toEqual(PASSES);
    expect(routes(added, { routes: [{ dst, gw: first }] })).not.toEqual(PASSES);
    expect(routes(added, { routes: [{ dst, gw: second }], warnings: 1 })).not.toEqual(PASSES);
    expect(routes([...added, event('removed', dst, second)], { routes: [] })).toEqual(PASSES);
    const foreign = [event('added', dst, first, 'udp')];
    expect(routes(foreign, { routes: [], warnings: 1 })).toEqual(PASSES);
  });

  it('throws for what is no lease', () => {
    expect(() => routes([event('added', 'fc00::/64', 'here')], { routes: [] })).toThrow('no IPv6 lease');
  });
});

describe('vxlanLeaseEvents', () => {
  it('compares commands in their order', () => {
    const input = {
      type: 'removed',
      subnet: '10.244.1.0/24',
      publicIP: '192.168.56.12',
      vtepMAC: '5e:2f:1a:90:c3:02',
      directRoutingOK: true,
    };
    expect(vxlanLeaseEvents({ input, expected: ['ip route del 10.244.1.0/24 via 192.168.56.12'] })).toEqual(
      PASSES,
    );
    expect(vxlanLeaseEvents({ input, expected: [] })).not.toEqual(PASSES);
  });
});
