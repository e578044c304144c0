/** As flannel v0.28.9's pkg/backend/wireguard. */
import { describe, expect, test } from 'vitest';
import { toBase64 } from '../../../base/base64';
import { flannelNode, leaseOf, script } from '../../../testing/flannel-node';
import type { WireguardConf } from '../backend-conf';
import type { LeaseEvent } from '../lease';
import type { Running } from './backend';
import { wireguard } from './wireguard';
import { privateKey, publicKey } from './wireguard-key';

const CONF: WireguardConf = {
  type: 'wireguard',
  listenPort: 51820,
  mtu: 1500,
  psk: '',
  persistentKeepaliveSec: 0,
  mode: 'separate',
};
const KEY = toBase64(new Uint8Array(32).fill(7));
const OWN = leaseOf('10.244.0.0/24', '192.168.56.11', 'wireguard');
const PEER = leaseOf('10.244.1.0/24', '192.168.56.12', 'wireguard', `{"PublicKey":"${KEY}","Port":51821}`);

function running({ facts, ext }: ReturnType<typeof flannelNode>): Running<WireguardConf> {
  return { conf: CONF, ext, network: facts.network, device: 'flannel-wg' };
}

describe('start', () => {
  test('a new key is written down, the device made and told it', () => {
    const { facts } = flannelNode();
    const registered = wireguard.register(facts, CONF);
    if (!registered.ok) throw new Error(registered.error);
    const priv = privateKey(facts.random(32));
    expect(script(registered.value.effects)).toEqual([
      'file',
      'ip link add flannel-wg mtu 1420 type wireguard',
      'wg set flannel-wg listen-port 51820 private-key /run/flannel/wgkey',
    ]);
    expect(registered.value.effects[0]).toEqual({ kind: 'file', path: '/run/flannel/wgkey', text: priv });
    expect(registered.value.effects[2]).toMatchObject({
      op: { publicKey: publicKey(priv), listenPort: 51820, replacePeers: true, peers: [] },
    });
    expect(registered.value.attrs).toMatchObject({
      backendType: 'wireguard',
      backendData: `{"PublicKey":"${publicKey(priv)}","Port":51820}`,
    });
  });

  test('the key of the last life is used again, the device of the last life is not', () => {
    const { facts } = flannelNode('ip link add flannel-wg type dummy', { file: () => `${KEY}\n` });
    const registered = wireguard.register(facts, { ...CONF, psk: KEY, listenPort: 70_000 });
    if (!registered.ok) throw new Error(registered.error);
    expect(script(registered.value.effects).slice(0, 3)).toEqual([
      'warning: "flannel-wg" already exists; recreating device',
      'ip link del flannel-wg',
      'ip link add flannel-wg mtu 1420 type wireguard',
    ]);
    // The port is cut to 16 bits on its way to the others.
    expect(registered.value.attrs.backendData).toBe(`{"PublicKey":"${publicKey(KEY)}","Port":4464}`);
  });

  test.each([
    [
      'could not parse private key from file: wgtypes: incorrect key size: 0',
      { file: (): string => '' },
      CONF,
    ],
    [
      'could not parse psk: wgtypes: failed to parse base64-encoded key: illegal base64 data at input byte 6',
      {},
      { ...CONF, psk: 'secret' },
    ],
  ])('%s', (error, changes, conf) => {
    const { facts } = flannelNode('', changes);
    expect(wireguard.register(facts, conf)).toEqual({
      ok: false,
      error: `Error registering network: ${error}`,
    });
  });

  test('one route for the whole network', () => {
    const node = flannelNode();
    const configured = wireguard.configure(node.facts, running(node), OWN);
    expect(configured.ok && script(configured.value)).toEqual([
      'ip addr add 10.244.0.0/32 dev flannel-wg',
      'ip link set flannel-wg up',
      'ip route replace 10.244.0.0/16 dev flannel-wg scope link',
    ]);
    expect(wireguard.configure(node.facts, running(node), leaseOf('0.0.0.0/0', '1.1.1.1', ''))).toEqual({
      ok: false,
      error:
        'Error registering network: failed to configure wg interface: IPv4 is enabled but the lease has no IPv4',
    });
  });
});

describe('leases', () => {
  const on = (type: LeaseEvent['type'], lease = PEER): readonly string[] => {
    const node = flannelNode();
    return script(wireguard.onLease(node.ns, running(node), { type, lease }));
  };

  test('a peer comes and goes', () => {
    expect(on('added')).toEqual([
      'info: Subnet added: 10.244.1.0/24 via 192.168.56.12:51821',
      `wg set flannel-wg peer ${KEY} endpoint 192.168.56.12:51821 allowed-ips 10.244.1.0/24`,
      'ip route replace 10.244.0.0/16 dev flannel-wg scope link',
    ]);
    expect(on('removed')).toEqual([
      'info: Subnet removed: 10.244.1.0/24',
      `wg set flannel-wg peer ${KEY} remove`,
    ]);
  });

  test('a node that names no port listens where this one does', () => {
    const old = { ...PEER, backendData: `{"PublicKey":"${KEY}"}` };
    expect(on('added', old)[1]).toContain('endpoint 192.168.56.12:51820');
  });

  test('what cannot be used is told', () => {
    expect(on('added', leaseOf('10.244.1.0/24', '192.168.56.12', 'vxlan'))).toEqual([
      'warning: Ignoring non-wireguard subnet: type=vxlan',
    ]);
    expect(on('added', { ...PEER, backendData: '{' })).toEqual([
      'error: failed to unmarshal BackendData: unexpected end of JSON input',
    ]);
    expect(on('added', { ...PEER, backendData: '{"Port":65536}' })).toEqual([
      'error: failed to unmarshal BackendData: json: cannot unmarshal number 65536 into Go struct field wireguardLeaseAttrs.Port of type uint16',
    ]);
    const noKey = { ...PEER, backendData: '' };
    expect(on('added', noKey)).toEqual([
      'info: Subnet added: 10.244.1.0/24 via 192.168.56.12:51820',
      'error: failed to setup ipv4 peer (): failed to parse publicKey: wgtypes: incorrect key size: 0',
      'ip route replace 10.244.0.0/16 dev flannel-wg scope link',
    ]);
    expect(on('removed', noKey)).toEqual([
      'info: Subnet removed: 10.244.1.0/24',
      'error: failed to remove ipv4 peer (): failed to parse publicKey: wgtypes: incorrect key size: 0',
    ]);
  });
});
