/**
 * pcapng, read: sections of either byte order, interfaces, enhanced and simple packets; other blocks are passed over, as
 * the draft wants it. Nothing a file claims is believed before it was measured against the bytes that are there.
 */
import { utf8Decode } from '../../base/bytes';
import type { Result } from '../../base/result';
import { ok } from '../../base/result';
import { readMac } from '../../wire/addr';
import {
  byteReader,
  refuse,
  SNAPLEN,
  type ByteReader,
  type CapturedPacket,
  type CaptureFile,
  type CaptureFileError,
  type CaptureInterface,
} from './file';
import {
  BLOCK_INTERFACE,
  BLOCK_PACKET,
  BLOCK_SECTION,
  BLOCK_SIMPLE_PACKET,
  BYTE_ORDER_MAGIC,
  DIRECTIONS,
  OPT_COMMENT,
  OPT_END,
  OPT_EPB_FLAGS,
  OPT_EPB_PACKETID,
  OPT_IF_MACADDR,
  OPT_IF_NAME,
  OPT_IF_TSOFFSET,
  OPT_IF_TSRESOL,
  OPT_SHB_USERAPPL,
  padded,
  RECEPTIONS,
} from './pcapng.blocks';

const NANOS_PER_SECOND = 1_000_000_000n;
const WORD = 0x1_0000_0000n;
/** Type, length and length again. */
const BLOCK_LEN_MIN = 12;

/** What the file says of an interface besides what a capture keeps. */
interface Described extends CaptureInterface {
  readonly snapLen: number;
  /** Units of time in a second, and seconds to add. */
  readonly perSecond: bigint;
  readonly offsetSec: bigint;
}

/** A block's body: `[from, to)` of the file. */
interface Body {
  readonly file: Uint8Array;
  readonly read: ByteReader;
  readonly from: number;
  readonly to: number;
}

export function readPcapng(file: Uint8Array): Result<CaptureFile, CaptureFileError> {
  const interfaces: Described[] = [];
  const packets: CapturedPacket[] = [];
  let comment = '';
  let application = '';
  let read = byteReader(file, false);
  /** Interfaces are counted from each section's own beginning. */
  let first = 0;
  let at = 0;
  while (at < file.length || at === 0) {
    if (at + BLOCK_LEN_MIN > file.length) return refuse(at === 0 ? 'not-a-capture' : 'truncated', at);
    // The type of a section header reads the same from both ends.
    const isSection = read.u32(at) === BLOCK_SECTION;
    if (at === 0 && !isSection) return refuse('not-a-capture', 0);
    if (isSection) {
      const order = byteOrder(file, at + 8);
      if (order === null) return refuse('not-a-capture', at + 8);
      read = order;
    }
    const length = read.u32(at + 4);
    if (length < BLOCK_LEN_MIN || length % 4 !== 0) return refuse('bad-length', at + 4);
    if (at + length > file.length) return refuse('truncated', at);
    if (read.u32(at + length - 4) !== length) return refuse('bad-length', at + length - 4);
    const body: Body = { file, read, from: at + 8, to: at + length - 4 };
    switch (read.u32(at)) {
      case BLOCK_SECTION: {
        if (body.to - body.from < 16) return refuse('bad-length', at + 4);
        if (read.u16(body.from + 4) !== 1) return refuse('bad-version', body.from + 4);
        const options = readOptions(body, body.from + 16);
        if (!options.ok) return options;
        if (first === 0 && packets.length === 0) {
          comment = text(options.value, OPT_COMMENT);
          application = text(options.value, OPT_SHB_USERAPPL);
        }
        first = interfaces.length;
        break;
      }
      case BLOCK_INTERFACE: {
        const described = readInterface(body);
        if (!described.ok) return described;
        interfaces.push(described.value);
        break;
      }
      case BLOCK_PACKET: {
        const packet = readPacket(body, interfaces, first);
        if (!packet.ok) return packet;
        packets.push(packet.value);
        break;
      }
      case BLOCK_SIMPLE_PACKET: {
        const packet = readSimplePacket(body, interfaces[first], first);
        if (!packet.ok) return packet;
        packets.push(packet.value);
        break;
      }
      default:
    }
    at += length;
  }
  return ok({
    comment,
    application,
    interfaces: interfaces.map(({ name, linkType, mac }) => ({ name, linkType, mac })),
    packets,
  });
}

function byteOrder(file: Uint8Array, at: number): ByteReader | null {
  for (const littleEndian of [false, true]) {
    const read = byteReader(file, littleEndian);
    if (read.u32(at) === BYTE_ORDER_MAGIC) return read;
  }
  return null;
}

/** Options by code; of those that may be there more than once, all. */
type Options = ReadonlyMap<number, readonly Uint8Array[]>;

function readOptions({ file, read, to }: Body, from: number): Result<Options, CaptureFileError> {
  const options = new Map<number, Uint8Array[]>();
  let at = from;
  while (at + 4 <= to) {
    const code = read.u16(at);
    if (code === OPT_END) break;
    const length = read.u16(at + 2);
    const value = at + 4;
    if (value + padded(length) > to) return refuse('bad-length', at + 2);
    const known = options.get(code);
    if (known === undefined) options.set(code, [file.subarray(value, value + length)]);
    else known.push(file.subarray(value, value + length));
    at = value + padded(length);
  }
  return ok(options);
}

function text(options: Options, code: number): string {
  const [value] = options.get(code) ?? [];
  return value === undefined ? '' : utf8Decode(value);
}

/** The first value of an option that has this many bytes at least. */
function valueOf(options: Options, code: number, lenBytes: number): Uint8Array | null {
  const [value] = options.get(code) ?? [];
  return value !== undefined && value.length >= lenBytes ? value : null;
}

function readInterface(body: Body): Result<Described, CaptureFileError> {
  const { read, from, to } = body;
  if (to - from < 8) return refuse('bad-length', from);
  const options = readOptions(body, from + 8);
  if (!options.ok) return options;
  const mac = valueOf(options.value, OPT_IF_MACADDR, 6);
  const [resolution = 6] = valueOf(options.value, OPT_IF_TSRESOL, 1) ?? [];
  const offset = valueOf(options.value, OPT_IF_TSOFFSET, 8);
  const exponent = BigInt(resolution & 0x7f);
  return ok({
    name: text(options.value, OPT_IF_NAME),
    linkType: read.u16(from),
    mac: mac && readMac(mac, 0),
    snapLen: read.u32(from + 4),
    perSecond: (resolution & 0x80) === 0 ? 10n ** exponent : 2n ** exponent,
    offsetSec: offset === null ? 0n : BigInt.asIntN(64, read.u64(offset.byteOffset - body.file.byteOffset)),
  });
}

/** An enhanced packet. */
function readPacket(
  body: Body,
  interfaces: readonly Described[],
  first: number,
): Result<CapturedPacket, CaptureFileError> {
  const { file, read, from, to } = body;
  if (to - from < 20) return refuse('bad-length', from);
  const dev = first + read.u32(from);
  const described = interfaces[dev];
  if (described === undefined) return refuse('no-interface', from);
  const captured = read.u32(from + 12);
  const bytes = from + 20;
  if (captured > SNAPLEN || bytes + padded(captured) > to) return refuse('bad-length', from + 12);
  const options = readOptions(body, bytes + padded(captured));
  if (!options.ok) return options;
  const units = BigInt(read.u32(from + 4)) * WORD + BigInt(read.u32(from + 8));
  const flagBytes = valueOf(options.value, OPT_EPB_FLAGS, 4);
  const flags = flagBytes === null ? 0 : read.u32(flagBytes.byteOffset - file.byteOffset);
  const id = valueOf(options.value, OPT_EPB_PACKETID, 8);
  return ok({
    dev,
    atNs: (units * NANOS_PER_SECOND) / described.perSecond + described.offsetSec * NANOS_PER_SECOND,
    direction: DIRECTIONS[flags & 3] ?? null,
    reception: RECEPTIONS[(flags >>> 2) & 7] ?? null,
    packet: id === null ? null : Number(read.u64(id.byteOffset - file.byteOffset)),
    lenBytes: read.u32(from + 16),
    bytes: file.slice(bytes, bytes + captured),
    comments: (options.value.get(OPT_COMMENT) ?? []).map(utf8Decode),
  });
}

/** A simple packet is as long as it was on the wire or as its interface's snapshot length, whichever is less. */
function readSimplePacket(
  { file, read, from, to }: Body,
  described: Described | undefined,
  dev: number,
): Result<CapturedPacket, CaptureFileError> {
  if (to - from < 4) return refuse('bad-length', from);
  if (described === undefined) return refuse('no-interface', from);
  const lenBytes = read.u32(from);
  const captured = described.snapLen === 0 ? lenBytes : Math.min(lenBytes, described.snapLen);
  if (captured > SNAPLEN || from + 4 + padded(captured) > to) return refuse('bad-length', from);
  return ok({
    dev,
    atNs: 0n,
    direction: null,
    reception: null,
    packet: null,
    lenBytes,
    bytes: file.slice(from + 4, from + 4 + captured),
    comments: [],
  });
}
