/**
 * The classic capture format (draft-ietf-opsawg-pcap): one link type for the whole file, a time and two lengths for each
 * packet. It is written with nanoseconds, big endian, and read in all its four forms.
 *
 *      0       4   6   8                16      20                24
 *     +-------+---+---+----------------+-------+-----------------+
 *     | magic |2  |4  |   reserved     |snaplen|    link type    |   then for each packet:
 *     +-------+---+---+----------------+-------+-----------------+
 *     |seconds| fraction| captured len | length on the wire |  bytes
 *     +-------+---------+--------------+--------------------+------
 */
import { setU16, setU32 } from '../../base/bytes';
import type { Result } from '../../base/result';
import { ok } from '../../base/result';
import {
  byteReader,
  refuse,
  SNAPLEN,
  type CapturedPacket,
  type CaptureFile,
  type CaptureFileError,
} from './file';

export const PCAP_MAGIC_MICROS = 0xa1b2c3d4;
export const PCAP_MAGIC_NANOS = 0xa1b23c4d;
const FILE_HEADER_LEN = 24;
const PACKET_HEADER_LEN = 16;
const NANOS_PER_SECOND = 1_000_000_000n;

/** The packet as a file of this format keeps it. */
export type PcapPacket = Pick<CapturedPacket, 'atNs' | 'bytes' | 'lenBytes'>;

/** All packets begin with the same link type. */
export function writePcap(linkType: number, packets: readonly PcapPacket[]): Uint8Array {
  const size = packets.reduce((sum, { bytes }) => sum + PACKET_HEADER_LEN + bytes.length, FILE_HEADER_LEN);
  const file = new Uint8Array(size);
  setU32(file, 0, PCAP_MAGIC_NANOS);
  setU16(file, 4, 2);
  setU16(file, 6, 4);
  setU32(file, 16, SNAPLEN);
  setU32(file, 20, linkType);
  let at = FILE_HEADER_LEN;
  for (const { atNs, bytes, lenBytes } of packets) {
    setU32(file, at, Number(atNs / NANOS_PER_SECOND));
    setU32(file, at + 4, Number(atNs % NANOS_PER_SECOND));
    setU32(file, at + 8, bytes.length);
    setU32(file, at + 12, lenBytes);
    file.set(bytes, at + PACKET_HEADER_LEN);
    at += PACKET_HEADER_LEN + bytes.length;
  }
  return file;
}

/** Whether a file begins like this format, in any of its forms. */
export function looksLikePcap(file: Uint8Array): boolean {
  return formOf(file) !== null;
}

interface Form {
  readonly littleEndian: boolean;
  /** Nanoseconds in one unit of the fraction. */
  readonly unitNs: bigint;
}

function formOf(file: Uint8Array): Form | null {
  if (file.length < 4) return null;
  for (const littleEndian of [false, true]) {
    const magic = byteReader(file, littleEndian).u32(0);
    if (magic === PCAP_MAGIC_NANOS) return { littleEndian, unitNs: 1n };
    if (magic === PCAP_MAGIC_MICROS) return { littleEndian, unitNs: 1000n };
  }
  return null;
}

export function readPcap(file: Uint8Array): Result<CaptureFile, CaptureFileError> {
  const form = formOf(file);
  if (form === null) return refuse('not-a-capture', 0);
  if (file.length < FILE_HEADER_LEN) return refuse('truncated', file.length);
  const read = byteReader(file, form.littleEndian);
  if (read.u16(4) !== 2 || read.u16(6) !== 4) return refuse('bad-version', 4);
  // The upper bits tell about frame check sequences, which are not here.
  const linkType = read.u32(20) & 0xffff;
  const packets: CapturedPacket[] = [];
  let at = FILE_HEADER_LEN;
  while (at < file.length) {
    if (at + PACKET_HEADER_LEN > file.length) return refuse('truncated', at);
    const captured = read.u32(at + 8);
    if (captured > SNAPLEN) return refuse('bad-length', at + 8);
    const from = at + PACKET_HEADER_LEN;
    const to = from + captured;
    if (to > file.length) return refuse('truncated', from);
    packets.push({
      dev: 0,
      atNs: BigInt(read.u32(at)) * NANOS_PER_SECOND + BigInt(read.u32(at + 4)) * form.unitNs,
      direction: null,
      reception: null,
      packet: null,
      lenBytes: read.u32(at + 12),
      bytes: file.slice(from, to),
      comments: [],
    });
    at = to;
  }
  return ok({ comment: '', application: '', interfaces: [{ name: '', linkType, mac: null }], packets });
}
