/** Goal: tables as net-tools 2.10 prints them; the expected lines are its own for the same routes, neighbours and devices. */
import { expect, test } from 'vitest';
import { net, type Net } from '../../../testing/net';

function host(): Net {
  return net()
    .machines('a', 'b')
    .veth('a.tlv0', 'b.e')
    .veth('a.tla0', 'b.f')
    .type('a', 'ip link set lo up\nip link set tlv0 address fa:01:1c:27:7a:af')
    .type('a', 'ip addr add 10.1.0.1/24 dev tlv0\nip addr add 10.5.1.2/24 dev tla0')
    .type('a', 'ip route add 10.5.0.0/16 via 10.5.1.1');
}

test('route -n', () => {
  expect(host().printed('a', 'route -n')).toEqual([
    'Kernel IP routing table',
    'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface',
    '10.1.0.0        0.0.0.0         255.255.255.0   U     0      0        0 tlv0',
    '10.5.0.0        10.5.1.1        255.255.0.0     UG    0      0        0 tla0',
    '10.5.1.0        0.0.0.0         255.255.255.0   U     0      0        0 tla0',
  ]);
});

test('netstat -rn', () => {
  expect(host().printed('a', 'netstat -rn')).toEqual([
    'Kernel IP routing table',
    'Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface',
    '10.1.0.0        0.0.0.0         255.255.255.0   U         0 0          0 tlv0',
    '10.5.0.0        10.5.1.1        255.255.0.0     UG        0 0          0 tla0',
    '10.5.1.0        0.0.0.0         255.255.255.0   U         0 0          0 tla0',
  ]);
});

test('arp', () => {
  const lab = host().type('a', 'ip neigh add 10.1.0.3 lladdr 36:32:ba:1c:fe:e0 dev tlv0 nud reachable');
  lab.ping('a', '-c1 -W1 10.5.1.77');
  expect(lab.printed('a', 'arp -n')).toEqual([
    'Address                  HWtype  HWaddress           Flags Mask            Iface',
    '10.1.0.3                 ether   36:32:ba:1c:fe:e0   C                     tlv0',
    '10.5.1.77                        (incomplete)                              tla0',
  ]);
  expect(lab.printed('a', 'arp -an')).toEqual([
    '? (10.1.0.3) at 36:32:ba:1c:fe:e0 [ether] on tlv0',
    '? (10.5.1.77) at <incomplete> on tla0',
  ]);
});

test('ifconfig', () => {
  const lab = host();
  const lines = lab.printed('a', 'ifconfig');
  expect(lines.slice(0, 3)).toEqual([
    'lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536',
    '        inet 127.0.0.1  netmask 255.0.0.0',
    '        loop  txqueuelen 1000  (Local Loopback)',
  ]);
  expect(lab.printed('a', 'ifconfig tlv0').slice(0, 3)).toEqual([
    'tlv0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500',
    '        inet 10.1.0.1  netmask 255.255.255.0  broadcast 0.0.0.0',
    '        ether fa:01:1c:27:7a:af  txqueuelen 1000  (Ethernet)',
  ]);
  expect(lines.filter((line) => line.includes('overruns 0  frame'))).toHaveLength(3);
});

test('netstat -i', () => {
  const [, , lo, , tlv0] = host().printed('a', 'netstat -i');
  expect(lo).toMatch(/^lo {14}65536 +\d+ {6}0 {6}0 0 +\d+ {6}0 {6}0 {6}0 LRU$/);
  expect(tlv0).toMatch(/^tlv0 {13}1500 +\d+ {6}0 {6}0 0 +\d+ {6}0 {6}0 {6}0 BMRU$/);
});

test('netstat -tulpn', () => {
  const lab = host();
  lab.start('a', 'nc -lk 8080');
  lab.wait(0.1);
  expect(lab.printed('a', 'netstat -tulpn')).toEqual([
    'Active Internet connections (only servers)',
    'Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name    ',
    'tcp        0      0 0.0.0.0:8080            0.0.0.0:*               LISTEN      1/nc                ',
  ]);
});
