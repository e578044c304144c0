/** Goal: what ethtool 6.1 says of a veth device, and of none. */
import { expect, test } from 'vitest';
import { net } from '../../testing/net';

test('ethtool', () => {
  const lab = net().machines('a', 'b').veth('a.e', 'b.e');
  expect(lab.printed('a', 'ethtool e').slice(0, 3)).toEqual([
    'Settings for e:',
    '\tSupported ports: [  ]',
    '\tSupported link modes:   Not reported',
  ]);
  expect(lab.printed('a', 'ethtool e').at(-1)).toBe('\tLink detected: yes');
  expect(lab.printed('a', 'ethtool -i e').slice(0, 3)).toEqual([
    'driver: veth',
    'version: 1.0',
    'firmware-version: ',
  ]);
  expect(lab.printed('a', 'ethtool -S e')).toEqual([
    'NIC statistics:',
    `     peer_ifindex: ${lab.link('b.e').ifindex}`,
  ]);
  expect(lab.printed('a', 'ethtool lo')).toEqual(['Settings for lo:', '\tLink detected: yes']);
  expect(lab.printed('a', 'ethtool -k e')).toContain('generic-receive-offload: off');
  expect(lab.ask('a', 'ethtool nodev').stderr.at(-1)).toBe('No data available');
});
