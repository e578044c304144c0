/**
 * Bytes in network order (big endian), hexadecimal text and UTF-8.
 *
 * Offsets are in bytes. Whoever uses these has checked the length once, at the door of the header, as the kernel
 * does with pskb_may_pull; a check per byte would cost a third of a checksum's time. Beyond the end of the array
 * a read gives 0 (bit operators take undefined for 0) and a write does nothing.
 */

import { assert } from './assert';

export function getU8(b: Uint8Array, at: number): number {
  return b[at]! | 0;
}

export function getU16(b: Uint8Array, at: number): number {
  return (b[at]! << 8) | b[at + 1]!;
}

/** Unsigned: `<<` alone would answer a negative number for a first byte above 0x7f. */
export function getU32(b: Uint8Array, at: number): number {
  return ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0;
}

/** Stores the low 8 bits of `v`. */
export function setU8(b: Uint8Array, at: number, v: number): void {
  b[at] = v;
}

/** Stores the low 16 bits of `v`. */
export function setU16(b: Uint8Array, at: number, v: number): void {
  b[at] = v >>> 8;
  b[at + 1] = v;
}

/** Stores the low 32 bits of `v`. */
export function setU32(b: Uint8Array, at: number, v: number): void {
  b[at] = v >>> 24;
  b[at + 1] = v >>> 16;
  b[at + 2] = v >>> 8;
  b[at + 3] = v;
}

export function bytesEqual(x: Uint8Array, y: Uint8Array): boolean {
  if (x.length !== y.length) return false;
  for (let i = 0; i < x.length; i++) {
    if (x[i] !== y[i]) return false;
  }
  return true;
}

/** The bytes of `a`, then those of `b`. */
export function joinBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

const SLAB_BYTES = 1 << 14;
/** Longer ones get memory of their own: little would fit into a slab beside them. */
const SLAB_SHARE_MAX = 1 << 11;

let slab = new Uint8Array(0);
let slabUsed = 0;

/**
 * Zeros, for a packet. Short ones are cut from a larger piece of memory, each part of which is given out once: V8 takes five
 * times as long for a buffer of its own.
 */
export function freshBytes(length: number): Uint8Array {
  if (length > SLAB_SHARE_MAX) return new Uint8Array(length);
  if (slabUsed + length > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    slabUsed = 0;
  }
  const bytes = slab.subarray(slabUsed, slabUsed + length);
  slabUsed += length;
  return bytes;
}

/** A copy in memory from {@link freshBytes}. */
export function copyBytes(bytes: Uint8Array): Uint8Array {
  const copy = freshBytes(bytes.length);
  copy.set(bytes);
  return copy;
}

const HEX_OF_BYTE: readonly string[] = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));

/** Lower case, two digits a byte, nothing between. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX_OF_BYTE[byte] ?? '';
  return text;
}

/** Inverse of toHex; white space between bytes is allowed. Throws on anything else: for literals and own data. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '');
  assert(digits.length % 2 === 0, `fromHex: odd number of digits in '${text}'`);
  assert(/^[0-9a-fA-F]*$/.test(digits), `fromHex: not hexadecimal: '${text}'`);
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

const REPLACEMENT = 0xfffd;

/** How many bytes a string has in UTF-8. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) >= 0x80) length = utf8Encode(text).length;
    if (length !== text.length) break;
  }
  return length;
}

/** UTF-8 of a string (TextEncoder does not exist in core). A lone surrogate becomes U+FFFD, as everywhere. */
export function utf8Encode(text: string): Uint8Array {
  // Nearly all texts are ASCII.
  const plain = new Uint8Array(text.length);
  for (let i = 0; ; i += 1) {
    if (i === text.length) return plain;
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) break;
    plain[i] = unit;
  }
  // A UTF-16 unit takes at most three bytes; a pair of them takes four.
  const out = new Uint8Array(text.length * 3);
  let n = 0;
  for (const char of text) {
    const unit = char.codePointAt(0) ?? 0;
    const code = unit >= 0xd800 && unit <= 0xdfff ? REPLACEMENT : unit;
    if (code < 0x80) {
      out[n++] = code;
    } else if (code < 0x800) {
      out[n++] = 0xc0 | (code >> 6);
      out[n++] = 0x80 | (code & 0x3f);
    } else if (code < 0x10000) {
      out[n++] = 0xe0 | (code >> 12);
      out[n++] = 0x80 | ((code >> 6) & 0x3f);
      out[n++] = 0x80 | (code & 0x3f);
    } else {
      out[n++] = 0xf0 | (code >> 18);
      out[n++] = 0x80 | ((code >> 12) & 0x3f);
      out[n++] = 0x80 | ((code >> 6) & 0x3f);
      out[n++] = 0x80 | (code & 0x3f);
    }
  }
  return out.slice(0, n);
}

/**
 * Text of UTF-8 bytes. Each malformed piece becomes one U+FFFD, cut as the WHATWG Encoding Standard cuts it
 * (section 8.1.1, "utf-8 decoder"), so that the result equals what a browser would show.
 */
export function utf8Decode(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const lead = getU8(bytes, at++);
    if (lead < 0x80) {
      text += String.fromCodePoint(lead);
      continue;
    }
    const needed = continuationBytes(lead);
    let code = lead & (0x3f >> needed);
    let seen = 0;
    while (seen < needed && at < bytes.length) {
      const next = getU8(bytes, at);
      if (!mayFollow(lead, seen, next)) break;
      code = (code << 6) | (next & 0x3f);
      seen++;
      at++;
    }
    text += String.fromCodePoint(needed > 0 && seen === needed ? code : REPLACEMENT);
  }
  return text;
}

/** 0 for a byte that cannot begin a character (continuation, overlong C0 C1, beyond U+10FFFF). */
function continuationBytes(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  if (lead >= 0xf0 && lead <= 0xf4) return 3;
  return 0;
}

/** The second byte has narrower bounds after some leads: no overlong forms, no surrogates, no more than U+10FFFF. */
function mayFollow(lead: number, seen: number, next: number): boolean {
  let low = 0x80;
  let high = 0xbf;
  if (seen === 0) {
    if (lead === 0xe0) low = 0xa0;
    else if (lead === 0xed) high = 0x9f;
    else if (lead === 0xf0) low = 0x90;
    else if (lead === 0xf4) high = 0x8f;
  }
  return next >= low && next <= high;
}
