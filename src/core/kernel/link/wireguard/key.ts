/**
 * Public keys. In a lab they are names (`node-1`); the form of a real key, 32 bytes in base 64, is understood as well.
 */
import { utf8Encode } from '../../../base/bytes';
import { WG_KEY_LEN, WG_MAC_LEN } from '../../../wire/wireguard';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** 42 digits of six bits, one that ends in two zero bits, padding. */
const REAL_KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** Whether a word can stand for a key: a real one, or a name that fits into the bytes of one. */
export function isKey(name: string): boolean {
  return REAL_KEY.test(name) || (name !== '' && utf8Encode(name).length <= WG_KEY_LEN);
}

/** The 32 bytes that stand for a key in messages; no two keys share them. */
export function keyBytes(name: string): Uint8Array {
  const bytes = new Uint8Array(WG_KEY_LEN);
  if (!REAL_KEY.test(name)) {
    bytes.set(utf8Encode(name).subarray(0, WG_KEY_LEN));
    return bytes;
  }
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const digit of name.slice(0, -1)) {
    bits = ((bits << 6) | BASE64.indexOf(digit)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[at] = (bits >> count) & 0xff;
    at += 1;
  }
  return bytes;
}

/** What shows that the sender of a handshake message knows whom it writes to (mac1). */
export function macFor(receiver: string): Uint8Array {
  return keyBytes(receiver).subarray(0, WG_MAC_LEN);
}
