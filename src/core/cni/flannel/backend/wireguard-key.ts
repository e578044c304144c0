/**
 * WireGuard's keys: 32 bytes in base 64. Nothing is encrypted in the simulator, so the public key is a digest of the
 * private one: it has the form of a real key, and only its owner has the private one. Source: wgctrl-go wgtypes/types.go.
 */
import { toBase64 } from '../../../base/base64';
import { hashOf } from '../../../base/canonical';
import { fromHex } from '../../../base/bytes';
import { err, ok, type Result } from '../../../base/result';

export const KEY_FILE = '/run/flannel/wgkey';

const KEY_LEN = 32;

/** Whether a text is a key, or what wgtypes.ParseKey says of it. */
export function checkKey(text: string): Result<string, string> {
  const lines = text.replace(/[\r\n]/g, '');
  const digits = lines.replace(/={0,2}$/, '');
  const stranger = digits.search(/[^A-Za-z0-9+/]/);
  const wrong =
    stranger !== -1 ? stranger : lines.length % 4 !== 0 || digits.length % 4 === 1 ? lines.length : -1;
  if (wrong !== -1) {
    return err(
      `wgtypes: failed to parse base64-encoded key: illegal base64 data at input byte ${String(wrong)}`,
    );
  }
  const size = Math.floor((digits.length * 6) / 8);
  return size === KEY_LEN ? ok(lines) : err(`wgtypes: incorrect key size: ${String(size)}`);
}

/** A private key of 32 random bytes. Source: RFC 7748 section 5, the bits a private key fixes. */
export function privateKey(random: Uint8Array): string {
  const bytes = random.slice(0, KEY_LEN);
  bytes[0] = (bytes[0] ?? 0) & 0xf8;
  bytes[31] = ((bytes[31] ?? 0) & 0x7f) | 0x40;
  return toBase64(bytes);
}

export function publicKey(priv: string): string {
  const parts = [0, 1, 2, 3].map((part) => hashOf(['wireguard', part, priv]));
  return toBase64(fromHex(parts.join('')));
}
