/** Bob Jenkins' hash as the kernel uses it for words. Source: include/linux/jhash.h jhash2. */
const INIT = 0xdead_beef;

/** A 32-bit hash of 32-bit words. */
export function jhash2(words: readonly number[], seed: number): number {
  const start = (INIT + words.length * 4 + seed) | 0;
  const abc: [number, number, number] = [start, start, start];
  let at = 0;
  for (; words.length - at > 3; at += 3) {
    abc[0] = (abc[0] + (words[at] ?? 0)) | 0;
    abc[1] = (abc[1] + (words[at + 1] ?? 0)) | 0;
    abc[2] = (abc[2] + (words[at + 2] ?? 0)) | 0;
    mix(abc);
  }
  if (at === words.length) return abc[2] >>> 0;
  abc[0] = (abc[0] + (words[at] ?? 0)) | 0;
  abc[1] = (abc[1] + (words[at + 1] ?? 0)) | 0;
  abc[2] = (abc[2] + (words[at + 2] ?? 0)) | 0;
  return finish(abc);
}

function rotate(value: number, count: number): number {
  return (value << count) | (value >>> (32 - count));
}

function mix(abc: [number, number, number]): void {
  let [a, b, c] = abc;
  a = ((a - c) | 0) ^ rotate(c, 4);
  c = (c + b) | 0;
  b = ((b - a) | 0) ^ rotate(a, 6);
  a = (a + c) | 0;
  c = ((c - b) | 0) ^ rotate(b, 8);
  b = (b + a) | 0;
  a = ((a - c) | 0) ^ rotate(c, 16);
  c = (c + b) | 0;
  b = ((b - a) | 0) ^ rotate(a, 19);
  a = (a + c) | 0;
  c = ((c - b) | 0) ^ rotate(b, 4);
  b = (b + a) | 0;
  abc[0] = a;
  abc[1] = b;
  abc[2] = c;
}

function finish(abc: readonly [number, number, number]): number {
  let [a, b, c] = abc;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return c >>> 0;
}
