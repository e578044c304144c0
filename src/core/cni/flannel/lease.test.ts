import { describe, expect, test } from 'vitest';
import { ipv4, parseCidr4, type Cidr4 } from '../../wire/addr';
import { watchLease, type Lease } from './lease';

function net(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

function lease(subnet: string, publicIp = '192.168.56.12', backendData = 'null'): Lease {
  return { subnet: net(subnet), publicIp: ipv4(publicIp), backendType: 'vxlan', backendData };
}

const own = net('10.244.0.0/24');
const two = lease('10.244.1.0/24');
const three = lease('10.244.2.0/24', '192.168.56.13');

describe('watchLease', () => {
  test('remembers who is there, in order of arrival', () => {
    const first = watchLease(own, [], { type: 'added', lease: two });
    const second = watchLease(own, first.leases, { type: 'added', lease: three });
    expect(second).toEqual({ leases: [two, three], event: { type: 'added', lease: three }, complaint: null });
  });

  test('a lease that changed takes its old place', () => {
    const changed = lease('10.244.1.0/24', '192.168.56.99');
    expect(watchLease(own, [two, three], { type: 'added', lease: changed }).leases).toEqual([changed, three]);
  });

  test("the node's own subnet is dropped, whoever has it", () => {
    for (const type of ['added', 'removed'] as const) {
      const twin = lease('10.244.0.0/24', '192.168.56.99');
      expect(watchLease(own, [two], { type, lease: twin })).toEqual({
        leases: [two],
        event: null,
        complaint: null,
      });
    }
  });

  test('what is removed is what was remembered', () => {
    const said = lease('10.244.1.0/24', '1.1.1.1', 'other');
    expect(watchLease(own, [two, three], { type: 'removed', lease: said })).toEqual({
      leases: [three],
      event: { type: 'removed', lease: two },
      complaint: null,
    });
  });

  test('a lease nobody knew is removed all the same', () => {
    const result = watchLease(own, [two], { type: 'removed', lease: three });
    expect(result.leases).toEqual([two]);
    expect(result.event).toEqual({ type: 'removed', lease: three });
    expect(result.complaint).toBe('not found');
  });
});
