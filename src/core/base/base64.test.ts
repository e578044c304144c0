import { describe, expect, test } from 'vitest';
import { toBase64, toBase64Url } from './base64';

const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (200 + i * 29) & 0xff);

describe.each([0, 1, 2, 3, 4, 31, 32, 255])('%d bytes, as Node writes them', (length) => {
  test('toBase64', () => {
    expect(toBase64(bytes(length))).toBe(Buffer.from(bytes(length)).toString('base64'));
  });
  test('toBase64Url', () => {
    expect(toBase64Url(bytes(length))).toBe(Buffer.from(bytes(length)).toString('base64url'));
  });
});
