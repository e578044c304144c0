import { expect, test } from 'vitest';
import { ACCEPT, DROP, REJECT, RETURN } from './action';
import { felixSettings, readSettings } from './settings';

// Defaults of felix/config/config_params.go, v3.31.
test('what felix does when nobody says anything', () => {
  expect(readSettings({})).toEqual({
    ...{ denyAction: DROP, filterAllowAction: ACCEPT, mangleAllowAction: ACCEPT, insertMode: 'Insert' },
    natOutgoing: { exclusions: 'IPPoolsOnly' },
    ...{ vxlanPort: 4789, vxlanVni: 4096, allowVxlanFromWorkloads: false, allowIpipFromWorkloads: false },
    ...{ disableConntrackInvalid: false, ipipEnabled: null, vxlanEnabled: null },
    refreshSec: { iptables: 180, ipsets: 90, routes: 90 },
    removeExternalRoutes: true,
    wireguard: { enabled: false, port: 51_820, mtu: null, rulePriority: 99 },
  });
});

test('words in any case; what makes no sense counts as not said', () => {
  expect(
    readSettings({
      ...{
        iptablesFilterDenyAction: 'REJECT',
        iptablesFilterAllowAction: 'return',
        chainInsertMode: 'append',
      },
      ...{ natPortRange: '1024:2048', natOutgoingAddress: 'x', iptablesNATOutgoingInterfaceFilter: 'a b' },
      ...{ vxlanPort: 0, vxlanVNI: 5, iptablesRefreshInterval: '1m', ipipEnabled: false },
      ...{ ipsetsRefreshInterval: 'x', routeRefreshInterval: '0s' },
    }),
  ).toMatchObject({
    ...{ denyAction: REJECT, filterAllowAction: RETURN, insertMode: 'Append' },
    natOutgoing: { exclusions: 'IPPoolsOnly', portRange: { first: 1024, last: 2048 } },
    ...{ vxlanPort: 4789, vxlanVni: 5, ipipEnabled: false },
    refreshSec: { iptables: 60, ipsets: 90, routes: 0 },
  });
});

test('a node’s own object comes before that of all', () => {
  const specs: Readonly<Record<string, object>> = {
    default: { vxlanPort: 1, vxlanVNI: 2 },
    'node.a': { vxlanPort: 3 },
  };
  const get = (_kind: string, _namespace: string, name: string): never =>
    (specs[name] === undefined ? null : { spec: specs[name] }) as never;
  expect(felixSettings({ get }, 'a')).toMatchObject({ vxlanPort: 3, vxlanVni: 2 });
  expect(felixSettings({ get }, 'b')).toMatchObject({ vxlanPort: 1, vxlanVni: 2 });
});
