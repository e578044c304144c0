import { describe, expect, test } from 'vitest';
import { podMtu, tunnelMtus } from './mtu';

// Overheads: 20 for an IPv4 header; 50 or 70 for Ethernet, VXLAN, UDP and IP; 60 or 80 for WireGuard over IPv4 or IPv6.
describe('tunnelMtus', () => {
  test('of an Ethernet', () => {
    expect(tunnelMtus({ hostMtu: 1500, aksHostEncryption: false })).toEqual({
      ipip: 1500 - 20,
      vxlan: 1500 - 14 - 8 - 8 - 20,
      vxlanV6: 1500 - 14 - 8 - 8 - 40,
      wireguard: 1500 - 20 - 8 - 32,
      wireguardV6: 1500 - 40 - 8 - 32,
    });
  });

  test('Azure leaves less to WireGuard', () => {
    expect(tunnelMtus({ hostMtu: 1500, aksHostEncryption: true })).toMatchObject({
      wireguard: 1400 - 60,
      ipip: 1480,
    });
  });
});

describe('podMtu', () => {
  const mtus = tunnelMtus({ hostMtu: 9000, aksHostEncryption: false });
  test('the smallest in use', () => {
    expect(podMtu(9000, mtus, ['ipip', 'wireguard'])).toBe(8940);
    expect(podMtu(9000, mtus, [])).toBe(9000);
  });
});
