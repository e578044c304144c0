import { expect, test } from 'vitest';
import { readBackend } from './backend-conf';
import { parseNetConf } from './net-conf';
import { tunnelOf } from './tunnel';

/** Device, kind, MTU and port over an interface of 1400 bytes. */
test.each([
  ['{"Type":"vxlan"}', 'flannel.1 vxlan 1350 8472'],
  ['{"Type":"vxlan","VNI":7,"Port":4789,"MTU":1300}', 'flannel.7 vxlan 1250 4789'],
  ['{"Type":"host-gw"}', 'null null 1400 null'],
  ['{"Type":"ipip"}', 'flannel.ipip ipip 1380 null'],
  ['{"Type":"wireguard"}', 'flannel-wg wireguard 1320 51820'],
  ['{"Type":"wireguard","MTU":1300,"ListenPort":5000}', 'flannel-wg wireguard 1220 5000'],
  ['{"Type":"udp"}', 'flannel0 tun 1372 8285'],
  ['{"Type":"udp","Port":7890}', 'flannel0 tun 1372 7890'],
])('%s', (backend, text) => {
  const conf = parseNetConf(`{"Backend":${backend}}`);
  const options = conf.ok ? readBackend(conf.value, 1400) : null;
  if (options?.ok !== true) throw new Error('not read');
  const { device, linkType, mtu, udpPort } = tunnelOf(options.value, 1400);
  expect(`${String(device)} ${String(linkType)} ${String(mtu)} ${String(udpPort)}`).toBe(text);
});
