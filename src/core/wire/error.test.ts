import { expect, test } from 'vitest';
import { wireErr } from './error';

test('is a failed Result with header, code and place', () =>
  expect(wireErr('udp', 'bad-length', 38)).toEqual({
    ok: false,
    error: { header: 'udp', code: 'bad-length', at: 38 },
  }));
