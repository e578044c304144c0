import { expect, it } from 'vitest';
import { jhash2 } from './jhash';

/**
 * Values of a plain transcription of include/linux/jhash.h in 64-bit arithmetic (masking after each step), computed
 * independently of this code.
 */
it.each<[readonly number[], number, number]>([
  [[0x200010a, 0x0, 0x0, 0x0], 0x0, 0x217c6d4b],
  [[0x200010a, 0x0, 0x0, 0x0], 0x200020a, 0x67c23673],
  [[0x1], 0x7, 0xb302f24e],
  [[0x1, 0x2, 0x3], 0xffffffff, 0x99dd42f4],
  [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], 0x2a, 0xf5a3919f],
  [[], 0x0, 0xdeadbeef],
])('%j with seed %i', (words, seed, hash) => {
  expect(jhash2(words, seed)).toBe(hash);
});
