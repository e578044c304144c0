import { expect, test } from 'vitest';
import { icmpFrame, ipFrame, udpDatagram, type MadeIp } from '../../testing/make-frame';
import { emitVxlan, VXLAN_HEADER_LEN } from '../../wire/vxlan';
import { frameText } from '../tcpdump';

/** Lines as tcpdump 4.99.3 prints them. */
const OUTER: MadeIp = {
  from: '02:00:c0:a8:38:0b',
  to: '02:00:c0:a8:38:0c',
  src: '192.168.56.11',
  dst: '192.168.56.12',
};
const INNER: MadeIp = {
  from: '2e:f1:0a:f4:01:00',
  to: '2e:f1:0a:f4:02:00',
  src: '10.244.1.2',
  dst: '10.244.2.2',
};

function tunnelled(port: number): Uint8Array {
  const inner = icmpFrame(INNER);
  const payload = new Uint8Array(VXLAN_HEADER_LEN + inner.length);
  emitVxlan({ vni: 42 }, payload, 0);
  payload.set(inner, VXLAN_HEADER_LEN);
  return ipFrame(OUTER, 17, udpDatagram(OUTER, 50000, port, payload));
}

test('on the port of VXLAN it is VXLAN, and the frame inside begins a line', () => {
  expect(frameText({ bytes: tunnelled(4789), l2: true }, { ether: false, verbose: false })).toBe(
    'IP 192.168.56.11.50000 > 192.168.56.12.4789: VXLAN, flags [I] (0x08), vni 42\n' +
      'IP 10.244.1.2 > 10.244.2.2: ICMP echo request, id 7, seq 1, length 64',
  );
});

test('on flannel’s port it is called OTV; -e shows both Ethernet headers', () => {
  expect(frameText({ bytes: tunnelled(8472), l2: true }, { ether: true, verbose: false })).toBe(
    '02:00:c0:a8:38:0b > 02:00:c0:a8:38:0c, ethertype IPv4 (0x0800), length 148: ' +
      '192.168.56.11.50000 > 192.168.56.12.8472: OTV, flags [I] (0x08), overlay 0, instance 42\n' +
      '2e:f1:0a:f4:01:00 > 2e:f1:0a:f4:02:00, ethertype IPv4 (0x0800), length 98: ' +
      '10.244.1.2 > 10.244.2.2: ICMP echo request, id 7, seq 1, length 64',
  );
});

test('without the I flag the network number does not count', () => {
  const bytes = tunnelled(8472);
  bytes[42] = 0;
  expect(frameText({ bytes, l2: true }, { ether: false, verbose: false })).toContain(
    'OTV, flags [.] (0x00), ',
  );
  const vxlan = tunnelled(4789);
  vxlan[42] = 0;
  expect(frameText({ bytes: vxlan, l2: true }, { ether: false, verbose: false })).toContain(
    'VXLAN, flags [invalid] (0x00), vni 42',
  );
});
