/** Names made of hashes. Source: calico libcalico-go/lib/hash/unique_id.go. */
import { assert } from '../../base/assert';
import { toBase64Url } from '../../base/base64';
import { utf8Encode } from '../../base/bytes';
import { sha224Bytes, sha256Bytes } from '../../base/digest';

/** Stands before a hash, so that no name that was shortened equals one that was not. */
const SHORTENED = '_';

/** An ID of any content: the prefix, a colon, SHA-224 of both. MakeUniqueID. */
export function uniqueId(prefix: string, content: string): string {
  return `${prefix}:${toBase64Url(sha224Bytes(utf8Encode(`${prefix}:${content}`)))}`;
}

/**
 * Prefix and suffix where they fit into `maxLength` characters; else the suffix is replaced by the start of its
 * SHA-256. GetLengthLimitedID. Throws when not even one character of the hash has room.
 */
export function lengthLimitedId(prefix: string, suffix: string, maxLength: number): string {
  const wanted = suffix === '' ? SHORTENED : suffix;
  const length = utf8Encode(prefix).length + utf8Encode(wanted).length;
  const fits = length < maxLength || (length === maxLength && !wanted.startsWith(SHORTENED));
  if (fits) return prefix + wanted;
  const room = maxLength - SHORTENED.length - prefix.length;
  assert(room > 0, `maxLength ${String(maxLength)} is too small for prefix ${prefix}`);
  return prefix + SHORTENED + toBase64Url(sha256Bytes(wanted)).slice(0, room);
}
