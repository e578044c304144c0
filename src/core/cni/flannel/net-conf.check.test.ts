/** The rules of flannel v0.28.9's pkg/subnet/config.go CheckNetworkConfig. */
import { describe, expect, test } from 'vitest';
import { formatIpv4 } from '../../wire/addr';
import { formatIpv6 } from '../../wire/addr6';
import { parseNetConf } from './net-conf';
import { checkNetConf } from './net-conf.check';

function checked(text: string): string {
  const parsed = parseNetConf(text);
  if (!parsed.ok) throw new Error(parsed.error);
  const result = checkNetConf(parsed.value);
  if (!result.ok) return result.error;
  const { enableIpv4, subnetLen, subnetMin, subnetMax, ipv6SubnetLen, ipv6SubnetMin, ipv6SubnetMax } =
    result.value;
  const four = `${formatIpv4(subnetMin)} ${formatIpv4(subnetMax)} /${String(subnetLen)}`;
  if (enableIpv4) return four;
  const [min, max] = [ipv6SubnetMin, ipv6SubnetMax].map((addr) => (addr === null ? '-' : formatIpv6(addr)));
  return `${String(min)} ${String(max)} /${String(ipv6SubnetLen)}`;
}

const four = (network: string, more = ''): string => checked(`{"Network":"${network}"${more}}`);
const six = (network: string, more = ''): string =>
  checked(`{"EnableIPv4":false,"EnableIPv6":true,"IPv6Network":"${network}"${more}}`);

describe('IPv4', () => {
  test.each([
    ['172.20.0.0/16', '172.20.1.0 172.20.255.0 /24'],
    ['172.20.0.0/22', '172.20.1.0 172.20.3.0 /24'],
    ['172.20.4.0/23', '172.20.4.128 172.20.5.128 /25'],
    ['172.20.4.0/28', '172.20.4.4 172.20.4.12 /30'],
    ['172.20.4.0/29', 'network is too small. Minimum useful network prefix is /28'],
  ])('the defaults of %s', (network, result) => expect(four(network)).toBe(result));

  test.each([
    [',"SubnetLen":20', '172.20.16.0 172.20.240.0 /20'],
    [',"SubnetLen":18', '172.20.64.0 172.20.192.0 /18'],
    [',"SubnetLen":17', 'network must be able to accommodate at least four subnets'],
    [',"SubnetLen":31', 'SubnetLen must be less than /31'],
    [',"SubnetMin":"172.20.9.0","SubnetMax":"172.20.10.0"', '172.20.9.0 172.20.10.0 /24'],
    [',"SubnetMin":"172.21.0.0"', 'SubnetMin is not in the range of the Network'],
    [',"SubnetMax":"172.19.0.0"', 'SubnetMax is not in the range of the Network'],
    [',"SubnetMin":"172.20.9.128"', 'SubnetMin is not on a SubnetLen boundary: 172.20.9.128'],
    [',"SubnetMax":"172.20.9.1"', 'SubnetMax is not on a SubnetLen boundary: 172.20.9.1'],
  ])('172.20.0.0/16%s', (more, result) => expect(four('172.20.0.0/16', more)).toBe(result));

  test('without a network', () => {
    expect(checked('{}')).toBe('please define a correct Network parameter in the flannel config');
  });
});

describe('IPv6', () => {
  test.each([
    ['fd00::/56', 'fd00:0:0:1:: fd00:0:0:ff:: /64'],
    ['fd00::/62', 'fd00:0:0:1:: fd00:0:0:3:: /64'],
    ['fd00::/120', 'fd00::40 fd00::c0 /122'],
    ['ffff:ffff:ffff:ff00::/56', 'ffff:ffff:ffff:ff01:: ffff:ffff:ffff:ffff:: /64'],
    ['fd00::/125', 'IPv6Network is too small. Minimum useful network prefix is /124'],
  ])('the defaults of %s', (network, result) => expect(six(network)).toBe(result));

  test.each([
    [',"IPv6SubnetLen":60', 'fd00:0:0:10:: fd00:0:0:f0:: /60'],
    [',"IPv6SubnetLen":57', 'network must be able to accommodate at least four subnets'],
    [',"IPv6SubnetLen":127', 'SubnetLen must be less than /127'],
    [',"IPv6SubnetMin":"fd01::"', 'IPv6SubnetMin is not in the range of the IPv6Network'],
    [',"IPv6SubnetMax":"fc00::"', 'IPv6SubnetMax is not in the range of the IPv6Network'],
    [',"IPv6SubnetMin":"fd00::1"', 'IPv6SubnetMin is not on a SubnetLen boundary: fd00::1'],
    [',"IPv6SubnetMax":"fd00:0:0:1::1"', 'IPv6SubnetMax is not on a SubnetLen boundary: fd00:0:0:1::1'],
  ])('fd00::/56%s', (more, result) => expect(six('fd00::/56', more)).toBe(result));

  test('without a network, and both families together', () => {
    expect(checked('{"EnableIPv4":false,"EnableIPv6":true}')).toBe(
      'please define a correct IPv6Network parameter in the flannel config',
    );
    const both = '"EnableIPv6":true,"IPv6Network":"fd00::/56"';
    expect(checked(`{"Network":"172.20.0.0/16",${both}}`)).toBe('172.20.1.0 172.20.255.0 /24');
    expect(checked(`{"Network":"172.20.0.0/29",${both}}`)).toContain('too small');
  });

  test('with neither family there is nothing to check', () => {
    const parsed = parseNetConf('{"EnableIPv4":false}');
    expect(parsed.ok && checkNetConf(parsed.value)).toEqual(parsed);
  });
});
