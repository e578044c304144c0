import { expect, test } from 'vitest';
import { toHex } from '../../../base/bytes';
import { isKey, keyBytes, macFor } from './key';

const REAL = 'HIgo9xNzJMWLKASShiTqIybxZ0U3wGLiUeJ1PKf8ykw=';

test('a real key is its 32 bytes', () => {
  expect(toHex(keyBytes(REAL))).toBe(Buffer.from(REAL, 'base64').toString('hex'));
  expect(toHex(macFor(REAL))).toBe(toHex(keyBytes(REAL)).slice(0, 32));
});

test('a name stands for itself', () => {
  expect(toHex(keyBytes('node-1'))).toBe('6e6f64652d31' + '00'.repeat(26));
});

test.each([
  ['node-1', true],
  [REAL, true],
  ['x'.repeat(32), true],
  ['', false],
  ['x'.repeat(33), false],
  [`${REAL}x`, false],
  ['节'.repeat(11), false],
])('%s: %s', (name, good) => expect(isKey(name)).toBe(good));
