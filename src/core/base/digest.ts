/** Digests of texts and bytes, as components that name things by a hash use them. */

// The package's export map names its modules with the extension.
import { sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha512 } from '@noble/hashes/sha2.js';
import { sha3_224 } from '@noble/hashes/sha3.js';
import { toHex, utf8Encode } from './bytes';

/** 64 hexadecimal digits. */
export function sha256Hex(text: string): string {
  return toHex(sha256(utf8Encode(text)));
}

/** 128 hexadecimal digits. */
export function sha512Hex(text: string): string {
  return toHex(sha512(utf8Encode(text)));
}

/** 20 bytes. */
export function sha1Bytes(text: string): Uint8Array {
  return sha1(utf8Encode(text));
}

/** 28 bytes. */
export function sha224Bytes(bytes: Uint8Array): Uint8Array {
  return sha224(bytes);
}

/** 32 bytes. */
export function sha256Bytes(text: string): Uint8Array {
  return sha256(utf8Encode(text));
}

/** SHA-3 of 224 bits: 28 bytes. */
export function sha3Bytes224(text: string): Uint8Array {
  return sha3_224(utf8Encode(text));
}
