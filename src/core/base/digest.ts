/** Digests of texts, as components that name things by a hash use them. */

// The package's export map names its modules with the extension.
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { toHex, utf8Encode } from './bytes';

/** 64 hexadecimal digits. */
export function sha256Hex(text: string): string {
  return toHex(sha256(utf8Encode(text)));
}

/** 128 hexadecimal digits. */
export function sha512Hex(text: string): string {
  return toHex(sha512(utf8Encode(text)));
}
