/** Read as flannel v0.28.9's pkg/subnet/config.go reads it. */
import { describe, expect, test } from 'vitest';
import { formatCidr4, formatIpv4 } from '../../wire/addr';
import { formatCidr6, formatIpv6 } from '../../wire/addr6';
import { parseNetConf, type NetConf } from './net-conf';

function conf(text: string): NetConf {
  const parsed = parseNetConf(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

/** The ConfigMap of Documentation/kube-flannel.yml. */
const MANIFEST = `{
  "Network": "10.244.0.0/16",
  "EnableNFTables": false,
  "Backend": {
    "Type": "vxlan"
  }
}
`;

describe('parseNetConf', () => {
  test("the manifest's", () => {
    const read = conf(MANIFEST);
    expect(formatCidr4(read.network)).toBe('10.244.0.0/16');
    expect(read).toMatchObject({
      enableIpv4: true,
      enableIpv6: false,
      enableNftables: false,
      subnetLen: 0,
      backendType: 'vxlan',
    });
  });

  test('everything there is, keys in any case', () => {
    const read = conf(
      `{"enableipv6":true,"EnableNFTables":true,"NETWORK":"10.3.7.9/16","IPv6Network":"fc00::1/48","SubnetLen":28,
        "SubnetMin":"10.3.5.0","SubnetMax":"10.3.8.0","IPv6SubnetLen":64,"IPv6SubnetMin":"fc00:0:0:1::",
        "IPv6SubnetMax":"fc00:0:0:f::","Backend":{"type":"udp","Port":7890}}`,
    );
    expect(formatCidr4(read.network)).toBe('10.3.0.0/16');
    expect(formatCidr6(read.ipv6Network)).toBe('fc00::/48');
    expect([formatIpv4(read.subnetMin), formatIpv4(read.subnetMax)]).toEqual(['10.3.5.0', '10.3.8.0']);
    expect(read.ipv6SubnetMin === null ? null : formatIpv6(read.ipv6SubnetMin)).toBe('fc00:0:0:1::');
    expect(read).toMatchObject({
      enableIpv6: true,
      enableNftables: true,
      subnetLen: 28,
      ipv6SubnetLen: 64,
      backendType: 'udp',
    });
    expect(read.backend?.raw).toBe('{"type":"udp","Port":7890}');
  });

  test('no Backend is udp; a Backend without Type is nothing', () => {
    expect(conf('{"Network":"10.244.0.0/16"}').backendType).toBe('udp');
    expect(conf('{"Backend":{}}').backendType).toBe('');
    expect(conf('{"Backend":null}').backendType).toBe('');
  });

  test('null is nothing said', () => {
    expect(conf('null')).toEqual(conf('{}'));
    expect(conf('{"IPv6SubnetMin":null,"SubnetLen":null,"EnableIPv4":null}')).toEqual(conf('{}'));
  });

  test('an IPv4 network is taken for an IPv6 one', () => {
    expect(formatCidr6(conf('{"IPv6Network":"10.0.0.0/8"}').ipv6Network)).toBe('::ffff:10.0.0.0/8');
  });

  test.each([
    ['', 'unexpected end of JSON input'],
    ['Network: 10.244.0.0/16', "invalid character 'N' looking for beginning of value"],
    ['[]', 'json: cannot unmarshal array into Go value of type subnet.Config'],
    ['{"Network":"10.244.0.0"}', 'invalid CIDR address: 10.244.0.0'],
    ['{"Network":10}', 'invalid CIDR address: 10'],
    ['{"Network":null}', 'invalid CIDR address: null'],
    ['{"Network":"fc00::/48"}', 'invalid IPv4 CIDR format'],
    ['{"IPv6Network":"fc00::/148"}', 'invalid CIDR address: fc00::/148'],
    ['{"SubnetMin":"10.244.1"}', 'invalid IP address format'],
    ['{"SubnetMax":"fc00::"}', 'invalid IPv4 address format'],
    ['{"IPv6SubnetMax":"x"}', 'invalid IP address format'],
    [
      '{"SubnetLen":"24"}',
      'json: cannot unmarshal string into Go struct field Config.SubnetLen of type uint',
    ],
    [
      '{"Backend":"vxlan"}',
      'error decoding Backend property of config: json: cannot unmarshal string into Go value of type struct { Type string }',
    ],
    [
      '{"Backend":{"Type":1}}',
      'error decoding Backend property of config: json: cannot unmarshal number into Go struct field .Type of type string',
    ],
  ])('%s: %s', (text, error) => expect(parseNetConf(text)).toEqual({ ok: false, error }));
});
