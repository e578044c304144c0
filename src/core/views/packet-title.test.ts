import { expect, test } from 'vitest';
import { icmpFrame, udpFrame } from '../testing/make-frame';
import { HTTP_FRAMES } from '../testing/tcp-frames';
import { dissect } from '../wire/dissect';
import { packetLayer, packetTitle } from './packet-title';

const framed = HTTP_FRAMES.map((bytes) => ({ bytes, layers: dissect(bytes, 'ethernet').layers }));

test('a TCP segment is named by its flags and ports, and by how much it carries', () => {
  const ports = { srcPort: '41000', dstPort: '8080' };
  expect(framed.slice(0, 1).map(packetTitle)).toEqual([
    { key: 'packet.tcp', params: { flags: 'SYN', ...ports } },
  ]);
  expect(packetTitle(framed[3] ?? null)).toEqual({
    key: 'packet.tcpData',
    params: { flags: 'PSH, ACK', ...ports, bytes: 29 },
  });
  expect(packetLayer(framed[3] ?? null)).toBe('l4');
});

test('a redirect is about the destination of the packet it quotes, not about whom it is sent to', () => {
  const eth = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02' };
  const quoted = udpFrame({ ...eth, src: '192.168.56.100', dst: '10.244.2.2' }, 4000, 9, 'x').slice(14);
  const sent = { ...eth, src: '192.168.56.1', dst: '192.168.56.100' };
  const titleOf = (body: Uint8Array) => {
    const bytes = icmpFrame(sent, { type: 5, code: 1 }, body);
    // RFC 792: the gateway stands in the second word of the ICMP header.
    bytes.set([192, 168, 56, 12], 14 + 20 + 4);
    return packetTitle({ bytes, layers: dissect(bytes, 'ethernet').layers });
  };
  expect(titleOf(quoted)).toEqual({
    key: 'packet.redirect',
    params: { gateway: '192.168.56.12', dst: '10.244.2.2' },
  });
  expect(titleOf(new Uint8Array(0))).toEqual({ key: 'packet.icmp', params: { type: 5, code: 1 } });
});
