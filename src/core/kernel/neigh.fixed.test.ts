import { expect, it } from 'vitest';
import { net } from '../testing/net';
import { formatMac, ipv4 } from '../wire/addr';
import { fixedAddress } from './neigh.fixed';

const lab = net()
  .machines('h', 'x')
  .cable('h.eth0', 'x.eth0')
  .type('h', 'ip addr add 10.1.0.1/24 dev eth0\nip addr add 10.2.0.0/31 dev eth0')
  .type('h', 'ip link add d0 type dummy\nip link set d0 address 02:00:00:00:00:dd up');

it.each([
  ['h.lo', '127.0.0.1', '00:00:00:00:00:00'],
  ['h.d0', '10.9.9.9', '02:00:00:00:00:dd'],
  ['h.eth0', '224.0.0.251', '01:00:5e:00:00:fb'],
  ['h.eth0', '239.128.1.2', '01:00:5e:00:01:02'],
  ['h.eth0', '255.255.255.255', 'ff:ff:ff:ff:ff:ff'],
  ['h.eth0', '10.1.0.255', 'ff:ff:ff:ff:ff:ff'],
  // No broadcast address in a /31, nor of a subnet the device is not in; the network's own address is none either.
  ['h.eth0', '10.2.0.1', null],
  ['h.eth0', '10.3.0.255', null],
  ['h.eth0', '10.1.0.0', null],
  ['h.eth0', '10.1.0.2', null],
] as const)('%s to %s: %s', (place, addr, expected) => {
  const found = fixedAddress(lab.link(place), ipv4(addr));
  expect(found === null ? null : formatMac(found)).toBe(expected);
});
