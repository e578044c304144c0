/**
 * Seeded random numbers: sfc32 (Chris Doty-Humphrey, PractRand). Its state is a plain object inside World, so a
 * checkpoint holds it and a replay draws the same numbers on every machine.
 *
 * There is one stream per (seed, name): an added pod must not shift the draws of the others.
 */

import { assert } from './assert';

/** Four unsigned 32-bit words; `d` is the counter. Changed in place by each draw. */
export interface PrngState {
  a: number;
  b: number;
  c: number;
  d: number;
}

const TWO_32 = 0x1_0000_0000;
/** PractRand throws away this many numbers after seeding, until seed bits have reached all words. */
const WARM_UP_DRAWS = 12;

/** A stream of its own for each pair of integer `seed` and `name`. */
export function prngFromSeed(seed: number, name: string): PrngState {
  assert(Number.isSafeInteger(seed), `seed must be an integer: ${String(seed)}`);
  const key = `${String(seed)}:${name}`;
  const state: PrngState = { a: hash32(key, 1), b: hash32(key, 2), c: hash32(key, 3), d: 1 };
  for (let i = 0; i < WARM_UP_DRAWS; i++) nextU32(state);
  return state;
}

/** Uniform in [0, 2^32). */
export function nextU32(state: PrngState): number {
  const { a, b, c, d } = state;
  const drawn = (a + b + d) >>> 0;
  state.d = (d + 1) >>> 0;
  state.a = (b ^ (b >>> 9)) >>> 0;
  state.b = (c + (c << 3)) >>> 0;
  state.c = (((c << 21) | (c >>> 11)) + drawn) >>> 0;
  return drawn;
}

/** Uniform in [0, n) for an integer 1 <= n <= 2^32. Draws again where `%` would favour small results. */
export function nextBelow(state: PrngState, n: number): number {
  assert(Number.isInteger(n) && n >= 1 && n <= TWO_32, `nextBelow: bound out of range: ${String(n)}`);
  const limit = TWO_32 - (TWO_32 % n);
  let drawn = nextU32(state);
  while (drawn >= limit) drawn = nextU32(state);
  return drawn % n;
}

/** Uniform in [0, 1) with 53 bits, all a double can hold. */
export function nextFraction(state: PrngState): number {
  const high = nextU32(state) >>> 5;
  const low = nextU32(state) >>> 6;
  return (high * 0x400_0000 + low) / 0x20_0000_0000_0000;
}

const FNV_PRIME = 0x01000193;
const FNV_PRIME_SQUARED = Math.imul(FNV_PRIME, FNV_PRIME);

/** FNV-1a over the UTF-16 units, started differently per `lane`, finished with MurmurHash3's fmix32. */
function hash32(text: string, lane: number): number {
  let h = 0x811c9dc5 ^ Math.imul(lane, 0x9e3779b1);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Of an upper byte that is zero only the multiplying is left: both at once.
    if (unit < 0x100) h = Math.imul(h ^ unit, FNV_PRIME_SQUARED);
    else h = Math.imul(Math.imul(h ^ (unit & 0xff), FNV_PRIME) ^ (unit >>> 8), FNV_PRIME);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * So many hexadecimal digits from a text: for names that must be the same in every run and differ from one another, and
 * that nobody has to defend. Much cheaper than a digest.
 */
export function mixHex(text: string, digits: number): string {
  // Made of all its letters at once it is one string; added up it would be a tree of them, and these names live long.
  while (letters.length < digits) letters.push(0);
  for (let lane = 1, at = 0; at < digits; lane += 1) {
    const word = hash32(text, lane);
    for (let shift = 28; shift >= 0 && at < digits; shift -= 4, at += 1) {
      const digit = (word >>> shift) & 15;
      letters[at] = digit < 10 ? 0x30 + digit : 0x57 + digit;
    }
  }
  return String.fromCharCode.apply(null, letters.length === digits ? letters : letters.slice(0, digits));
}

const letters: number[] = [];
