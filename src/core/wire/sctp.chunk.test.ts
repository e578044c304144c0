/** Chunks as RFC 9260 section 3.3 draws them. */
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../base/bytes';
import { dissect } from './dissect';
import {
  SCTP_DATA,
  SCTP_INIT,
  emitSctpChunk,
  parseSctpChunk,
  readSctpInit,
  sctpChunkSize,
  sctpInit,
} from './sctp.chunk';

const INIT = { tag: 0x11111111, rwnd: 106_496, outStreams: 10, inStreams: 65_535, tsn: 100 };

test('INIT: twenty bytes, then parameters', () => {
  const params = fromHex('000c000600050000');
  const chunk = sctpInit(SCTP_INIT, { ...INIT, params });
  const bytes = new Uint8Array(sctpChunkSize(chunk));
  emitSctpChunk(chunk, bytes, 0);
  expect(toHex(bytes)).toBe('0100001c111111110001a000000affff00000064000c000600050000');
  expect(parseSctpChunk(bytes, 0, bytes.length)).toEqual({ ok: true, value: chunk });
  expect(readSctpInit(chunk.value)).toEqual({ ...INIT, params });
});

test('a chunk is filled up to four bytes, which its length leaves out', () => {
  const chunk = { type: SCTP_DATA, flags: 3, value: fromHex('000000640000000000000000686579') };
  const bytes = new Uint8Array(sctpChunkSize(chunk));
  expect([emitSctpChunk(chunk, bytes, 0), toHex(bytes)]).toEqual([
    20,
    '0003001300000064000000000000000068657900',
  ]);
});

describe.each([
  ['of a length below its type', '00030010000000640000000000000000', 'bad-length'],
  ['of INIT cut', '0100000c1111111100000000', 'bad-length'],
  ['longer than the packet', '0a00000c636f', 'truncated'],
  ['of two bytes', '0a00', 'truncated'],
])('%s', (_name, hex, code) => {
  test('is refused', () => {
    const bytes = fromHex(hex);
    expect(parseSctpChunk(bytes, 0, bytes.length)).toMatchObject({ error: { code } });
  });
});

test('the inspector shows each chunk of a packet', () => {
  // COOKIE ECHO with DATA behind it.
  const packet = '0fa0232822222222000000000a00000b636f6f6b696565000003001300000064000000000000000068657900';
  const ip = fromHex(`4500004000010000408400000a0000010a000002${packet}`);
  const chunks = dissect(ip, 'ipv4').layers.filter(({ header }) => header === 'sctpchunk');
  expect(chunks.map(({ fields }) => fields.map(({ name, text }) => `${name} ${text}`))).toEqual([
    ['type COOKIE ECHO (10)', 'flags 0x00', 'len 11', 'cookie 636f6f6b696565'],
    [
      ...['type DATA (0)', 'flags 0x03', 'len 19', 'tsn 100', 'streamId 0', 'streamSeq 0', 'ppid 0'],
      'data 686579',
    ],
  ]);
});
