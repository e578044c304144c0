/** Defaults and errors of flannel v0.28.9's pkg/backend. */
import { describe, expect, test } from 'vitest';
import { readBackend } from './backend-conf';
import { parseNetConf } from './net-conf';

function read(backend: string, extMtu = 1500): unknown {
  const conf = parseNetConf(`{"Network":"10.244.0.0/16","Backend":${backend}}`);
  if (!conf.ok) throw new Error(conf.error);
  const result = readBackend(conf.value, extMtu);
  return result.ok ? result.value : result.error;
}

describe('options', () => {
  test('vxlan', () => {
    const defaults = {
      type: 'vxlan',
      vni: 1,
      port: 0,
      mtu: 1500,
      gbp: false,
      learning: false,
      directRouting: false,
    };
    expect(read('{"Type":"vxlan"}')).toEqual(defaults);
    expect(read('{"Type":"VXLAN"}', 9000)).toEqual({ ...defaults, mtu: 9000 });
    expect(
      read(
        '{"Type":"vxlan","VNI":4096,"Port":4789,"MTU":1400,"GBP":true,"Learning":true,"DirectRouting":true}',
      ),
    ).toEqual({
      type: 'vxlan',
      vni: 4096,
      port: 4789,
      mtu: 1400,
      gbp: true,
      learning: true,
      directRouting: true,
    });
  });

  test('host-gw, ipip, udp', () => {
    expect(read('{"Type":"host-gw","VNI":"whatever"}')).toEqual({ type: 'host-gw' });
    expect(read('{"Type":"ipip"}')).toEqual({ type: 'ipip', directRouting: false });
    expect(read('{"Type":"ipip","DirectRouting":true}')).toEqual({ type: 'ipip', directRouting: true });
    expect(read('{"Type":"udp"}')).toEqual({ type: 'udp', port: 8285 });
    expect(read('{"Type":"udp","Port":7890}')).toEqual({ type: 'udp', port: 7890 });
  });

  test('wireguard', () => {
    const defaults = {
      type: 'wireguard',
      listenPort: 51820,
      mtu: 1500,
      psk: '',
      persistentKeepaliveSec: 0,
      mode: 'separate',
    };
    expect(read('{"Type":"wireguard"}')).toEqual(defaults);
    expect(
      read(
        '{"Type":"wireguard","ListenPort":5000,"ListenPortV6":5001,"MTU":1400,"PSK":"key","PersistentKeepaliveInterval":25,"Mode":"separate"}',
      ),
    ).toEqual({
      type: 'wireguard',
      listenPort: 5000,
      mtu: 1400,
      psk: 'key',
      persistentKeepaliveSec: 25,
      mode: 'separate',
    });
  });

  test('a configuration without Backend is udp with its defaults', () => {
    const conf = parseNetConf('{"Network":"10.244.0.0/16"}');
    expect(conf.ok && readBackend(conf.value, 1500)).toEqual({
      ok: true,
      value: { type: 'udp', port: 8285 },
    });
  });
});

describe('refused', () => {
  test.each([
    ['{"Type":"gre"}', 'Error fetching backend: unknown backend type: gre'],
    ['{}', 'Error fetching backend: unknown backend type: '],
    ['{"Type":"constructor"}', 'Error fetching backend: unknown backend type: constructor'],
    [
      '{"Type":"vxlan","VNI":"1"}',
      'Error registering network: error decoding VXLAN backend config: json: cannot unmarshal string into Go struct field VXLANConfig.vni of type int',
    ],
    [
      '{"Type":"ipip","DirectRouting":1}',
      'Error registering network: error decoding IPIP backend config: json: cannot unmarshal number into Go struct field .DirectRouting of type bool',
    ],
    [
      '{"Type":"udp","Port":"x"}',
      'Error registering network: error decoding UDP backend config: json: cannot unmarshal string into Go struct field .Port of type int',
    ],
    [
      '{"Type":"wireguard","PersistentKeepaliveInterval":"25s"}',
      'Error registering network: error decoding backend config: json: cannot unmarshal string into Go struct field .PersistentKeepaliveInterval of type time.Duration',
    ],
    ['{"Type":"wireguard","Mode":"both"}', 'Error registering network: no valid Mode configured'],
  ])('%s: %s', (backend, text) => expect(read(backend)).toEqual({ by: 'flanneld', text }));

  test.each(['extension', 'alloc', 'ipsec', 'tencent-vpc'])(
    '%s, which flannel has and this lab has not',
    (type) => {
      expect(read(`{"Type":"${type}"}`)).toEqual({ by: 'simulator', backend: type, option: null });
    },
  );

  test.each(['ipv6'])('wireguard in mode %s, whose endpoints are of IPv6', (mode) => {
    expect(read(`{"Type":"wireguard","Mode":"${mode}"}`)).toEqual({
      by: 'simulator',
      backend: 'wireguard',
      option: `Mode ${mode}`,
    });
  });
});
