import { describe, expect, test } from 'vitest';
import { SCOPE_GLOBAL, SCOPE_LINK } from '../../model/route';
import { recordedShell } from '../../testing/shell-host';
import { ipv4, mac, parseCidr4, type Cidr4 } from '../../wire/addr';
import type { FlannelOp } from './effect';
import { commandOf } from './op-text';

function net(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

const PEER = mac('5e:2f:1a:90:c3:02');
const dst = net('10.244.1.0/24');
const at = ipv4('10.244.1.0');
const peerIp = ipv4('192.168.56.12');

/** The device and the external interface that the commands speak of. */
const SETUP = `
ip addr add 192.168.56.11/24 dev eth0
ip link set eth0 up
ip link add flannel.1 type vxlan id 1 dev eth0 local 192.168.56.11 nolearning
ip link set flannel.1 up`;

const vxlan = { kind: 'vxlan', vni: 2, dev: 'eth0', local: ipv4('192.168.56.11'), learning: false } as const;

/** What the shell does with the command; it adds its own name to routes it makes. */
const BOOT = { protocol: 'boot' } as const;

describe('commandOf', () => {
  test.each<[string, FlannelOp]>([
    [
      'ip link add flannel.2 address 5e:2f:1a:90:c3:02 mtu 1450 type vxlan id 2 dev eth0 local 192.168.56.11 nolearning',
      { kind: 'link.add', name: 'flannel.2', mac: PEER, mtu: 1450, spec: vxlan },
    ],
    [
      'ip link add flannel.2 type vxlan id 2 dev eth0 local 192.168.56.11 dstport 4789',
      {
        kind: 'link.add',
        name: 'flannel.2',
        spec: { ...vxlan, dstPort: 4789, learning: undefined } as never,
      },
    ],
    [
      'ip link set flannel.1 mtu 1400 up',
      { kind: 'link.set', name: 'flannel.1', set: { mtu: 1400, up: true } },
    ],
    ['ip link del flannel.1', { kind: 'link.del', name: 'flannel.1' }],
    [
      'ip addr add 10.244.0.0/32 dev flannel.1',
      { kind: 'addr.add', dev: 'flannel.1', addr: net('10.244.0.0/32') },
    ],
    [
      'ip neigh replace 10.244.1.0 lladdr 5e:2f:1a:90:c3:02 dev flannel.1 nud permanent',
      { kind: 'neigh.replace', dev: 'flannel.1', dst: at, mac: PEER, state: 'permanent' },
    ],
    [
      'bridge fdb replace 5e:2f:1a:90:c3:02 dev flannel.1 dst 192.168.56.12 self permanent',
      { kind: 'fdb.replace', dev: 'flannel.1', mac: PEER, dst: peerIp, where: 'self', permanent: true },
    ],
    [
      'ip route replace 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink',
      { kind: 'route.replace', route: { dst, via: at, dev: 'flannel.1', onlink: true, ...BOOT } },
    ],
    [
      'ip route add 10.244.1.0/24 dev flannel.1 scope global',
      { kind: 'route.add', route: { dst, dev: 'flannel.1', scope: SCOPE_GLOBAL, ...BOOT } },
    ],
    [
      'ip route add blackhole 10.244.1.0/24',
      { kind: 'route.add', route: { dst, type: 'blackhole', ...BOOT } },
    ],
  ])('%s', (command, op) => {
    expect(commandOf(op)).toBe(command);
    const { run, ops } = recordedShell(SETUP);
    run(command);
    const { netns: _, typed, ...read } = ops[0] ?? { netns: '', typed: '', kind: 'nothing' };
    expect(typed).toBe(command);
    expect(read).toEqual(op);
  });

  test.each<[string, FlannelOp, FlannelOp]>([
    [
      'ip neigh del 10.244.1.0 lladdr 5e:2f:1a:90:c3:02 dev flannel.1',
      { kind: 'neigh.del', dev: 'flannel.1', dst: at, mac: PEER },
      { kind: 'neigh.replace', dev: 'flannel.1', dst: at, mac: PEER, state: 'permanent' },
    ],
    [
      'bridge fdb del 5e:2f:1a:90:c3:02 dev flannel.1 dst 192.168.56.12 self',
      { kind: 'fdb.del', dev: 'flannel.1', mac: PEER, dst: peerIp, where: 'self' },
      { kind: 'fdb.replace', dev: 'flannel.1', mac: PEER, dst: peerIp, where: 'self', permanent: true },
    ],
    [
      'ip route del 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink',
      { kind: 'route.del', route: { dst, via: at, dev: 'flannel.1', onlink: true } },
      { kind: 'route.replace', route: { dst, via: at, dev: 'flannel.1', onlink: true } },
    ],
    [
      'ip addr del 10.244.0.0/32 dev flannel.1',
      { kind: 'addr.del', dev: 'flannel.1', addr: net('10.244.0.0/32') },
      { kind: 'addr.add', dev: 'flannel.1', addr: net('10.244.0.0/32') },
    ],
  ])('%s undoes what was done', (command, op, before) => {
    expect(commandOf(op)).toBe(command);
    const { run } = recordedShell(`${SETUP}\n${commandOf(before)}`);
    expect(run(command)).toMatchObject({ exitCode: 0 });
    expect(run(command).exitCode).not.toBe(0);
  });

  test.each<[string, FlannelOp]>([
    ['ip tuntap add flannel0 mode tun', { kind: 'link.add', name: 'flannel0', spec: { kind: 'tun' } }],
    [
      'ip link add flannel.ipip type ipip local 192.168.56.11',
      { kind: 'link.add', name: 'flannel.ipip', spec: { kind: 'ipip', local: ipv4('192.168.56.11') } },
    ],
    [
      'ip link add flannel-wg mtu 1420 type wireguard',
      { kind: 'link.add', name: 'flannel-wg', mtu: 1420, spec: { kind: 'wireguard' } },
    ],
    [
      'ip route replace 10.244.1.0/24 dev flannel-wg scope link',
      { kind: 'route.replace', route: { dst, dev: 'flannel-wg', scope: SCOPE_LINK } },
    ],
    [
      'wg set flannel-wg listen-port 51820 private-key /run/flannel/wgkey',
      { kind: 'wg.set', dev: 'flannel-wg', publicKey: 'K=', listenPort: 51820, replacePeers: true },
    ],
    [
      'wg set flannel-wg peer K= endpoint 192.168.56.12:51820 allowed-ips 10.244.1.0/24,10.244.2.0/24',
      {
        kind: 'wg.set',
        dev: 'flannel-wg',
        peers: [
          {
            publicKey: 'K=',
            endpoint: { addr: peerIp, port: 51820 },
            allowedIps: [dst, net('10.244.2.0/24')],
          },
        ],
      },
    ],
    [
      'wg set flannel-wg peer K= remove',
      { kind: 'wg.set', dev: 'flannel-wg', peers: [{ publicKey: 'K=', remove: true }] },
    ],
  ])('%s', (command, op) => expect(commandOf(op)).toBe(command));
});
