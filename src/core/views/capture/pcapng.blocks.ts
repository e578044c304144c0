/** Code points of draft-ietf-opsawg-pcapng that reader and writer share. */
import type { CapturedPacket } from './file';

export const BLOCK_SECTION = 0x0a0d0d0a;
export const BLOCK_INTERFACE = 1;
/** Simple packet: no time, no options, always the first interface. */
export const BLOCK_SIMPLE_PACKET = 3;
/** Enhanced packet. */
export const BLOCK_PACKET = 6;

export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

export const OPT_END = 0;
export const OPT_COMMENT = 1;
export const OPT_SHB_USERAPPL = 4;
export const OPT_IF_NAME = 2;
export const OPT_IF_MACADDR = 6;
export const OPT_IF_TSRESOL = 9;
export const OPT_IF_TSOFFSET = 14;
export const OPT_EPB_FLAGS = 2;
export const OPT_EPB_PACKETID = 5;

/** By the two lowest bits of epb_flags. */
export const DIRECTIONS: readonly CapturedPacket['direction'][] = [null, 'in', 'out'];
/** By the next three bits. */
export const RECEPTIONS: readonly CapturedPacket['reception'][] = [
  null,
  'unicast',
  'multicast',
  'broadcast',
  'promiscuous',
];

/** Bodies and values of options end on a border of four bytes. */
export function padded(lenBytes: number): number {
  return Math.ceil(lenBytes / 4) * 4;
}
