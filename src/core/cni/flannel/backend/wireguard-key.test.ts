import { describe, expect, test } from 'vitest';
import { toBase64 } from '../../../base/base64';
import { checkKey, privateKey, publicKey } from './wireguard-key';

const bytes = (length: number, from = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (from + i) & 0xff);

describe('keys', () => {
  test('a private key has the bits RFC 7748 fixes; public keys differ and look like keys', () => {
    const key = privateKey(new Uint8Array(32).fill(0xff));
    const raw = Buffer.from(key, 'base64');
    expect([raw.length, raw[0], raw[31]]).toEqual([32, 0xf8, 0x7f]);
    const other = publicKey(privateKey(bytes(32)));
    expect(publicKey(key)).not.toBe(other);
    expect(publicKey(key)).toBe(publicKey(key));
    expect(checkKey(other)).toEqual({ ok: true, value: other });
  });

  test('a new line at the end of a file is no matter', () => {
    const key = toBase64(bytes(32));
    expect(checkKey(`${key}\n`)).toEqual({ ok: true, value: key });
  });

  test.each([
    ['', 'wgtypes: incorrect key size: 0'],
    ['AAAA', 'wgtypes: incorrect key size: 3'],
    ['AAA', 'wgtypes: failed to parse base64-encoded key: illegal base64 data at input byte 3'],
    ['not a key', 'wgtypes: failed to parse base64-encoded key: illegal base64 data at input byte 3'],
  ])('%j is none', (text, error) => expect(checkKey(text)).toEqual({ ok: false, error }));
});
