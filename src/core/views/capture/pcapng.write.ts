/**
 * The present capture format (draft-ietf-opsawg-pcapng), written: a section header, a description of each interface, and
 * the packets with times of nanoseconds, direction, identity and comments. Big endian, as the bytes it carries.
 *
 *      0       4        8                                  end-4
 *     +-------+--------+-------------------------+---------+--------+
 *     | type  | length | body, options           | padding | length |   each block
 *     +-------+--------+-------------------------+---------+--------+
 */
import { setU16, setU32, utf8Encode } from '../../base/bytes';
import { writeMac } from '../../wire/addr';
import { SNAPLEN, type CapturedPacket, type CaptureFile, type CaptureInterface } from './file';
import {
  BLOCK_INTERFACE,
  BLOCK_PACKET,
  BLOCK_SECTION,
  BYTE_ORDER_MAGIC,
  DIRECTIONS,
  OPT_COMMENT,
  OPT_END,
  OPT_EPB_FLAGS,
  OPT_EPB_PACKETID,
  OPT_IF_MACADDR,
  OPT_IF_NAME,
  OPT_IF_TSRESOL,
  OPT_SHB_USERAPPL,
  padded,
  RECEPTIONS,
} from './pcapng.blocks';

/** Powers of ten: nanoseconds. */
const TSRESOL_NANOS = 9;
const OPTION_HEADER_LEN = 4;
/** The longest value an option has room for. */
const OPTION_MAX = 0xffff;
const WORD = 0x1_0000_0000n;

interface Option {
  readonly code: number;
  readonly value: Uint8Array;
}

/** Blocks one behind the other, in an array that grows. */
class Blocks {
  private file = new Uint8Array(1 << 16);
  private used = 0;

  /** `body` without padding; the options follow it. */
  add(type: number, body: Uint8Array, options: readonly Option[]): void {
    const optionsLen =
      options.length === 0
        ? 0
        : options.reduce(
            (sum, { value }) => sum + OPTION_HEADER_LEN + padded(value.length),
            OPTION_HEADER_LEN,
          );
    const length = 12 + padded(body.length) + optionsLen;
    const start = this.used;
    this.room(length);
    const { file } = this;
    setU32(file, start, type);
    setU32(file, start + 4, length);
    file.set(body, start + 8);
    let at = start + 8 + padded(body.length);
    for (const { code, value } of options) {
      setU16(file, at, code);
      setU16(file, at + 2, value.length);
      file.set(value, at + OPTION_HEADER_LEN);
      at += OPTION_HEADER_LEN + padded(value.length);
    }
    if (options.length > 0) setU32(file, at, OPT_END);
    setU32(file, start + length - 4, length);
  }

  bytes(): Uint8Array {
    return this.file.slice(0, this.used);
  }

  private room(length: number): void {
    this.used += length;
    if (this.used <= this.file.length) return;
    const larger = new Uint8Array(Math.max(this.file.length * 2, this.used));
    larger.set(this.file);
    this.file = larger;
  }
}

export function writePcapng({ comment, application, interfaces, packets }: CaptureFile): Uint8Array {
  const blocks = new Blocks();
  const section = new Uint8Array(16);
  setU32(section, 0, BYTE_ORDER_MAGIC);
  setU16(section, 4, 1);
  // The length of the section is not told: the file ends with it.
  section.fill(0xff, 8);
  blocks.add(BLOCK_SECTION, section, [
    ...texts(OPT_COMMENT, [comment]),
    ...texts(OPT_SHB_USERAPPL, [application]),
  ]);
  for (const one of interfaces) addInterface(blocks, one);
  for (const packet of packets) addPacket(blocks, packet);
  return blocks.bytes();
}

function addInterface(blocks: Blocks, { name, linkType, mac }: CaptureInterface): void {
  const body = new Uint8Array(8);
  setU16(body, 0, linkType);
  setU32(body, 4, SNAPLEN);
  const options = [...texts(OPT_IF_NAME, [name])];
  if (mac !== null) {
    const value = new Uint8Array(6);
    writeMac(value, 0, mac);
    options.push({ code: OPT_IF_MACADDR, value });
  }
  options.push({ code: OPT_IF_TSRESOL, value: Uint8Array.of(TSRESOL_NANOS) });
  blocks.add(BLOCK_INTERFACE, body, options);
}

function addPacket(blocks: Blocks, packet: CapturedPacket): void {
  const { dev, atNs, direction, reception, bytes, lenBytes, comments } = packet;
  const body = new Uint8Array(20 + bytes.length);
  setU32(body, 0, dev);
  setU32(body, 4, Number(atNs / WORD));
  setU32(body, 8, Number(atNs % WORD));
  setU32(body, 12, bytes.length);
  setU32(body, 16, lenBytes);
  body.set(bytes, 20);
  const options: Option[] = [];
  const flags = DIRECTIONS.indexOf(direction) | (RECEPTIONS.indexOf(reception) << 2);
  if (flags !== 0) {
    const value = new Uint8Array(4);
    setU32(value, 0, flags);
    options.push({ code: OPT_EPB_FLAGS, value });
  }
  if (packet.packet !== null) {
    const value = new Uint8Array(8);
    setU32(value, 4, packet.packet);
    options.push({ code: OPT_EPB_PACKETID, value });
  }
  blocks.add(BLOCK_PACKET, body, [...options, ...texts(OPT_COMMENT, comments)]);
}

/** Options of text; empty ones are left out. */
function texts(code: number, values: readonly string[]): Option[] {
  return values.filter((text) => text !== '').map((text) => ({ code, value: cut(utf8Encode(text)) }));
}

/** As much of a text as an option has room for, cut between characters. */
function cut(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= OPTION_MAX) return bytes;
  let end = OPTION_MAX;
  // A continuation byte of UTF-8 begins with the bits 10.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}
