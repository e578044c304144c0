import { describe, expect, test } from 'vitest';
import { formatCidr4, parseCidr4, type Cidr4 } from '../../wire/addr';
import { readSubnetFile, subnetFileText } from './subnet-env';

function net(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

const text = subnetFileText({
  network: net('172.20.0.0/16'),
  subnet: net('172.20.9.0/24'),
  mtu: 8950,
  ipMasq: true,
});

describe('subnet.env', () => {
  test('written', () => {
    expect(text).toBe(
      'FLANNEL_NETWORK=172.20.0.0/16\nFLANNEL_SUBNET=172.20.9.1/24\nFLANNEL_MTU=8950\nFLANNEL_IPMASQ=true\n',
    );
  });

  test('read back as networks', () => {
    expect(formatCidr4(readSubnetFile(text, 'FLANNEL_NETWORK'))).toBe('172.20.0.0/16');
    expect(formatCidr4(readSubnetFile(text, 'FLANNEL_SUBNET'))).toBe('172.20.9.0/24');
  });

  test.each([
    null,
    '',
    'FLANNEL_SUBNET=',
    'FLANNEL_SUBNET=172.20.9.1',
    'FLANNEL_SUBNET=172.20.9.1/24,172.20.8.1/24',
    'FLANNEL_SUBNET=fc00::1/64',
    '#FLANNEL_SUBNET=172.20.9.1/24',
  ])('%j names no subnet', (file) => {
    expect(readSubnetFile(file, 'FLANNEL_SUBNET')).toEqual({ addr: 0, len: 0 });
  });
});
