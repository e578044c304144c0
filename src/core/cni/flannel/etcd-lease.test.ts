/** As flannel v0.28.9's pkg/subnet/etcd/local_manager.go. */
import { describe, expect, test } from 'vitest';
import { formatCidr4, ipv4, parseCidr4, type Cidr4 } from '../../wire/addr';
import { acquireEtcdLease } from './etcd-lease';
import type { Lease } from './lease';
import { NO_NET4 } from './net';
import { parseNetConf, type NetConf } from './net-conf';
import { checkNetConf } from './net-conf.check';

function net(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

function conf(text: string): NetConf {
  const parsed = parseNetConf(text);
  const checked = parsed.ok ? checkNetConf(parsed.value) : parsed;
  if (!checked.ok) throw new Error(checked.error);
  return checked.value;
}

const CONF = conf('{"Network":"172.20.0.0/16","SubnetMin":"172.20.8.0","SubnetMax":"172.20.11.0"}');
const attrs = { publicIp: ipv4('192.168.56.11'), backendType: 'vxlan', backendData: 'null' };

function lease(subnet: string, publicIp = '192.168.56.99'): Lease {
  return { ...attrs, subnet: net(subnet), publicIp: ipv4(publicIp) };
}

function acquire(
  leases: readonly Lease[],
  previous: Cidr4 = NO_NET4,
  draw: (count: number) => number = () => 0,
  from = CONF,
): string {
  const result = acquireEtcdLease(from, leases, attrs, previous, draw);
  if (!result.ok) return result.error;
  const gone = result.value.deleted === null ? '' : `, ${formatCidr4(result.value.deleted.subnet)} deleted`;
  return `${formatCidr4(result.value.lease.subnet)}${gone}`;
}

describe('a new lease', () => {
  test('is drawn from the free subnets, which begin at SubnetMin and end at SubnetMax', () => {
    const counts: number[] = [];
    const draw = (count: number): number => {
      counts.push(count);
      return count - 1;
    };
    expect(acquire([lease('172.20.9.0/24')], NO_NET4, draw)).toBe('172.20.11.0/24');
    expect(counts).toEqual([3]);
    expect(acquire([lease('172.20.9.0/24')])).toBe('172.20.8.0/24');
  });

  test('never overlaps another, whatever its length', () => {
    expect(acquire([lease('172.20.8.0/23')])).toBe('172.20.10.0/24');
    expect(acquire([lease('172.20.8.64/26'), lease('172.20.9.0/24')])).toBe('172.20.10.0/24');
  });

  test('is one of the first hundred', () => {
    const wide = conf('{"Network":"172.20.0.0/16"}');
    expect(acquire([], NO_NET4, () => 99, wide)).toBe('172.20.100.0/24');
    let asked = 0;
    acquire([], NO_NET4, (count) => ((asked = count), 0), wide);
    expect(asked).toBe(100);
  });

  test('is refused when all are taken', () =>
    expect(acquire([lease('172.20.8.0/22')])).toBe('out of subnets'));

  test('at the very end of the addresses the search ends', () => {
    const last = conf('{"Network":"255.255.0.0/16","SubnetMin":"255.255.255.0"}');
    expect(acquire([lease('255.255.255.0/24')], NO_NET4, () => 0, last)).toBe('out of subnets');
  });
});

describe('an old one', () => {
  test('is found by the public address and kept', () => {
    expect(acquire([lease('172.20.9.0/24'), lease('172.20.10.0/24', '192.168.56.11')])).toBe(
      '172.20.10.0/24',
    );
  });

  test('goes when it no longer fits, and its subnet is not free yet', () => {
    expect(acquire([lease('172.20.1.0/24', '192.168.56.11')])).toBe('172.20.8.0/24, 172.20.1.0/24 deleted');
    expect(acquire([lease('172.20.8.0/25', '192.168.56.11')])).toBe('172.20.9.0/24, 172.20.8.0/25 deleted');
  });

  test('is taken again from subnet.env when free and fitting', () => {
    expect(acquire([], net('172.20.10.0/24'))).toBe('172.20.10.0/24');
    expect(acquire([lease('172.20.10.0/24')], net('172.20.10.0/24'))).toBe('172.20.8.0/24');
    expect(acquire([], net('172.21.10.0/24'))).toBe('172.20.8.0/24');
    expect(acquire([], net('172.20.10.0/25'))).toBe('172.20.8.0/24');
  });
});
