import { expect, test } from 'vitest';
import { afterEthertype, afterIpProto, afterTcpPort, afterUdpPort, wireCodecs } from './index';

test('each header is found by its kind', () => {
  for (const codec of wireCodecs.values()) expect(wireCodecs.get(codec.kind)).toBe(codec);
});

test('what follows is on the shelf, and everything but the start is followed to', () => {
  const followers: readonly string[] = [afterEthertype, afterIpProto, afterUdpPort, afterTcpPort].flatMap(
    (table) => [...table.values()],
  );
  for (const kind of followers) expect(wireCodecs.has(kind), kind).toBe(true);
  const unreached = wireCodecs.keys().filter((kind) => !followers.includes(kind));
  // Where frames begin, and what VXLAN names itself; chunks are named by what is in front of them.
  expect(unreached).toEqual(['ethernet', 'sctpchunk']);
});

test('numbers as assigned by IANA, and the VXLAN port of Linux', () => {
  expect(afterEthertype.get(0x0806)).toBe('arp');
  expect(afterIpProto.get(4)).toBe('ipv4');
  expect(afterIpProto.get(17)).toBe('udp');
  expect([4789, 8472].map((port) => afterUdpPort.get(port))).toEqual(['vxlan', 'vxlan']);
});
