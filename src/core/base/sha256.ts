/**
 * SHA-256 of a short text where only its beginning is wanted, without any object made on the way: a cluster of a thousand
 * nodes asks for sixty thousand. Everything else uses digest.ts. Source: FIPS 180-4.
 */
import { utf8Encode } from './bytes';

const BLOCK_BYTES = 64;
/** What is behind the text in its last block: a bit that is set, and the length. */
const PADDING_BYTES = 9;

/** The fractional parts of the square roots of the first 8 primes, and of the cube roots of the first 64. */
const START = fractions(8, 2n);
const ROUNDS = fractions(64, 3n);

function fractions(count: number, degree: bigint): Uint32Array {
  const words = new Uint32Array(count);
  for (let found = 0, n = 2; found < count; n += 1) {
    if (!isPrime(n)) continue;
    words[found] = bitsOf(n, degree);
    found += 1;
  }
  return words;
}

function isPrime(n: number): boolean {
  for (let d = 2; d * d <= n; d += 1) if (n % d === 0) return false;
  return true;
}

/** The first 32 bits of the fraction of a root, bit by bit from its whole part on, which is less than 32. */
function bitsOf(n: number, degree: bigint): number {
  const wanted = BigInt(n) << (32n * degree);
  let root = 0n;
  for (let bit = 1n << 36n; bit > 0n; bit >>= 1n) if ((root | bit) ** degree <= wanted) root |= bit;
  return Number(root & 0xffff_ffffn);
}

const state = new Uint32Array(8);
const schedule = new Uint32Array(64);

/** The first two words of the digest: 64 bits. */
export function sha256Start(text: string): { readonly high: number; readonly low: number } {
  state.set(START);
  const bytes = bytesOf(text);
  const blocks = Math.ceil((bytes.length + PADDING_BYTES) / BLOCK_BYTES);
  for (let block = 0; block < blocks; block += 1) {
    fill(bytes, block * BLOCK_BYTES);
    if (block === blocks - 1) schedule[15] = bytes.length * 8;
    compress();
  }
  return { high: state[0] ?? 0, low: state[1] ?? 0 };
}

/** Names of devices are plain ASCII, nearly always: their bytes need no memory of their own. */
function bytesOf(text: string): Uint8Array {
  const plain = PLAIN[text.length];
  if (plain === undefined) return utf8Encode(text);
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return utf8Encode(text);
    plain[i] = unit;
  }
  return plain;
}

/** Room for texts of each length. */
const PLAIN = Array.from({ length: 128 }, (_, length) => new Uint8Array(length));

function fill(bytes: Uint8Array, from: number): void {
  for (let word = 0; word < 16; word += 1) {
    let value = 0;
    for (let at = from + word * 4, i = 0; i < 4; i += 1, at += 1) {
      value = (value << 8) | (at < bytes.length ? (bytes[at] ?? 0) : at === bytes.length ? 0x80 : 0);
    }
    schedule[word] = value;
  }
}

const turn = (x: number, bits: number): number => (x >>> bits) | (x << (32 - bits));
const word = (words: Uint32Array, at: number): number => words[at] ?? 0;

function compress(): void {
  const w = schedule;
  for (let t = 16; t < 64; t += 1) {
    const [x, y] = [word(w, t - 15), word(w, t - 2)];
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    w[t] = word(w, t - 16) + s0 + word(w, t - 7) + s1;
  }
  let [a, b, c, d] = [word(state, 0), word(state, 1), word(state, 2), word(state, 3)];
  let [e, f, g, h] = [word(state, 4), word(state, 5), word(state, 6), word(state, 7)];
  for (let t = 0; t < 64; t += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + word(ROUNDS, t) + word(w, t)) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  const now = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i += 1) state[i] = word(state, i) + (now[i] ?? 0);
}
