import { expect, test } from 'vitest';
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
