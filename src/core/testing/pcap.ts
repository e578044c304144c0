/** Capture files for other programs to read (draft-ietf-opsawg-pcap, LINKTYPE_ETHERNET and LINKTYPE_RAW). */
import { setU16, setU32 } from '../base/bytes';

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MAGIC = 0xa1b2c3d4;
const SNAPLEN = 262_144;

export interface PcapFrame {
  readonly atNs: number;
  readonly bytes: Uint8Array;
}

/** All frames of one file begin alike: `l2` with Ethernet, else with IP. */
export function pcapFile(frames: readonly PcapFrame[], l2: boolean): Uint8Array {
  const size = frames.reduce((sum, { bytes }) => sum + RECORD_HEADER + bytes.length, FILE_HEADER);
  const file = new Uint8Array(size);
  setU32(file, 0, MAGIC);
  setU16(file, 4, 2);
  setU16(file, 6, 4);
  setU32(file, 16, SNAPLEN);
  setU32(file, 20, l2 ? 1 : 101);
  let at = FILE_HEADER;
  for (const { atNs, bytes } of frames) {
    const micros = Math.floor(atNs / 1000);
    setU32(file, at, Math.floor(micros / 1_000_000));
    setU32(file, at + 4, micros % 1_000_000);
    setU32(file, at + 8, bytes.length);
    setU32(file, at + 12, bytes.length);
    file.set(bytes, at + RECORD_HEADER);
    at += RECORD_HEADER + bytes.length;
  }
  return file;
}
