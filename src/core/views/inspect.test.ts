import { describe, expect, test } from 'vitest';
import { asMac, ipv4, mac } from '../wire/addr';
import { dissect } from '../wire/dissect';
import { emitEthernet, ETHERTYPE_IPV4 } from '../wire/ethernet';
import { emitIcmp4, fillIcmpChecksum } from '../wire/icmp4';
import { emitIpv4Header, PROTO_ICMP, PROTO_UDP } from '../wire/ipv4';
import { emitUdp } from '../wire/udp';
import { emitVxlan } from '../wire/vxlan';
import type { Frame } from './frame-layers';
import { headerBytes, innermost, isWrapped, layerSummary, tagOf } from './frame-layers';
import { inspectFrames } from './inspect';

const ETH = 14;
const IP = 20;
const UDP = 8;
const VXLAN = 8;
const PING = 64;

/** An echo request with 56 bytes of data: 98 bytes as a frame. */
function ping(ttl: number, dst = '02:00:00:00:00:02'): Uint8Array {
  const b = new Uint8Array(ETH + IP + PING);
  emitEthernet({ dst: mac(dst), src: mac('02:00:00:00:00:01'), type: ETHERTYPE_IPV4 }, b, 0);
  ip(b, ETH, '10.0.1.2', '10.0.2.2', PROTO_ICMP, ttl, IP + PING);
  emitIcmp4({ kind: 'echo-request', id: 7, seq: 1 }, b, ETH + IP);
  fillIcmpChecksum(b, ETH + IP, b.length);
  return b;
}

function ip(
  b: Uint8Array,
  at: number,
  src: string,
  dst: string,
  proto: number,
  ttl: number,
  totalLen: number,
): void {
  const rest = { id: 0, tos: 0, df: false, mf: false, fragOffset: 0, headerLen: IP };
  emitIpv4Header({ src: ipv4(src), dst: ipv4(dst), proto, ttl, totalLen, ...rest }, b, at);
}

/** The frame inside VXLAN, UDP, IPv4 and Ethernet. */
function wrap(inner: Uint8Array): Uint8Array {
  const added = ETH + IP + UDP + VXLAN;
  const b = new Uint8Array(added + inner.length);
  emitEthernet({ dst: asMac(4), src: asMac(3), type: ETHERTYPE_IPV4 }, b, 0);
  ip(b, ETH, '192.168.0.1', '192.168.0.2', PROTO_UDP, 64, b.length - ETH);
  emitUdp({ srcPort: 50_000, dstPort: 8472, len: b.length - ETH - IP }, b, ETH + IP);
  emitVxlan({ vni: 1 }, b, ETH + IP + UDP);
  b.set(inner, added);
  return b;
}

function frame(bytes: Uint8Array): Frame {
  return { bytes, layers: dissect(bytes, 'ethernet', { vxlanPorts: [8472] }).layers };
}

const tags = (layers: readonly { readonly tag: string }[]): string => layers.map(({ tag }) => tag).join(' ');

describe('a wrapped frame', () => {
  const wrapped = frame(wrap(ping(63)));

  test('has the layers of RFC 7348, outermost first', () => {
    expect(wrapped.layers.map((layer) => tagOf(layer).tag).join(' ')).toBe(
      'ETH IPv4 UDP VXLAN ETH IPv4 ICMP DATA',
    );
  });

  test('has 92 bytes of headers: 50 more than the 42 of the ping inside', () => {
    expect(headerBytes(frame(ping(63)))).toBe(14 + 20 + 8);
    expect(headerBytes(wrapped)).toBe(14 + 20 + 8 + 50);
    expect(isWrapped(wrapped)).toBe(true);
    expect(isWrapped(frame(ping(63)))).toBe(false);
  });

  test('is summed up by its innermost packet', () => {
    const inner = innermost(wrapped, 'ipv4');
    expect(inner && layerSummary(inner)).toBe('10.0.1.2 → 10.0.2.2');
  });

  test('shows four layers added outside, and what changed inside', () => {
    const view = inspectFrames(wrapped, frame(ping(64)));
    const added = view.layers.filter(({ status }) => status === 'added');
    expect(tags(added)).toBe('ETH IPv4 UDP VXLAN');
    expect(view.layers.slice(0, 4)).toEqual(added);
    expect(view.removed).toEqual([]);
    expect([view.wasLenBytes, view.lenBytes]).toEqual([98, 148]);
    const changed = view.layers.flatMap(({ tag, fields }) =>
      fields.filter(({ was }) => was !== null).map(({ name, was, text }) => [tag, name, was, text]),
    );
    expect(changed.map(([tag, name]) => `${tag} ${name}`)).toEqual(['IPv4 ttl', 'IPv4 checksum']);
    expect(changed[0]).toEqual(['IPv4', 'ttl', '64', '63']);
  });

  test('points at the changed bytes where they are now', () => {
    const view = inspectFrames(wrapped, frame(ping(64)));
    const innerIp = 50 + ETH;
    // TTL is byte 8 of the header (RFC 791), its checksum bytes 10 and 11.
    expect(view.changed).toEqual([
      { from: innerIp + 8, to: innerIp + 9 },
      { from: innerIp + 10, to: innerIp + 12 },
    ]);
  });

  test('unwrapped shows the same four layers removed', () => {
    const view = inspectFrames(frame(ping(63)), wrapped);
    expect(tags(view.removed)).toBe('ETH IPv4 UDP VXLAN');
    expect(view.layers.every(({ status }) => status === 'kept')).toBe(true);
  });
});

describe('a frame on its next link', () => {
  test('keeps its layers; the Ethernet address has a former value', () => {
    const view = inspectFrames(frame(ping(64, '02:00:00:00:00:09')), frame(ping(64)));
    expect(view.layers.map(({ status }) => status)).toEqual(['changed', 'kept', 'kept', 'kept']);
    const dst = view.layers[0]?.fields.find(({ name }) => name === 'dst');
    expect(dst).toMatchObject({ text: '02:00:00:00:00:09', was: '02:00:00:00:00:02', from: 0, to: 6 });
    expect(view.changed).toEqual([{ from: 0, to: 6 }]);
  });

  test('says of a checksum that it only follows the other changes', () => {
    const view = inspectFrames(frame(ping(63)), frame(ping(64)));
    const checksum = view.layers[1]?.fields.find(({ name }) => name === 'checksum');
    expect(checksum?.note?.key).toBe('field.checksumFollows');
  });

  test('has nothing new when there is nothing to compare with', () => {
    const view = inspectFrames(frame(ping(64)), null);
    expect(view.layers.every(({ status }) => status === 'kept')).toBe(true);
    expect([view.changed, view.removed, view.wasLenBytes]).toEqual([[], [], null]);
  });
});

test('ids of layers stay the same through encapsulation', () => {
  const before = inspectFrames(frame(ping(64)), null).layers.map(({ id }) => id);
  const after = inspectFrames(frame(wrap(ping(64))), null).layers.map(({ id }) => id);
  expect(after.slice(4)).toEqual(before);
  expect(new Set(after).size).toBe(after.length);
});

test('a damaged header is noted at its checksum', () => {
  const bytes = ping(64);
  bytes[ETH + 10] = (bytes[ETH + 10] ?? 0) ^ 0xff;
  const checksum = inspectFrames(frame(bytes), null).layers[1]?.fields.find(
    ({ name }) => name === 'checksum',
  );
  expect(checksum?.note?.key).toBe('field.checksumBad');
});
