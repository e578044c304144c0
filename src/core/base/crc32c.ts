/** CRC-32C, Castagnoli's polynomial, as SCTP's checksum has it (RFC 9260 appendix A). */

/** x^32 + x^28 + x^27 + …, its bits the other way round. */
const POLYNOMIAL = 0x82f63b78;

/** The remainder of each byte. */
const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_none, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ POLYNOMIAL;
  return rest;
});

/** What a checksum begins with, before the first byte. */
export const CRC32C_START = 0xffffffff;

/** Takes in the bytes of [from, to); the last answer's complement is the checksum. */
export function crc32cMore(crc: number, b: Uint8Array, from: number, to: number): number {
  let rest = crc;
  for (let i = from; i < to; i += 1) rest = (rest >>> 8) ^ TABLE[(rest ^ b[i]!) & 0xff]!;
  return rest >>> 0;
}

/** Unsigned, 32 bits. */
export function crc32c(b: Uint8Array, from: number, to: number): number {
  return ~crc32cMore(CRC32C_START, b, from, to) >>> 0;
}
