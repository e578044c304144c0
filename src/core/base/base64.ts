/** Base 64 of bytes (RFC 4648): with `+/` and padding, or as it stands in names and addresses. */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Section 4: four digits for three bytes, padded with `=`. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const filled = Math.min(bytes.length - at, 3);
    for (let digit = 0; digit < 4; digit += 1) {
      text += digit > filled ? '=' : (DIGITS[(group >> (18 - 6 * digit)) & 0x3f] ?? '');
    }
  }
  return text;
}

/** Section 5, without padding: Go's base64.RawURLEncoding. */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
